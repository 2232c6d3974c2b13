"""The page of the desk and what it loads, and the names of colleagues for whoever signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from ambasada.casework.bundles import NotServed
from ambasada.casework.desk_page import Office, desk_asset, desk_languages, desk_page
from ambasada.casework.queries import colleagues_in, is_on_roster
from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.sessions import OnDuty
from ambasada.casework.views.answers import answered, by_method
from ambasada.casework.views.desk import for_member
from ambasada.lib.intake_folders import IntakeFolder
from ambasada.network.models import Embassy, SpoiltCopy
from ambasada.network.queries import chrome_for, facts_of
from ambasada.network.rules import embassies_of

_HTML = "text/html; charset=utf-8"
_PLAIN = "text/plain; charset=utf-8"
_CLOSED = _(
    "The desk is closed: its files are not those of this version. Tell whoever runs the server."
)
_FIRST = "en"  # as the rest of what members work with


def show_page(request: HttpRequest, code: str = "", language: str = _FIRST) -> HttpResponse:  # noqa: ARG001
    """Return the page of an embassy in one of its languages; it is the same for everybody.

    It names that embassy alone. Without a code it is the only one there is, or nobody’s.
    """
    try:
        languages = desk_languages()
        if language not in languages:
            raise NotTaken(Word.UNKNOWN)
        office = _office(code, language)
        if office is None:
            raise NotTaken(Word.UNKNOWN)
        return HttpResponse(desk_page(language, office, languages=languages), _HTML)
    except NotServed:
        with translation.override(language):
            return HttpResponse(_CLOSED, _PLAIN, status=503)


def show_asset(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Return a file that the page loads."""
    try:
        found = desk_asset(name)
    except NotServed:
        found = None
    if found is None:
        raise NotTaken(Word.UNKNOWN)
    return HttpResponse(*found)


def show_colleagues(request: HttpRequest, on_duty: OnDuty, code: str) -> HttpResponse:  # noqa: ARG001
    """Return the user names and keys of those on the roster, to one of them.

    Anybody else would learn which entries of the roster are somebody, and who.
    """
    today = timezone.now().date()
    embassy = embassies_of(on_duty.member, today=today).filter(code=code).first()
    if embassy is None or not is_on_roster(code, on_duty.key.kid):
        raise NotTaken(Word.UNKNOWN)
    told = [{"kid": kid, "name": name} for kid, name in colleagues_in(embassy, today=today)]
    return answered({"members": told})


def _office(code: str, language: str) -> Office | None:
    """Return an embassy that was approved and has a root key; without a code, the only one."""
    embassies = Embassy.objects.select_related("site")
    found = list(embassies.filter(code=code) if code else embassies[:2])
    if len(found) != 1:
        return None
    [embassy] = found
    root = IntakeFolder(settings.KEYS_ROOT, embassy.code).root
    try:
        facts = facts_of(embassy)
    except SpoiltCopy:  # `check` names it
        return None
    if root is None or facts is None:
        return None
    return Office(embassy.code, chrome_for(facts, language).name, root.line)


page = by_method(GET=show_page, HEAD=show_page)
asset = by_method(GET=show_asset, HEAD=show_asset)
colleagues = by_method(GET=for_member(show_colleagues))

"""The page of the desk and what it loads, and the names of colleagues for whoever signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from ambasada.casework.desk_page import ASSETS, Office, desk_asset, desk_page
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
_FIRST = "en"  # as the rest of what members work with


def show_page(request: HttpRequest, language: str = _FIRST) -> HttpResponse:  # noqa: ARG001
    """Return the page in one of its languages; it is the same for everybody."""
    languages = sorted(each.stem for each in ASSETS.glob("??.json"))
    if language not in languages:
        raise NotTaken(Word.UNKNOWN)
    return HttpResponse(desk_page(language, _offices(language), languages=languages), _HTML)


def show_asset(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """Return a file that the page loads."""
    found = desk_asset(name)
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


def _offices(language: str) -> list[Office]:
    """Return the embassies that were approved and have a root key."""
    offices = []
    for embassy in Embassy.objects.select_related("site").order_by("code"):
        root = IntakeFolder(settings.KEYS_ROOT, embassy.code).root
        try:
            facts = facts_of(embassy)
        except SpoiltCopy:  # the other embassies’ desks go on
            continue
        if root is not None and facts is not None:
            name = chrome_for(facts, language).name
            offices.append(Office(embassy.code, name, root.line))
    return offices


page = by_method(GET=show_page, HEAD=show_page)
asset = by_method(GET=show_asset, HEAD=show_asset)
colleagues = by_method(GET=for_member(show_colleagues))

"""The page “Help desk” of the admin: one's own key, and how the desk stands."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambasada.accounts.models import Member
from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.casework import actions
from ambasada.casework.actions.keys import ENROL_WITHIN
from ambasada.casework.bundles import NotServed
from ambasada.casework.desk_page import desk_languages
from ambasada.casework.models import Rota
from ambasada.casework.queries import desks_beside, own_key, sees_rota, shift_rows
from ambasada.casework.rules import require_leads
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.queries import chrome_for, facts_of
from ambasada.network.rules import embassies_of

_SHEET_DAYS = 7


@require_safe
def help_desk(request: HttpRequest) -> HttpResponse:
    """Show one's own key, who is on duty, and what is amiss."""
    member = member_of(request)
    context = {
        "own": own_key(member),
        "desks": desks_beside(member, now=timezone.now()),
        "plain_origin": settings.PLAIN_ORIGIN,
    }
    return render(request, "casework/duty/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@passkey_required
def desk_key(request: HttpRequest) -> HttpResponseBase:
    """Say what a new key means, then show the code with which it is made, once."""
    member = member_of(request)
    context: dict[str, object] = {"own": own_key(member), "desk": _desk_of(member)}
    if request.method == "POST":
        context["code"] = actions.allow_enrolment(member, now=timezone.now())
        context["minutes"] = int(ENROL_WITHIN.total_seconds() // 60)
    return render(request, "casework/duty/key.html", context)


def _desk_of(member: Member) -> str:
    """Return where a member's desk is, in the first language of their embassy that it speaks."""
    embassy = embassies_of(member, today=timezone.now().date()).order_by("code").first()
    try:
        spoken = desk_languages()
    except NotServed:
        spoken = []
    if embassy is None or not spoken:
        return ""
    language = next((each for each in embassy.languages if each in spoken), spoken[0])
    return f"{settings.DESK_ORIGIN}/{embassy.code}/{language}/"


@require_safe
def call_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show one page to print: who is on duty, whom to call, where to write."""
    embassy = own_embassy(request, code)
    try:
        require_rota(request, embassy)
    except Refused as refusal:
        return refuse(request, refusal)
    facts = facts_of(embassy)
    language = get_language() or embassy.first_language
    chrome = chrome_for(facts, language) if facts else None
    context = {
        "embassy": embassy,
        "chrome": chrome,
        "rows": shift_rows(embassy, now=timezone.now(), days=_SHEET_DAYS),
        "rota": Rota.objects.filter(embassy=code).first(),
    }
    return render(request, "casework/duty/call_sheet.html", context)


@require_POST
def pause(request: HttpRequest, code: str) -> HttpResponse:
    """Take no new appeals; it only closes something, so no passkey is asked for."""
    said = _("Nobody can send a new appeal now. Those that are there go on.")
    return _switched(request, code, act=actions.pause_forms, said=said)


@require_POST
@passkey_required
def read_only(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take nothing at all: what is there is read, and deleted by those whose it is."""
    said = _("Appeals are only read now. Nobody can write, answer or close one.")
    return _switched(request, code, act=actions.make_read_only, said=said)


@require_POST
@passkey_required
def resume(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take appeals and letters again."""
    return _switched(request, code, act=actions.resume_forms, said=_("Appeals are taken again."))


@require_POST
@passkey_required
def open_plain(request: HttpRequest, code: str) -> HttpResponseBase:
    """Let those without scripts write, at the onion address of the operator."""
    said = _("The path without scripts is open. The root key signs the page that leads there.")
    return _switched(request, code, act=actions.open_plain_path, said=said)


@require_POST
def close_plain(request: HttpRequest, code: str) -> HttpResponse:
    """Close that path at once."""
    said = _("The path without scripts is closed.")
    return _switched(request, code, act=actions.close_plain_path, said=said)


def _switched(
    request: HttpRequest, code: str, *, act: Callable[..., None], said: str
) -> HttpResponse:
    embassy = own_embassy(request, code)
    try:
        act(embassy, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return refuse(request, refusal)
    messages.success(request, said)
    return redirect("help_desk")


def own_embassy(request: HttpRequest, code: str) -> Embassy:
    """Return an embassy where the member has a seat; another is as good as absent."""
    own = embassies_of(member_of(request), today=timezone.now().date())
    found = own.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def require_leading(request: HttpRequest, embassy: Embassy) -> None:
    """Raise Refused unless the member is a coordinator of the embassy."""
    require_leads(member_of(request), embassy, today=timezone.now().date())


def require_rota(request: HttpRequest, embassy: Embassy) -> None:
    """Raise Refused unless the member is on the roster of the embassy, or coordinates it."""
    if not sees_rota(member_of(request), embassy, today=timezone.now().date()):
        raise Refused(_("Only those on the signed list, and coordinators, see who is on duty."))


def refuse(request: HttpRequest, refusal: Refused, where: str = "help_desk") -> HttpResponse:
    """Say why not, on the page that leads here."""
    messages.error(request, str(refusal))
    return redirect(where)

"""The page "Members" of the admin: seats, invites, lost devices and ways back."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ambasada.accounts.models import Invite, Member
from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network import actions
from ambasada.network.forms import InviteForm
from ambasada.network.people import changes_before, invites_before, seats_beside
from ambasada.network.rules import coordinates_any
from ambasada.network.vouching import why_not_invite

_show_or_send = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def members(request: HttpRequest) -> HttpResponse:
    """Show who sits in one's embassies, and which invites wait."""
    now = timezone.now()
    member = member_of(request)
    is_inviting = coordinates_any(member, now.date())
    context = {
        "embassies": seats_beside(member, today=now.date()),
        "changes": changes_before(member, today=now.date()),
        # Who neither invites nor vouches need not know who is expected.
        "invites": invites_before(member, now=now) if is_inviting else [],
        "why_not_invite": why_not_invite(member, today=now.date()),
    }
    return render(request, "network/members/index.html", context)


@_show_or_send
@passkey_required
def invite(request: HttpRequest) -> HttpResponseBase:
    """Ask for an invite, and show its link once."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            asked = actions.ask_invite(
                by=member_of(request),
                embassy=chosen["embassy"],
                role=chosen["role"],
                now=timezone.now(),
            )
        except Refused as refusal:
            return _refuse(request, refusal)
        return _show_link(request, asked)
    return render(request, "network/members/invite.html", {"form": form})


@_show_or_send
@passkey_required
def vouch(request: HttpRequest, number: int) -> HttpResponseBase:
    """Vouch for an invite; show its word once if no further vouch is needed."""
    waiting = get_object_or_404(Invite, pk=number)
    if request.method != "POST":
        now = timezone.now()
        rows = {each.invite: each for each in invites_before(member_of(request), now=now)}
        if waiting not in rows:
            return _refuse(request, Refused(_("This invitation does not wait any more.")))
        return render(request, "network/members/vouch.html", {"row": rows[waiting]})
    try:
        word = actions.vouch(waiting, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return _refuse(request, refusal)
    if word:
        return render(request, "network/members/word.html", {"word": word})
    messages.success(request, _("You have vouched. Another member must vouch as well."))
    return redirect("members")


@_show_or_send
def device_lost(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask once more, then end everything a member's lost device could open."""
    member = _colleague(request, number)
    is_self = member == request.user
    if request.method != "POST":
        context = {"member": member, "is_self": is_self}
        return render(request, "network/members/device_lost.html", context)
    try:
        actions.device_lost(member, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return _refuse(request, refusal)
    if is_self:
        logout(request)  # the session this came in has just ended
        return redirect("account_login")
    sentence = _("Every session and key of %(name)s has ended.") % {"name": member}
    messages.success(request, sentence)
    return redirect("members")


@_show_or_send
@passkey_required
def way_back(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask once more, then make a link with which a member comes back."""
    member = _colleague(request, number)
    if request.method != "POST":
        return render(request, "network/members/way_back.html", {"member": member})
    try:
        asked = actions.ask_way_back(member, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return _refuse(request, refusal)
    return _show_link(request, asked)


def _colleague(request: HttpRequest, number: int) -> Member:
    """Return a member of an embassy of one's own; another is as good as absent."""
    beside = seats_beside(member_of(request), today=timezone.now().date())
    numbers = {row.seat.member_id for rows in beside.values() for row in rows}
    return get_object_or_404(Member.objects.filter(pk__in=numbers), pk=number)


def _show_link(request: HttpRequest, asked: actions.Asked) -> HttpResponse:
    """Show a link, and perhaps its word; neither is kept anywhere to be shown again."""
    context = {
        "link": f"{settings.STAFF_ORIGIN}/account/join/#{asked.token}",
        "word": asked.word,
        "for_member": asked.invite.for_member,
    }
    return render(request, "network/members/link.html", context)


def _refuse(request: HttpRequest, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("members")

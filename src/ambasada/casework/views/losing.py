"""Losses in the admin: a key that went with a device, and deleting every appeal on purpose."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambasada.accounts.models import Member
from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.casework import actions
from ambasada.casework.models import Breach, Case, StaffKey, Wiping
from ambasada.casework.queries import TOLD_WITHIN, reach_of, suspended_keys
from ambasada.casework.rules import why_not_confirm_wiping
from ambasada.casework.views.duty import own_embassy, refuse, require_leading
from ambasada.lib.refused import Refused
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy
from ambasada.network.rules import share_an_embassy

_NOTICES = ("authority", "people")


@require_safe
def breach(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a lost key could open, how long there is, and what to write to whom."""
    lost = get_object_or_404(Breach, pk=number)
    embassy = own_embassy(request, lost.embassy)
    try:
        require_leading(request, embassy)
    except Refused as refusal:
        return refuse(request, refusal)
    reach, now = reach_of(lost.kid, lost.embassy), timezone.now()
    due = lost.known_at + TOLD_WITHIN
    context = {
        "breach": lost,
        "embassy": embassy,
        "member": Member.objects.filter(pk=lost.member).first(),
        "counts": _counts(reach),
        "refs": sorted(ref for refs in reach.values() for ref in refs),
        "known": _wall(lost.known_at, embassy),
        "due": _wall(due, embassy),
        "hours": max(0, int((due - now).total_seconds() // 3600)),
        "drafts": _drafts(lost, embassy, reach),
    }
    return render(request, "casework/duty/breach.html", context)


@require_POST
def close_breach(request: HttpRequest, number: int) -> HttpResponse:
    """Stop the clock."""
    lost = get_object_or_404(Breach, pk=number)
    own_embassy(request, lost.embassy)
    try:
        actions.close_breach(lost, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return refuse(request, refusal)
    messages.success(request, _("Closed. Its line stays in the ledger."))
    return redirect("help_desk")


@require_POST
@passkey_required
def reinstate_key(request: HttpRequest, number: int) -> HttpResponseBase:
    """Let a suspended key count again."""
    try:
        actions.reinstate_key(
            _colleagues_key(request, number), by=member_of(request), now=timezone.now()
        )
    except Refused as refusal:
        return refuse(request, refusal)
    messages.success(request, _("The key counts again. It opens what it opened before."))
    return redirect("help_desk")


@require_POST
@passkey_required
def end_key(request: HttpRequest, number: int) -> HttpResponseBase:
    """End a suspended key for good."""
    try:
        actions.end_suspended_key(
            _colleagues_key(request, number), by=member_of(request), now=timezone.now()
        )
    except Refused as refusal:
        return refuse(request, refusal)
    messages.success(request, _("The key has ended. Its member makes another one."))
    return redirect("help_desk")


@require_http_methods(["GET", "HEAD", "POST"])
@passkey_required
def ask_wiping(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say what it means, then ask that every appeal is deleted."""
    embassy = own_embassy(request, code)
    try:
        require_leading(request, embassy)
        if request.method != "POST":
            return render(request, "casework/duty/wipe.html", {"embassy": embassy})
        actions.ask_wiping(embassy, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return refuse(request, refusal)
    messages.success(request, _("Asked. Another coordinator confirms it within a day."))
    return redirect("help_desk")


@require_http_methods(["GET", "HEAD", "POST"])
@passkey_required
def confirm_wiping(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask once more, then delete every appeal."""
    wiping, embassy = _own_wiping(request, number)
    by, now = member_of(request), timezone.now()
    try:
        reason = why_not_confirm_wiping(by, wiping, embassy, today=now.date())
        if reason:
            return refuse(request, Refused(reason))
        if request.method != "POST":
            context = {
                "embassy": embassy,
                "wiping": wiping,
                "asked_by": Member.objects.filter(pk=wiping.asked_by).first(),
            }
            return render(request, "casework/duty/wipe.html", context)
        actions.confirm_wiping(wiping, by=by, now=now)
    except Refused as refusal:
        return refuse(request, refusal)
    messages.success(request, _("Every appeal is deleted."))
    return redirect("help_desk")


@require_POST
def drop_wiping(request: HttpRequest, number: int) -> HttpResponse:
    """Drop a request that waits."""
    wiping, _embassy = _own_wiping(request, number)
    try:
        actions.drop_wiping(wiping, by=member_of(request), now=timezone.now())
    except Refused as refusal:
        return refuse(request, refusal)
    messages.success(request, _("Dropped. Nothing was deleted."))
    return redirect("help_desk")


def _colleagues_key(request: HttpRequest, number: int) -> StaffKey:
    """Return a suspended key of somebody in an embassy of one's own; another is as good as absent.

    One's own key is among them, so that the refusal says who may.
    """
    key = get_object_or_404(suspended_keys(), pk=number)
    holder = get_object_or_404(Member, pk=key.member)
    if not share_an_embassy(member_of(request), holder, today=timezone.now().date()):
        raise Http404
    return key


def _own_wiping(request: HttpRequest, number: int) -> tuple[Wiping, Embassy]:
    wiping = get_object_or_404(Wiping, pk=number)
    return wiping, own_embassy(request, wiping.embassy)


def _counts(reach: dict[str, list[str]]) -> list[tuple[str, int]]:
    return [(each.value, len(reach.get(each.value, ()))) for each in Case.Urgency]


def _drafts(
    lost: Breach, embassy: Embassy, reach: dict[str, list[str]]
) -> list[tuple[str, str, str]]:
    """Return language, kind and text of what to send; to be read and changed before."""
    count = sum(len(refs) for refs in reach.values())
    drafts = []
    for language in embassy.languages:
        context = {
            "name": spoken(embassy.name, language).text,
            "known": _wall(lost.known_at, embassy),
            "zone": embassy.time_zone,
            "count": count,
        }
        with override(language):
            for kind in _NOTICES:
                text = render_to_string(f"casework/duty/notice_{kind}.txt", context)
                drafts.append((language, kind, text.strip() + "\n"))
    return drafts


def _wall(moment: datetime, embassy: Embassy) -> datetime:
    """Return a moment as a clock on the embassy's wall has it."""
    return moment.astimezone(ZoneInfo(embassy.time_zone)).replace(tzinfo=None)

"""Changing a seat: asking, confirming, dropping, and giving up one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network import actions
from ambasada.network.forms import SeatForm
from ambasada.network.models import Seat, SeatChange
from ambasada.network.rules import embassies_of, open_seats


@require_http_methods(["GET", "HEAD", "POST"])
@passkey_required
def change_seat(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask that a colleague's seat changes, or give up one's own."""
    member, now = member_of(request), timezone.now()
    mine = embassies_of(member, today=now.date())
    seats = open_seats(now.date()).filter(embassy__in=mine).select_related("member", "embassy")
    seat: Seat = get_object_or_404(seats, pk=number)
    is_own = seat.member == member
    there = {"role": seat.role, "keeps_contacts": seat.keeps_contacts}
    form = SeatForm(request.POST or None, initial=there, is_own=is_own)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "seat": seat, "is_own": is_own}
        return render(request, "network/members/change_seat.html", context)
    try:
        if is_own:
            actions.end_seat(seat, by=member, now=now)
            messages.success(request, _("You gave up your seat."))
        else:
            keeps = form.cleaned_data["keeps_contacts"]
            actions.ask_seat_change(seat, form.new_role, keeps_contacts=keeps, by=member, now=now)
            messages.success(request, _("Asked. Another coordinator confirms it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("members")


@require_POST
@passkey_required
def confirm(request: HttpRequest, number: int) -> HttpResponseBase:
    """Confirm a change that another coordinator asked for."""
    try:
        actions.confirm_seat_change(
            _change(request, number), by=member_of(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Confirmed: the seat has changed."))
    return redirect("members")


@require_POST
def drop(request: HttpRequest, number: int) -> HttpResponseBase:
    """Drop a change that waits."""
    try:
        actions.drop_seat_change(
            _change(request, number), by=member_of(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Dropped. The seat stays as it is."))
    return redirect("members")


def _change(request: HttpRequest, number: int) -> SeatChange:
    """Return a change in one of one's own embassies; another is as good as absent."""
    mine = embassies_of(member_of(request), today=timezone.now().date())
    changes = SeatChange.objects.filter(seat__embassy__in=mine)
    return get_object_or_404(changes.select_related("seat__member", "seat__embassy"), pk=number)

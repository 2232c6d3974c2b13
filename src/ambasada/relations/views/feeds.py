"""Calendars by a secret address: making, widening and revoking one, and what programs read."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.users.models import UserProfile

from ambasada.accounts.passkeys import passkey_required
from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import is_coordinator
from ambasada.relations import actions
from ambasada.relations.calendars import written
from ambasada.relations.queries import feed_at, feed_for, feeds_seen, meetings_in, promises_in
from ambasada.relations.views.entering import for_keepers, show_or_send


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001 -- nobody is known
    """Answer a calendar program, which has the address and nothing else."""
    today = timezone.now().date()
    feed = feed_at(secret, today=today)
    # A profile that nobody made is not made now: a visit writes nothing.
    profile = UserProfile.objects.filter(user=feed.seat.member).first() or UserProfile()
    with translation.override(profile.get_preferred_language()):
        data = written(
            feed,
            meetings_in(feed, today=today),
            promises_in(feed, today=today),
            today=today,
        )
    return HttpResponse(data, "text/calendar; charset=utf-8", headers={"Cache-Control": "no-store"})


@show_or_send
@for_keepers
def calendars(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List the addresses; make one, which is shown in the answer and never again."""
    address = ""
    if request.method == "POST":
        is_own, by = request.POST.get("whose") != "embassy", member_of(request)
        try:
            secret = actions.open_feed(is_own=is_own, embassy=embassy, by=by, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            address = settings.STAFF_ORIGIN + reverse("contacts_calendar", args=[secret])
    member, today = member_of(request), _today()
    context = {
        "embassy": embassy,
        "feeds": feeds_seen(embassy, member, today=today),
        "leads": is_coordinator(member, embassy, today),
        "member": member,
        "address": address,
    }
    return render(request, "relations/calendars.html", context)


@show_or_send
@for_keepers
@passkey_required
def widen_calendar(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Say what a calendar would show then; then let it, or no more."""
    by = member_of(request)
    feed = feed_for(embassy, by, ref, today=_today())
    if request.method != "POST":
        leads = is_coordinator(by, embassy, _today())
        context = {"embassy": embassy, "feed": feed, "leads": leads}
        return render(request, "relations/widen_calendar.html", context)
    try:
        actions.widen_feed(feed, is_full=not feed.is_full, by=by, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Changed."))
    return redirect("relations_calendars", embassy.code)


@require_POST
@for_keepers
def close_calendar(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Revoke an address."""
    by = member_of(request)
    feed = feed_for(embassy, by, ref, today=_today())
    try:
        actions.close_feed(feed, by=by, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Revoked. Nothing is at that address any more."))
    return redirect("relations_calendars", embassy.code)


def _today() -> date:
    return timezone.now().date()

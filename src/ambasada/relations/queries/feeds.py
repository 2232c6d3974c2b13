"""What a secret address of a calendar shows, and whose addresses there are."""

import hashlib
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.http import Http404
from django.shortcuts import get_object_or_404

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy, Seat
from ambasada.network.rules import is_coordinator, open_seats
from ambasada.relations.models import CalendarFeed, Commitment, Interaction

_BACK = timedelta(days=90)
_AHEAD = timedelta(days=400)
_MOST = 1000  # rows of a kind that one calendar holds
_SHOWN = (Interaction.Status.PLANNED, Interaction.Status.HELD)


def secret_hash(secret: str) -> str:
    """Return what is kept of a secret. It is long and random, so that a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_at(secret: str, *, today: date) -> CalendarFeed:
    """Return the calendar of a secret address.

    Raises Http404 if it never was, was revoked, or its holder keeps no contacts there any more.
    """
    feeds = CalendarFeed.objects.select_related("embassy", "seat__member")
    found: CalendarFeed | None = feeds.filter(
        seat__in=_keeping(today), secret_sha256=secret_hash(secret)
    ).first()
    if found is None:
        raise Http404
    return found


def feeds_seen(embassy: Embassy, member: Member, *, today: date) -> QuerySet[CalendarFeed]:
    """Return the calendars a member may revoke: their own, and for coordinators everybody’s.

    Those of seats that ended are dead and are not told of.
    """
    rows = CalendarFeed.objects.seen_by(embassy).filter(seat__in=_keeping(today))
    if not is_coordinator(member, embassy, today):
        rows = rows.filter(seat__member=member)
    return rows.select_related("seat__member", "embassy").order_by("-made_on", "-pk")


def feed_for(embassy: Embassy, member: Member, ref: UUID, *, today: date) -> CalendarFeed:
    """Return a calendar that a member may revoke; raises Http404 otherwise."""
    found: CalendarFeed = get_object_or_404(feeds_seen(embassy, member, today=today), ref=ref)
    return found


def meetings_in(feed: CalendarFeed, *, today: date) -> list[Interaction]:
    """Return the meetings of a calendar whose day is known whole; letters take no time."""
    rows = Interaction.objects.seen_by(feed.embassy).exclude(kind=Interaction.Kind.LETTER)
    first, last = (today - _BACK).isoformat(), (today + _AHEAD).isoformat()
    rows = rows.filter(status__in=_SHOWN, on__gte=first, on__lte=last)
    rows = rows.alias(known=Length("on")).filter(known=len(first))
    if feed.is_own:
        rows = rows.filter(members=feed.seat.member_id)
    return list(rows.prefetch_related("organisations").order_by("-on", "-pk")[:_MOST])


def promises_in(feed: CalendarFeed, *, today: date) -> list[Commitment]:
    """Return what is due, for a calendar that may say what; a due day makes nobody busy."""
    if not feed.is_full:
        return []
    rows = Commitment.objects.seen_by(feed.embassy).filter(
        status=Commitment.Status.OPEN, due_on__lte=today + _AHEAD
    )
    if feed.is_own:
        rows = rows.filter(owner=feed.seat.member_id)
    return list(rows.order_by("due_on", "pk")[:_MOST])


def _keeping(today: date) -> QuerySet[Seat]:
    return open_seats(today).filter(Q(role=Seat.Role.COORDINATOR) | Q(keeps_contacts=True))

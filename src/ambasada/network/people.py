"""What the members screen shows: who sits where, and which invites wait."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambasada.accounts.models import Invite, LedgerLine, Member, Verb
from ambasada.accounts.queries import acts_from, has_passkey
from ambasada.network.models import Embassy, Seat, SeatChange
from ambasada.network.rules import embassies_of, is_coordinator, open_seats
from ambasada.network.vouching import (
    is_vouched_for,
    needed_vouches,
    offered_embassies,
    standing_vouchers,
    waiting_invites,
    why_not_vouch,
)

_TOLD_FOR = timedelta(days=30)
_REFUSED_FOR = timedelta(days=7)


@dataclass(frozen=True)
class SeatRow:
    """A seat in one of the embassies of whoever looks."""

    seat: Seat
    is_self: bool
    has_passkey: bool
    acts_from: date | None  # None: they may approve already


@dataclass(frozen=True)
class ChangeRow:
    """A change of a seat that waits for another coordinator."""

    change: SeatChange
    why_not: str  # empty: whoever looks may confirm it


@dataclass(frozen=True)
class InviteRow:
    """An invite that waits for vouches or for the person it was sent to."""

    invite: Invite
    embassies: str
    role: str
    vouched: tuple[str, ...]
    needed: int
    is_ready: bool
    why_not: str  # empty: whoever looks may vouch


def seats_beside(member: Member, *, today: date) -> dict[Embassy, list[SeatRow]]:
    """Return the open seats of a member's embassies, their own among them."""
    mine = embassies_of(member, today=today).order_by("code")
    return {embassy: _rows(embassy, member, today) for embassy in mine}


def _rows(embassy: Embassy, member: Member, today: date) -> list[SeatRow]:
    seats = open_seats(today).filter(embassy=embassy).select_related("member")
    rows = []
    for seat in seats.order_by("starts_on", "pk"):
        start = acts_from(seat.member, today=today)
        rows.append(
            SeatRow(
                seat=seat,
                is_self=seat.member == member,
                has_passkey=has_passkey(seat.member),
                acts_from=start if start > today else None,
            )
        )
    return rows


def changes_before(member: Member, *, today: date) -> list[ChangeRow]:
    """Return the changes of seats that wait in a member's embassies."""
    mine = embassies_of(member, today=today)
    changes = SeatChange.objects.filter(seat__embassy__in=mine, seat__ends_on=None)
    return [
        ChangeRow(each, why_not_confirm(member, each, today=today))
        for each in changes.select_related("seat__member", "seat__embassy", "asked_by")
    ]


def why_not_confirm(member: Member, change: SeatChange, *, today: date) -> str:
    """Return why a member may not confirm a change of a seat, in a sentence; "" if they may."""
    if not is_coordinator(member, change.seat.embassy, today):
        return _("Only a coordinator of the same embassy can do this.")
    if member == change.seat.member:
        return _("This is about your own seat. Somebody else decides.")
    if member == change.asked_by:
        return _("You asked for this. Another coordinator confirms it.")
    start = acts_from(member, today=today)
    if start > today:
        return _("You may invite, vouch and approve from %(day)s.") % {"day": date_format(start)}
    return ""


def invites_before(member: Member, *, now: datetime) -> list[InviteRow]:
    """Return the invites that wait, and whether a member may vouch for each."""
    return [_invite_row(each, member, now.date()) for each in waiting_invites(now)]


def _invite_row(invite: Invite, member: Member, today: date) -> InviteRow:
    offers = list(invite.seat_offers.all())
    role = Seat.Role(offers[0].role) if offers else Seat.Role.COORDINATOR
    return InviteRow(
        invite=invite,
        embassies=", ".join(each.code for each in offered_embassies(invite)),
        role=str(role.label),
        vouched=tuple(each.username for each in standing_vouchers(invite, today=today)),
        needed=needed_vouches(invite, today=today),
        is_ready=bool(invite.word_hmac) and is_vouched_for(invite, today=today),
        why_not=why_not_vouch(member, invite, today=today),
    )


def recovered_lately(today: date, *, besides: Member) -> QuerySet[Member]:
    """Return the others whom an operator let back in within the last 30 days."""
    return Member.objects.filter(recovered_on__gt=today - _TOLD_FOR).exclude(pk=besides.pk)


def refused_lately(now: datetime) -> date | None:
    """Return the last day in a week on which somebody was not let in with an invitation."""
    lines = LedgerLine.objects.filter(verb=Verb.JOIN_REFUSED, at__gt=now - _REFUSED_FOR)
    last = lines.order_by("number").last()
    return last.at.date() if last else None

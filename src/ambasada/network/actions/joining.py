"""Joining with an invite, and coming back with one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import (
    append,
    count_wrong_word,
    invite_of,
    is_open,
    is_word_right,
    let_back_in,
    make_member,
    spend,
)
from ambasada.accounts.models import Actor, Invite, LedgerLine, Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.actions.seats import take_seat
from ambasada.network.models import Embassy, Seat
from ambasada.network.rules import seated
from ambasada.network.vouching import is_vouched_for, needed_vouches

# A stranger who repeats a bad code must not fill the ledger.
_ONE_LINE_IN = timedelta(hours=1)


@dataclass(frozen=True)
class Newcomer:
    """What somebody types who joins: all of it from a stranger."""

    token: str
    word: str
    username: str
    password: str


@dataclass(frozen=True)
class _NotLetIn:
    invite: Invite | None
    is_guess: bool = False


def join(newcomer: Newcomer, *, now: datetime) -> Member:
    """Turn an invite into a seated member, or let one back in; spends the invite.

    All or nothing. Raises Refused in one sentence for every invite that can't be used and for a
    wrong word, and writes that down; five wrong words spend an invite. Only who holds a good
    invite and its word is told that a user name or a password will not do; it stays good.
    """
    with transaction.atomic():
        outcome = _attempt(newcomer, now)
    if isinstance(outcome, Member):
        return outcome
    _write_down(outcome, now)
    raise Refused(
        _("This invitation cannot be used as you typed it. Ask who sent it, or for a new one.")
    )


def _attempt(newcomer: Newcomer, now: datetime) -> Member | _NotLetIn:
    invite = invite_of(newcomer.token)
    if invite is None or not _is_usable(invite, now):
        return _NotLetIn(invite)
    if needed_vouches(invite, today=now.date()) and not is_word_right(invite, newcomer.word):
        if newcomer.word:  # an empty box is no guess
            count_wrong_word(invite)
        return _NotLetIn(invite, is_guess=bool(newcomer.word))
    spend(invite, now=now)
    if returning := invite.for_member:
        _come_back(returning, newcomer)
        append(Verb.RECOVERED, by=returning, subject=f"invite:{invite.pk}", now=now)
        return returning
    return _come_new(invite, newcomer, now)


def _is_usable(invite: Invite, now: datetime) -> bool:
    today = now.date()
    returning = invite.for_member
    return (
        is_open(invite, now=now)
        and is_vouched_for(invite, today=today)
        and (returning is None or seated(returning, today=today).exists())
    )


def _come_new(invite: Invite, newcomer: Newcomer, now: datetime) -> Member:
    member = make_member(newcomer.username, newcomer.password, now=now)
    append(Verb.JOINED, by=member, subject=f"invite:{invite.pk}", now=now)
    for embassy, role in _offered(invite):
        take_seat(member, embassy, role=role, now=now)
    return member


def _offered(invite: Invite) -> list[tuple[Embassy, str]]:
    named = invite.seat_offers.select_related("embassy")
    if named:
        return [(each.embassy, each.role) for each in named]
    return [(each, Seat.Role.COORDINATOR.value) for each in Embassy.objects.all()]


def _come_back(member: Member, newcomer: Newcomer) -> None:
    if newcomer.username != member.username:
        raise Refused(_("This invitation is for a member who comes back. Type the name you had."))
    let_back_in(member, newcomer.password)


def _write_down(refusal: _NotLetIn, now: datetime) -> None:
    number = refusal.invite.pk if refusal.invite else "unknown"
    lately = LedgerLine.objects.filter(
        verb=Verb.JOIN_REFUSED, subject=f"invite:{number}", at__gt=now - _ONE_LINE_IN
    )
    if refusal.is_guess or not lately.exists():
        append(Verb.JOIN_REFUSED, by=Actor.STRANGER, subject=f"invite:{number}", now=now)

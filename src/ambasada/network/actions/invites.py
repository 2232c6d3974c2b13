"""Asking for an invite, and vouching for one."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append, give_word, hold, is_open, make_invite
from ambasada.accounts.models import Actor, Invite, Member, Verb, Vouch
from ambasada.accounts.queries import members_ever
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Seat, SeatOffer
from ambasada.network.rules import seated
from ambasada.network.vouching import is_vouched_for, why_not_invite, why_not_vouch


class Asked(NamedTuple):
    """An invite and its token, shown once; and its word, if no further vouch is needed."""

    invite: Invite
    token: str
    word: str


def founders_invite(*, now: datetime) -> str | None:
    """Return the token of an invite for the first member; None if somebody has joined already."""
    if members_ever():
        return None
    return ask_invite(by=Actor.FOUNDER, embassy=None, role=Seat.Role.COORDINATOR, now=now).token


def ask_invite(*, by: Member | Actor, embassy: Embassy | None, role: str, now: datetime) -> Asked:
    """Make an invite to a seat in an embassy, or in each of them; the asker vouches by asking.

    Only a coordinator may, and in time; a refused attempt leaves a line in the ledger.
    """

    def offer(invite: Invite) -> None:
        if embassy is not None:
            SeatOffer.objects.create(invite=invite, embassy=embassy, role=Seat.Role(role))

    return _ask(by=by, for_member=None, now=now, prepare=offer)


def ask_way_back(member: Member, *, by: Member, now: datetime) -> Asked:
    """Make an invite that lets a member who lost everything back in, with the seats they have."""
    if not seated(member, today=now.date()).exists():
        raise Refused(_("This member has no seat here any more. Invite them anew."))
    if by == member:
        raise Refused(_("Nobody vouches for themselves."))
    return _ask(by=by, for_member=member, now=now, prepare=lambda _invite: None)


def _ask(
    *,
    by: Member | Actor,
    for_member: Member | None,
    now: datetime,
    prepare: Callable[[Invite], None],
) -> Asked:
    asker = by if isinstance(by, Member) else None
    if asker and (reason := why_not_invite(asker, today=now.date())):
        append(Verb.VOUCH_REFUSED, by=asker, subject="invite:unknown", now=now)
        raise Refused(reason)
    with transaction.atomic():
        invite, token = make_invite(now=now, asked_by=asker, for_member=for_member)
        prepare(invite)
        word = _vouch(invite, asker, now) if asker else ""
        append(Verb.INVITED, by=by, subject=f"invite:{invite.pk}", now=now)
    return Asked(invite, token, word)


def vouch(invite: Invite, *, by: Member, now: datetime) -> str:
    """Vouch for an invite; return its word if no further vouch is needed, else "".

    The word is shown once, to be told over another way than the link. A refused attempt leaves a
    line in the ledger.
    """
    with transaction.atomic():
        held = hold(invite)
        reason = why_not_vouch(by, held, today=now.date())
        if not is_open(held, now=now):
            reason = _("This invitation cannot be used any more. Ask for a new one.")
        if not reason:
            word = _vouch(held, by, now)
            append(Verb.VOUCHED, by=by, subject=f"invite:{held.pk}", now=now)
            return word
    append(Verb.VOUCH_REFUSED, by=by, subject=f"invite:{invite.pk}", now=now)
    raise Refused(reason)


def _vouch(invite: Invite, member: Member, now: datetime) -> str:
    Vouch.objects.create(invite=invite, member=member, at=now)
    return give_word(invite) if is_vouched_for(invite, today=now.date()) else ""

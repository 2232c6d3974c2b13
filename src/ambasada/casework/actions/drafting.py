"""Drafting a roster for the root key, and taking a key off the one in force."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.casework.actions.removals import take_off
from ambasada.casework.instances import instance_of
from ambasada.casework.kept_roster import KeptRoster
from ambasada.casework.queries import (
    OnDuty,
    counting_keys,
    is_usable,
    newest_roster,
    removed_kids,
)
from ambasada.lib.refused import Refused
from ambasada.lib.roster_drafts import Draft
from ambasada.lib.sealing.rosters import ENTRIES, LONGEST, Entry
from ambasada.network.models import Embassy
from ambasada.network.rules import open_seats

Desks = Mapping[str, Collection[str]]  # user names by desk; none of them means everybody


@dataclass(frozen=True)
class Drafted:
    """A draft, and of whom its entries are."""

    draft: Draft
    people: tuple[OnDuty, ...]


def draft_roster(embassy: Embassy, *, desks: Desks, escrow: str, now: datetime) -> Drafted:
    """Return the roster of those who have an open seat and a key they can keep.

    `escrow` is a recipient, or "". Raises Refused if a name is nobody's here, if there is nobody
    for a desk, or if they are more than a roster has room for.
    """
    people = _people(embassy, desks, today=now.date())
    _require_everybody(people, desks)
    newest = newest_roster(embassy.code)
    draft = Draft(
        embassy=embassy.code,
        instance=instance_of(embassy.code),
        number=newest.number + 1 if newest else 1,
        issued=now.date(),
        desks=tuple(sorted(desks)),
        escrow=escrow,
        entries=tuple(sorted((each.entry for each in people), key=lambda each: each.kid)),
        removed=tuple(removed_kids(embassy.code)),
    )
    return Drafted(draft, tuple(people))


def remove_from_roster(embassy: Embassy, kid: str, *, by: Actor | Member, now: datetime) -> bool:
    """Seal nothing more to an entry of the roster in force, from now on; tell if that is new.

    Its member sees no case from now on, and each case asks for new keys; on a later roster the key
    counts again, unless it ended. Raises Refused if the roster has no such entry.
    """
    newest = newest_roster(embassy.code)
    if newest is None or kid not in KeptRoster.read(bytes(newest.content)).desks_of:
        message = "The roster in force has no such entry. `ambasada roster show` names them."
        raise Refused(message)
    is_new = take_off(embassy.code, kid)
    if is_new:
        append(Verb.KEY_REMOVED, by=by, subject=f"roster:{newest.number}", now=now)
    return is_new


def _people(embassy: Embassy, desks: Desks, *, today: date) -> list[OnDuty]:
    """Return who may serve: an open seat, a key that is theirs, and two ways to keep it tried."""
    seats = open_seats(today).filter(embassy=embassy).select_related("member")
    members = {each.member_id: each.member for each in seats}
    removed = removed_kids(embassy.code)
    found = []
    for key in counting_keys().filter(member__in=list(members)):
        member = members[key.member]
        at = sorted(desk for desk, names in desks.items() if not names or member.username in names)
        if is_usable(key, member) and at and key.kid not in removed:
            until = today + LONGEST
            entry = Entry(key.kid, tuple(at), key.recipient, key.verify, start=today, until=until)
            found.append(OnDuty(member.username, entry, is_removed=False))
    return sorted(found, key=lambda each: each.name)


def _require_everybody(people: Collection[OnDuty], desks: Desks) -> None:
    there = {each.name for each in people}
    strangers = sorted({name for names in desks.values() for name in names} - there)
    if strangers:
        message = (
            f"{strangers[0]} cannot be on the roster: it takes a seat here, a key at the desk, and "
            "two ways to keep it that were tried."
        )
        raise Refused(message)
    empty = [each for each in sorted(desks) if not any(each in one.entry.desks for one in people)]
    if empty:
        message = (
            f"There is nobody for the desk “{empty[0]}”. Somebody with a seat here makes a key at "
            "the desk first, and tries two ways to keep it."
        )
        raise Refused(message)
    if len(people) > ENTRIES:
        message = f"A roster has room for {ENTRIES} people. Name with --desk who sits where."
        raise Refused(message)

"""Who is on the roster in force, by name, and what is amiss with it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings

from ambasada.accounts.models import Member
from ambasada.casework.kept_roster import KeptRoster
from ambasada.casework.models import SignedRoster, StaffKey
from ambasada.casework.queries.keys import counting_keys, key_of
from ambasada.casework.queries.rosters import is_on_roster, newest_roster, removed_kids
from ambasada.casework.rules import leads
from ambasada.lib.intake_folders import IntakeFolder
from ambasada.lib.minisign import PublicKey
from ambasada.lib.sealing.rosters import Entry, NotARoster, Roster
from ambasada.network.models import Embassy
from ambasada.network.rules import open_seats

ALARM_FROM = timedelta(days=14)  # of its age: half of what it may have


class RosterState(StrEnum):
    """How the list of those on duty stands."""

    NONE = "none"  # help never began
    GOOD = "good"
    OLD = "old"
    EXPIRED = "expired"
    FALSE = "false"  # not signed with the root key that is pinned
    NOBODY = "nobody"  # nobody in it has a key that counts


@dataclass(frozen=True)
class RosterHealth:
    """What is to be said of the newest roster of an embassy."""

    state: RosterState
    roster: KeptRoster | None
    empty: tuple[str, ...] = ()  # desks where nobody has a key that counts

    @property
    def is_attended(self) -> bool:
        """Whether a browser finds somebody to seal an appeal to."""
        return self.state in {RosterState.GOOD, RosterState.OLD}

    @property
    def is_alarming(self) -> bool:
        """Whether somebody should do something about it; without a roster nobody expects one."""
        return self.state not in {RosterState.NONE, RosterState.GOOD} or bool(self.empty)


@dataclass(frozen=True)
class OnDuty:
    """An entry that stands for somebody."""

    name: str  # the member's user name
    entry: Entry
    is_removed: bool


def roster_in_force(embassy: Embassy, root: PublicKey) -> Roster | None:
    """Return the roster with the highest number, whatever today is.

    None if there is none, or it is not signed with the root key that is pinned now.
    """
    row = newest_roster(embassy.code)
    return _signed_by(root, row) if row is not None else None


def on_duty(embassy: Embassy, roster: Roster) -> list[OnDuty]:
    """Return the entries of a roster that stand for somebody, by name."""
    kids = [each.kid for each in roster.entries]
    members = dict(StaffKey.objects.filter(kid__in=kids).values_list("kid", "member"))
    names = dict(Member.objects.filter(pk__in=members.values()).values_list("pk", "username"))
    removed = removed_kids(embassy.code)
    found = [
        OnDuty(names.get(members[each.kid], "?"), each, each.kid in removed)
        for each in roster.entries
        if each.kid in members
    ]
    return sorted(found, key=lambda each: each.name)


def colleagues_in(embassy: Embassy, *, today: date) -> list[tuple[str, str]]:
    """Return the keys on the roster of members with an open seat, each with its user name."""
    seats = open_seats(today).filter(embassy=embassy)
    names = dict(Member.objects.filter(seats__in=seats).values_list("pk", "username"))
    keys = counting_keys().filter(member__in=list(names))
    on_roster = [each for each in keys if is_on_roster(embassy.code, each.kid)]
    return sorted((each.kid, names[each.member]) for each in on_roster)


def sees_rota(member: Member, embassy: Embassy, *, today: date) -> bool:
    """Tell whether a member may know who is on duty when: who is on the roster, or coordinates."""
    if leads(member, embassy, today=today):
        return True
    key = key_of(member)
    return key is not None and is_on_roster(embassy.code, key.kid)


def roster_health(code: str, *, today: date) -> RosterHealth:
    """Return how the newest roster of an embassy stands, and who is missing in it."""
    row = newest_roster(code)
    if row is None:
        return RosterHealth(RosterState.NONE, None)
    roster = KeptRoster.read(bytes(row.content))
    root = IntakeFolder(settings.KEYS_ROOT, code).root
    if root is not None and _signed_by(root, row) is None:
        return RosterHealth(RosterState.FALSE, roster)
    if today > roster.expires:
        return RosterHealth(RosterState.EXPIRED, roster)
    empty = _empty_desks(roster)
    if len(empty) == len(roster.desks):
        return RosterHealth(RosterState.NOBODY, roster, empty)
    is_old = today - roster.issued >= ALARM_FROM
    return RosterHealth(RosterState.OLD if is_old else RosterState.GOOD, roster, empty)


def roster_faults(code: str, *, today: date) -> list[str]:
    """Return what is amiss with the roster of an embassy, in sentences."""
    health = roster_health(code, today=today)
    name, roster = f"The roster of {code}", health.roster
    if roster is None:
        return []
    found = []
    if health.state is RosterState.FALSE:
        found.append(
            f"{name} is not signed with the root key that is pinned. Sign and install another."
        )
    elif health.state is RosterState.EXPIRED:
        found.append(f"{name} has expired, and nobody can write. Sign and install another.")
    elif today - roster.issued >= ALARM_FROM:
        age, left = (today - roster.issued).days, (roster.expires - today).days
        found.append(f"{name} is {age} days old and ends in {left}. Sign another one.")
    found += [
        f"{name} has nobody for the desk “{each}”. Put somebody on it." for each in health.empty
    ]
    return found


def has_roster_alarm(*, today: date) -> bool:
    """Tell whether something is amiss with the roster of any embassy."""
    codes = Embassy.objects.values_list("code", flat=True)
    return any(roster_health(code, today=today).is_alarming for code in codes)


def _signed_by(root: PublicKey, row: SignedRoster) -> Roster | None:
    try:
        return Roster.read_old(bytes(row.content), row.signature, root=root, embassy=row.embassy)
    except NotARoster:
        return None


def _empty_desks(roster: KeptRoster) -> tuple[str, ...]:
    counting = counting_keys().filter(kid__in=list(roster.desks_of))
    there = set(counting.values_list("kid", flat=True)) - set(removed_kids(roster.embassy))
    at = {desk for kid in there for desk in roster.desks_of[kid]}
    return tuple(desk for desk in roster.desks if desk not in at)

"""Who is on the roster in force, by name, and what is amiss with it."""

from dataclasses import dataclass
from datetime import date, timedelta

from ambasada.accounts.models import Member
from ambasada.casework.models import StaffKey
from ambasada.casework.queries.rosters import newest_roster, removed_kids
from ambasada.lib.minisign import PublicKey
from ambasada.lib.sealing.rosters import Entry, NotARoster, Roster
from ambasada.network.models import Embassy

ALARM_FROM = timedelta(days=14)  # of its age: half of what it may have


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
    if row is None:
        return None
    try:
        return Roster.read_old(bytes(row.content), row.signature, root=root, embassy=embassy.code)
    except NotARoster:
        return None


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


def roster_faults(embassy: Embassy, root: PublicKey, *, today: date) -> list[str]:
    """Return what is amiss with the roster, in sentences; nothing where help never began."""
    if newest_roster(embassy.code) is None:
        return []
    name = f"The roster of {embassy.code}"
    roster = roster_in_force(embassy, root)
    if roster is None:
        return [f"{name} is not signed with the root key that is pinned. Sign and install another."]
    if today > roster.expires:
        return [f"{name} has expired, and nobody can write. Sign and install another."]
    found = []
    age = today - roster.issued
    if age >= ALARM_FROM:
        left = (roster.expires - today).days
        found.append(f"{name} is {age.days} days old and ends in {left}. Sign another one.")
    people = on_duty(embassy, roster)
    at = {desk for each in people if not each.is_removed for desk in each.entry.desks}
    empty = [desk for desk in roster.desks if desk not in at]
    found += [f"{name} has nobody for the desk “{each}”. Put somebody on it." for each in empty]
    return found

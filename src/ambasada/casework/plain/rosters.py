"""Whom to seal to and whose signatures count: read as a browser reads it, under the root key."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from ambasada.casework.models import SignedRoster
from ambasada.casework.queries import newest_roster, removed_kids
from ambasada.lib.intake_folders import IntakeFolder
from ambasada.lib.sealing.rosters import NotARoster, Roster


@dataclass(frozen=True)
class Duty:
    """The newest roster, and who was taken off it since."""

    roster: Roster
    removed: Sequence[str]


def last_known(embassy: str) -> Duty | None:
    """Return the newest roster, whatever today is; None unless the root key signed it."""
    row, root = newest_roster(embassy), IntakeFolder(settings.KEYS_ROOT, embassy).root
    if row is None or root is None:
        return None
    try:
        roster = Roster.read_old(bytes(row.content), row.signature, root=root, embassy=embassy)
    except NotARoster:
        return None
    return Duty(roster, removed_kids(embassy))


def on_duty(embassy: str, desk: str, *, today: date) -> Duty | None:
    """Return whom to seal to today; None if nobody of the desk could open it."""
    duty = last_known(embassy)
    if duty is None or not duty.roster.issued <= today <= duty.roster.expires:
        return None
    return duty if duty.roster.on_duty(desk, duty.removed, today=today) else None


def every(embassy: str) -> list[Roster]:
    """Return all rosters that the root key signed, for the signatures of their days."""
    root = IntakeFolder(settings.KEYS_ROOT, embassy).root
    if root is None:
        return []
    found = []
    for row in SignedRoster.objects.filter(embassy=embassy):
        with suppress(NotARoster):
            content = bytes(row.content)
            found.append(Roster.read_old(content, row.signature, root=root, embassy=embassy))
    return found

"""What was erased in an embassy, and who asks that it may be published again."""

from dataclasses import dataclass
from datetime import datetime

from ambasada.accounts.models import Member
from ambasada.editions.folders import Folders
from ambasada.editions.models import Restoration
from ambasada.editions.queries.rollbacks import hindrance_of
from ambasada.lib.tombstones import Tombstone, tombstones_in
from ambasada.network.models import Embassy


@dataclass(frozen=True)
class Erased:
    """One erasure as a member sees it.

    `waiting` is the request to restore it, if there is one, and `hindrance` why this member does
    not approve that, or empty.
    """

    stone: Tombstone
    waiting: Restoration | None
    hindrance: str


def erased_before(
    member: Member, embassy: Embassy, folders: Folders, *, now: datetime
) -> list[Erased]:
    """Return what was erased and not restored, newest first. Raises Refused if nobody can tell."""
    waiting = {
        each.tombstone: each
        for each in embassy.restorations.filter(status=Restoration.Status.WAITING)
    }
    stones = tombstones_in(folders.tombstones).of(embassy.code).stones
    return [
        Erased(
            stone,
            waiting.get(stone.number),
            hindrance_of(member, waiting[stone.number], now=now) if stone.number in waiting else "",
        )
        for stone in reversed(stones)
    ]

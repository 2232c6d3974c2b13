"""Wraps: the identity of a case or of its notes, sealed to each who may read it.

There are 18 for every epoch of every stream, so that their number tells nobody how many read.
"""

from collections.abc import Collection
from datetime import date

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.files import CannotBeOpened, seal, unseal
from ambasada.lib.sealing.keys import Identity, NotAKey
from ambasada.lib.sealing.rosters import ESCROW, PERSON, Roster


class NobodyOnDuty(Refused):
    """No entry of the desk is left: nothing is sealed, and other help is shown."""

    def __init__(self) -> None:
        super().__init__("Nobody can read an appeal here today; please look at the emergency page.")


def wrap(identity: Identity, *, for_recipient: str) -> bytes:
    """Return an identity sealed to a recipient. Raises NotAKey."""
    return seal(identity.text.encode("ascii"), to=for_recipient)


def unwrap(sealed: bytes, *, by: Identity) -> Identity:
    """Return the identity in a wrap. Raises CannotBeOpened, also where it holds anything else."""
    try:
        return Identity.read(unseal(sealed, by=by).decode("ascii"))
    except (NotAKey, UnicodeDecodeError):
        raise CannotBeOpened from None


def wraps_for(
    identity: Identity,
    *,
    roster: Roster,
    desk: str,
    removed: Collection[str],
    person: str,
    today: date,
) -> list[tuple[str, bytes]]:
    """Return the 18 wraps of an epoch with their labels, in the order of `roster.labels`.

    Whoever may not read has a wrap too, to a recipient that is thrown away here: an entry of
    another desk, out of its days or removed; the escrow where there is none; the person, given as
    "", in the stream of notes. Raises NobodyOnDuty, and NotAKey where a recipient is none.
    """
    readers = {each.kid: each.recipient for each in roster.on_duty(desk, removed, today=today)}
    if not readers:
        raise NobodyOnDuty
    readers |= {PERSON: person, ESCROW: roster.escrow}
    return [
        (label, wrap(identity, for_recipient=readers.get(label) or Identity.new().recipient))
        for label in roster.labels
    ]

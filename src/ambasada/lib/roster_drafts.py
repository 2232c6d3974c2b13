"""From a draft, written on the server, to a roster that a root key may sign.

A draft has those alone who are to read. What fills the sixteen places is made where the root key
is, never on the server: whoever held the server and made them would be one of the readers.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ambasada.lib.manifests import canonical
from ambasada.lib.sealing.rosters import ENTRIES, LONGEST, Entry, Roster, padded

FORMAT = "ambasada roster draft 1"
LARGEST = 32_768  # bytes
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


class NotADraft(Exception):
    """The bytes are not the draft of a roster; the text says so in one sentence."""


@dataclass(frozen=True)
class Draft:
    """A roster without what fills it up."""

    embassy: str
    instance: str
    number: int
    issued: date
    desks: tuple[str, ...]
    escrow: str
    entries: tuple[Entry, ...]
    removed: tuple[str, ...] = ()  # kids that nothing is sealed to: they do not fill a roster

    @property
    def expires(self) -> date:
        """The last day: as late as a roster may."""
        return self.issued + LONGEST

    def canonical(self) -> bytes:
        """Return it as it is carried to the root key."""
        return canonical(
            {
                "format": FORMAT,
                "embassy": self.embassy,
                "instance": self.instance,
                "number": self.number,
                "issued": self.issued.isoformat(),
                "desks": list(self.desks),
                "escrow": self.escrow,
                "entries": [each.written() for each in self.entries],
                "removed": list(self.removed),
            }
        )

    @classmethod
    def read(cls, content: bytes) -> "Draft":
        """Read a draft. Raises NotADraft."""
        try:
            return cls._of_values(json.loads(content))
        except _UNREADABLE:
            message = "This is not the draft of a roster. Take what `ambasada roster draft` wrote."
            raise NotADraft(message) from None

    @classmethod
    def _of_values(cls, values: Mapping[str, Any]) -> "Draft":
        if values["format"] != FORMAT or not 0 < len(values["entries"]) <= ENTRIES:
            raise ValueError
        return cls(
            embassy=str(values["embassy"]),
            instance=str(values["instance"]),
            number=int(values["number"]),
            issued=date.fromisoformat(values["issued"]),
            desks=tuple(str(each) for each in values["desks"]),
            escrow=str(values["escrow"]),
            entries=tuple(Entry.of_values(each) for each in values["entries"]),
            removed=tuple(str(each) for each in values["removed"]),
        )

    def completed(self, fillers: Collection[Entry] = ()) -> Roster:
        """Return the whole roster; `fillers` are those of the one before, which stay.

        Raises Refused if it has nobody, or too many.
        """
        taken = {*self.removed, *(each.kid for each in self.entries)}
        kept = [
            each for each in fillers if each.kid not in taken and set(each.desks) <= set(self.desks)
        ]
        return Roster(
            embassy=self.embassy,
            instance=self.instance,
            number=self.number,
            issued=self.issued,
            expires=self.expires,
            desks=self.desks,
            escrow=self.escrow,
            entries=padded(self.entries, fillers=kept),
        )


def fillers_in(roster: Roster, draft: Draft) -> list[dict[str, Any]]:
    """Return what stands for nobody in a roster that was completed from a draft, as written."""
    readers = {each.kid for each in draft.entries}
    return [each.written() for each in roster.entries if each.kid not in readers]

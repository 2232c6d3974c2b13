"""What the server needs of a roster that it keeps: labels and days. Knows no Django.

Whether the root key signed it was asked when it was kept; whoever seals or reads asks again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ambasada.lib.sealing.rosters import ESCROW, PERSON


@dataclass(frozen=True)
class KeptRoster:
    """A roster as far as the server uses it."""

    embassy: str
    instance: str
    number: int
    issued: date
    expires: date
    desks: tuple[str, ...]
    desks_of: Mapping[str, frozenset[str]]  # by kid

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the 18 wraps of an epoch."""
        return frozenset({*self.desks_of, PERSON, ESCROW})

    def is_of(self, kid: str, desk: str) -> bool:
        """Tell whether an entry is of a desk."""
        return desk in self.desks_of.get(kid, ())

    @classmethod
    def read(cls, content: bytes) -> "KeptRoster":
        """Read what was verified when it was kept."""
        values = json.loads(content)
        return cls(
            embassy=values["embassy"],
            instance=values["instance"],
            number=values["number"],
            issued=date.fromisoformat(values["issued"]),
            expires=date.fromisoformat(values["expires"]),
            desks=tuple(values["desks"]),
            desks_of={each["kid"]: frozenset(each["desks"]) for each in values["entries"]},
        )

"""What the server may know of an escrow: its recipient, how it was shared, and the day of a drill.

Ceremony and drill write it, `ambasada escrow install` takes it. It is not signed: what makes a
recipient the escrow is the roster, which the root key signs.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ambasada.lib.escrow.schemes import SCHEMES
from ambasada.lib.manifests import canonical

FORMAT = "ambasada escrow 1"
RECORD = "escrow.json"
DRILLED_EVERY = timedelta(days=365)
_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")


class NotARecord(Exception):
    """The bytes are not the record of an escrow; the text says so in one sentence."""


@dataclass(frozen=True)
class Record:
    """One escrow."""

    recipient: str
    shares: str  # "2/3"
    made_on: date
    drilled_on: date

    def canonical(self) -> bytes:
        """Return it as it is written."""
        return canonical(
            {
                "format": FORMAT,
                "recipient": self.recipient,
                "shares": self.shares,
                "made": self.made_on.isoformat(),
                "drilled": self.drilled_on.isoformat(),
            }
        )

    @classmethod
    def read(cls, content: bytes) -> "Record":
        """Read a record. Raises NotARecord."""
        try:
            values: Mapping[str, Any] = json.loads(content)
            read = cls(
                recipient=str(values["recipient"]),
                shares=str(values["shares"]),
                made_on=date.fromisoformat(values["made"]),
                drilled_on=date.fromisoformat(values["drilled"]),
            )
            is_sound = values["format"] == FORMAT and read.shares in SCHEMES
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            is_sound = False
        if not is_sound or not _RECIPIENT.fullmatch(read.recipient):
            message = "This is not the record of an escrow. Take escrow.json from the ceremony."
            raise NotARecord(message)
        return read

    def is_overdue(self, today: date) -> bool:
        """Tell whether nobody has tried for a year whether the shares still open anything."""
        return today - self.drilled_on > DRILLED_EVERY

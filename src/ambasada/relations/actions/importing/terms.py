"""On which terms a file is taken in, and what became of each of its records."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ambasada.lib.contacts.reasons import Rejected
from ambasada.lib.contacts.records import Area, Membership, Organisation, Person, Position
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.models import LegalBasis

Record = Area | Organisation | Position | Person | Membership | Rejected


class Why(NamedTuple):
    """Why an embassy may keep the private people of a file: declared once for all of them.

    Legitimate interest is declared for a file in which nobody is in, or from, the country of
    danger; otherwise there is a text to which they consented, and the day.
    """

    basis: str  # of LegalBasis.Basis, but no public office
    purpose: str = ""
    text_version: str = ""
    given_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Whose a file becomes. Without a reason nobody private who is new is taken in."""

    embassy: Embassy
    source: str  # where the embassy knows them from
    is_shared: bool = False  # people on public record, for all embassies
    why: Why | None = None
    circle: str = ""  # of organisations that are new and whose circle nothing says
    is_whole: bool = False  # rather nothing than a part

    def __post_init__(self) -> None:
        """Raise Refused if the reason is none."""
        why = self.why
        if (
            why
            and why.basis == LegalBasis.Basis.CONSENT
            and not (why.text_version and why.given_on)
        ):
            message = "a consent is to a text and of a day"
            raise Refused(message)
        if why and why.basis == LegalBasis.Basis.PUBLIC_OFFICE:
            message = "whoever holds a public office is shared"
            raise Refused(message)

    @property
    def scope_id(self) -> int | None:
        """The number of the embassy whose the rows are; None for all embassies."""
        return None if self.is_shared else self.embassy.pk


class Kind(StrEnum):
    """What became of a record."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    POSSIBLE = "possible"  # it is new, and somebody looks whether it is
    REFUSED = "refused"


class Difference(NamedTuple):
    """What a record adds or changes: in which field, from what to what."""

    field: str  # the name of a field or of a kind of row, as models have it
    before: str
    after: str
    is_left: bool = False  # both differ, and what is here stays


class Verdict(NamedTuple):
    """What became of one record of the file, the first being 1."""

    number: int
    kind: Kind
    name: str = ""
    differences: tuple[Difference, ...] = ()
    of: int | None = None  # the number of whom it may be a duplicate
    is_body: bool = False  # of an organisation, and so is that number
    reason: str = ""
    record: Record | None = None  # that was refused


Tell = Callable[[Verdict], None]

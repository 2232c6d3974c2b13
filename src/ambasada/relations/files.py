"""A file of contacts, told by its name, and its records one after the other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from ambasada.lib.contacts.mappings import FIELDS, Columns, plain, target
from ambasada.lib.contacts.popolo import LARGEST as LARGEST_POPOLO
from ambasada.lib.contacts.popolo import read_popolo
from ambasada.lib.contacts.presets import preset_for
from ambasada.lib.contacts.reasons import Reason, Rejected
from ambasada.lib.contacts.records import (
    Area,
    Membership,
    Organisation,
    Person,
    Position,
    Records,
)
from ambasada.lib.contacts.row_people import people_in
from ambasada.lib.contacts.rows import Rows
from ambasada.lib.contacts.vcards import LARGEST as LARGEST_CARDS
from ambasada.lib.contacts.vcards import read_cards
from ambasada.lib.refused import Refused
from ambasada.relations.tables import SEPARATOR

ENDINGS = ("csv", "tsv", "txt", "vcf", "json")
_PIECE = 1 << 20
RETURNED = ("line", "reason")  # the columns before those of a table that is given back
Record = Area | Organisation | Position | Person | Membership | Rejected
Saved = Callable[[str], Columns | None]


class Unmapped(Refused):
    """Nothing says which column of a table is which: somebody has to."""

    def __init__(self, rows: Rows) -> None:
        super().__init__("Nothing says which column is which. Write a mapping, and name it.")
        self.rows = rows


@dataclass(frozen=True)
class Opened:
    """The records of a file, to be gone through once, and what is known of the file."""

    records: Iterator[Record]
    sha256: str
    rows: Rows | None = None  # of a table
    mapping: Columns | None = None
    encoding: str = "utf-8"
    is_assumed: bool = False


def opened(
    file: BinaryIO, name: str, *, mapping: Columns | None = None, saved: Saved | None = None
) -> Opened:
    """Return what a file holds, a table by a mapping, or by one that was saved for its columns.

    Raises Unmapped for a table of columns that nobody knows, or Refused.
    """
    digest = _digest(file)
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        message = "Contacts are read from .csv, .vcf and .json (Popolo)."
        raise Refused(message)
    if ending == "json":
        return Opened(_in_order(read_popolo(file.read(LARGEST_POPOLO + 1))), digest)
    if ending == "vcf":
        cards = read_cards(file.read(LARGEST_CARDS + 1))
        return Opened(
            _in_order(cards), digest, encoding=cards.encoding, is_assumed=cards.is_assumed
        )
    rows = Rows(file)
    found = mapping or (saved(hash_of(rows.header)) if saved else None)
    found = found or preset_for(rows.header) or _own(rows.header)
    if found is None:
        raise Unmapped(rows)
    return Opened(
        people_in(rows, found),
        digest,
        rows,
        found,
        rows.encoding.name,
        is_assumed=rows.encoding.is_assumed,
    )


def _digest(file: BinaryIO) -> str:
    found = sha256()
    while piece := file.read(_PIECE):
        found.update(piece)
    file.seek(0)
    return found.hexdigest()


def hash_of(header: Sequence[str]) -> str:
    """Return by what tables of the same columns are known again, given back or not."""
    if tuple(header[: len(RETURNED)]) == RETURNED:
        header = header[len(RETURNED) :]
    return sha256("\n".join(map(plain, header)).encode()).hexdigest()


def _in_order(found: Records) -> Iterator[Record]:
    """Yield the records of a file: areas and organisations before what is in them.

    Places of people whose records stand in another file come last.
    """
    yield from _above_first(found.areas)
    yield from _above_first(found.organisations)
    yield from found.positions
    yield from found.people
    yield from found.rejected
    yield from found.memberships


def _above_first(found: Sequence[Area | Organisation]) -> Iterator[Record]:
    """Yield each after what it is part of; what is part of itself in a circle is rejected."""
    by_id: dict[str, Area | Organisation] = {each.id: each for each in found if each.id}
    done: set[str] = set()
    for number, each in enumerate(found, start=1):
        line: list[Area | Organisation] = []
        above: Area | Organisation | None = each
        while above is not None and above.id not in done and above not in line:
            line.append(above)
            above = by_id.get(above.parent_id) if above.parent_id else None
        circle = line[line.index(above) :] if above is not None and above in line else []
        for one in reversed(line):
            if one in circle:
                cells = (one.id, one.name)
                yield Rejected(line=number, cells=cells, reason=Reason.CIRCLE, part="parents")
            else:
                yield one
            if one.id:
                done.add(one.id)


def _own(header: tuple[str, ...]) -> Columns | None:
    """Return the mapping of a table whose columns are called by our fields, as we write it."""
    columns = {each: each for each in header if target(each).field in FIELDS}
    return Columns("ambasada", columns, separator=SEPARATOR) if "name" in columns else None

"""What a table is like: its delimiter, where its header is, and whether it has one."""

import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from ambasada.lib.contacts.reasons import Fault
from ambasada.lib.contacts.row_records import records_in
from ambasada.lib.refused import Refused

_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 60  # records
_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_DATA = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|https?://\S+|\+?[\d ().-]{5,}|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is to be read."""

    delimiter: str
    header: tuple[str, ...]  # each name once
    header_line: int  # 0 if no row names the columns, which are numbered then
    first_row: int  # the line that rows begin on or after

    @property
    def has_header(self) -> bool:
        """Whether a row of the file names the columns."""
        return self.header_line > 0


def shape_of(start: str) -> Shape:
    """Return the shape of a table by the start of its text. Raises Refused if it is no table."""
    text = start.removeprefix("\ufeff")
    said = _SEPARATOR.fullmatch(text.split("\n", 1)[0])
    delimiters = (said[1],) if said and said[1] not in '"\r\n' else _DELIMITERS
    read = {each: _records(text, each) for each in delimiters}
    best = max(delimiters, key=lambda each: _evenness(read[each]))
    records = [each for each in read[best] if not (said and each[0] == 1)]
    if not records:
        raise Refused(Fault.EMPTY)
    line, cells = _header(records)
    if _NO_TEXT.search("".join(cells)):
        raise Refused(Fault.NO_TEXT)
    if any(_DATA.fullmatch(cell.strip()) for cell in cells):
        width = max(len(each) for _line, each in records)
        return Shape(best, _named([""] * width), 0, line)
    return Shape(best, _named(cells), line, line + 1)


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    found = records_in(io.StringIO(text, newline=""), delimiter, width=0)
    return [(each.line, each.cells) for each in islice(found, _LOOKED_AT)]


def _evenness(records: list[tuple[int, list[str]]]) -> tuple[float, int]:
    """Return how many records have as many cells as most, and how many those are."""
    widths = Counter(len(cells) for _line, cells in records if len(cells) > 1)
    if not widths:
        return 0.0, 0
    width, count = max(widths.items(), key=lambda each: (each[1], each[0]))
    return round(count / len(records), 1), width


def _header(records: list[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    """Return the first row that is as full as a header: what stands above it is a title."""
    widest = max(len(cells) for _line, cells in records)
    for line, cells in records:
        if sum(bool(each.strip()) for each in cells) * 2 >= widest:
            return line, cells
    return records[0]


def _named(cells: list[str]) -> tuple[str, ...]:
    """Return names of columns, each there once: an empty one is numbered, a second one too."""
    seen: Counter[str] = Counter()
    names = []
    for number, cell in enumerate(cells, start=1):
        name = " ".join(cell.split()) or f"Column {number}"
        seen[name] += 1
        while seen[name] > 1:
            name = f"{name} ({seen[name]})"
            seen[name] += 1
        names.append(name)
    return tuple(names)

"""A table of contacts as programs and people save them, read row by row in little memory.

Unlike `ambasada.lib.tables`, which takes a table whole or refuses it, this reads what can be read
with certainty and returns each other row with its cells and a reason.
"""

import io
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from ambasada.lib.contacts.encodings import KEPT, Encoding, encoding_of
from ambasada.lib.contacts.reasons import Fault, Reason, Rejected
from ambasada.lib.contacts.row_records import Record, records_in
from ambasada.lib.contacts.row_shapes import Shape, shape_of
from ambasada.lib.refused import Refused

LARGEST = 500_000_000  # bytes
MOST_ROWS = 1_000_000
MOST_COLUMNS = 2_000
_CHUNK = 1 << 16
_SAMPLE = 1_000_000  # letters, of which the delimiter and the header are told
# Control characters, and bytes that the encoding does not have.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_LOST = re.compile("[\ud800-\udfff]")
# How a formula is written that is to be read as text: with an apostrophe before it.
_FORMULA = re.compile("^'('?[=+@\t\r-])")
_FEW = 3  # columns: a row of one cell is whole in a table of so few


class Row(NamedTuple):
    """A row as wide as the header, and the line it begins on."""

    line: int
    cells: tuple[str, ...]


class Rows:
    """The rows of a file, to be gone through as often as one likes."""

    def __init__(self, file: BinaryIO) -> None:
        """Look at the start of a file that can be read again. Raises Refused if it is no table."""
        if file.seek(0, io.SEEK_END) > LARGEST:
            message = f"The file is larger than {LARGEST // 1_000_000} MB. Split it, and try again."
            raise Refused(message)
        self._file = file
        self.encoding: Encoding = encoding_of(file)
        start = self._text().read(_SAMPLE)
        if len(start) == _SAMPLE:
            start = start[: start.rfind("\n") + 1] or start
        self.shape: Shape = shape_of(start)
        if len(self.shape.header) > MOST_COLUMNS:
            raise Refused(Fault.WIDE)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, each there once; those of an empty name are numbered."""
        return self.shape.header

    def __iter__(self) -> Iterator[Row | Rejected]:
        """Yield each row. Raises Refused after more rows than anybody's contacts have."""
        records = records_in(self._text(), self.shape.delimiter, width=len(self.header))
        found = _without_halves(records, len(self.header))
        start = self.shape.first_row
        for number, record in enumerate(each for each in found if each.line >= start):
            if number >= MOST_ROWS:
                raise Refused(Fault.LONG)
            yield _row(record, len(self.header))

    def sample(self, most: int) -> list[Row]:
        """Return the first rows that can be read."""
        return list(islice((each for each in self if isinstance(each, Row)), most))

    def _text(self) -> io.TextIOWrapper:
        self._file.seek(0)
        kept = io.BufferedReader(_Kept(self._file), _CHUNK)
        return io.TextIOWrapper(kept, self.encoding.name, KEPT, newline="")


class _Kept(io.RawIOBase):
    """A file that stays open when the text that is read from it is not needed any more."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 -- any memory, as the class has it
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _without_halves(records: Iterator[Record], width: int) -> Iterator[Record]:
    """Yield records; those have a reason that may be halves, cut by a line break without marks.

    Rows may lack cells at their end. Two that have together as many as one are not taken for two.
    """
    before: Record | None = None
    for record in records:
        found = record
        is_short = found.reason is None and len(found.cells) < width
        if before is not None:
            if is_short and len(before.cells) + len(found.cells) - 1 == width:
                before = before._replace(reason=Reason.BROKEN)
                found = found._replace(reason=Reason.BROKEN)
            yield before
        before = found if is_short else None
        if before is None:
            yield found
    if before is not None:
        yield before


def _row(record: Record, width: int) -> Row | Rejected:
    line, cells, reason = record
    if reason is None and len(cells) > width:
        if any(map(str.strip, cells[width:])):
            reason = Reason.WIDTH
        else:
            cells = cells[:width]
    if reason is None and len(cells) == 1 and width > _FEW:
        reason = Reason.BROKEN
    whole = "".join(cells)
    if "'" in whole:
        cells = [_FORMULA.sub(r"\1", cell) for cell in cells]
    if reason is None and not whole.isprintable() and _NO_TEXT.search(whole):
        reason = Reason.ENCODING if _LOST.search(whole) else Reason.CONTROL
    if reason is not None:
        return Rejected(line=line, cells=tuple(map(_shown, cells)), reason=reason)
    if len(cells) < width:
        cells = cells + [""] * (width - len(cells))
    return Row(line, tuple(cells))


def _shown(cell: str) -> str:
    """Return a cell that can be written; bytes that are no letters are shown in figures."""
    return _NO_TEXT.sub(lambda found: f"\\x{ord(found.group()) & 0xFF:02x}", cell)

"""The records of a table: lines, and cells of several lines, whatever the quotation marks are."""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from ambasada.lib.contacts.reasons import Reason

LONGEST_LINE = 1_000_000  # letters
LONGEST_RECORD = 200  # lines: a note or a signature
_SHOWN = 1_000  # letters of a line that is too long
_OPEN = "unexpected end of data"


class Record(NamedTuple):
    """Cells, the line they begin on, and why they are no row, if they are none."""

    line: int
    cells: list[str]
    reason: Reason | None = None


class _Broken(Exception):
    """Quotation marks stand where they should not."""


def records_in(text: TextIO, delimiter: str, *, width: int) -> Iterator[Record]:
    """Yield the records of a table that hold something, of any number of cells.

    A record of several lines has to be as wide as the table; a width of 0 is not known yet.

    What is quoted wrongly is read as one line. A quotation mark that nothing closes costs the line
    it stands on, and not the rest of the table.
    """
    lines = _Lines(text)
    blank = f"{delimiter} \t\xa0"
    while (line := lines.next()) is not None:
        number = lines.number
        plain = line.rstrip("\r\n")
        if len(line) > LONGEST_LINE:
            yield Record(number, [plain[:_SHOWN]], Reason.TOO_LONG)
        elif '"' not in plain:
            if plain.strip(blank):
                yield Record(number, plain.split(delimiter))
        else:
            yield _quoted(lines, line, delimiter=delimiter, width=width)


class _Lines:
    """Lines of a file with their numbers, of which some can be put back."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._back: deque[str] = deque()
        self.number = 0

    def next(self) -> str | None:
        """Return a line with its end, of one too long only the start; None where the file ends."""
        if self._back:
            self.number += 1
            return self._back.popleft()
        line = self._text.readline(LONGEST_LINE + 1)
        if not line:
            return None
        rest = line
        while rest and len(rest) > LONGEST_LINE and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(LONGEST_LINE + 1)
        self.number += 1
        return line

    def put_back(self, lines: list[str]) -> None:
        """Read these again."""
        self._back.extendleft(reversed(lines))
        self.number -= len(lines)


def _quoted(lines: _Lines, first: str, *, delimiter: str, width: int) -> Record:
    """Return the record that begins on a line with quotation marks."""
    number = lines.number
    try:
        cells = _parsed(first, delimiter)
    except _Broken:
        return _loose(number, first, delimiter)
    if cells is not None:
        return Record(number, cells)
    more: list[str] = []
    is_odd = first.count('"') % 2 == 1
    size = len(first)
    while len(more) < LONGEST_RECORD and size <= LONGEST_LINE:
        line = lines.next()
        if line is None:
            break
        more.append(line)
        size += len(line)
        if line.count('"') % 2:
            is_odd = not is_odd
        if not is_odd and '"' in line:
            whole = _whole(first, more, delimiter)
            if whole is None or (width and len(whole) != width):
                break
            return Record(number, whole)
    lines.put_back(more)
    return _loose(number, first, delimiter)._replace(reason=Reason.QUOTES)


def _whole(first: str, more: list[str], delimiter: str) -> list[str] | None:
    try:
        return _parsed("".join((first, *more)), delimiter)
    except _Broken:
        return None


def _parsed(text: str, delimiter: str) -> list[str] | None:
    """Return the cells of a record; None if a cell is still open. Raises _Broken."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        if str(error) == _OPEN:
            return None
        raise _Broken from None


def _loose(number: int, line: str, delimiter: str) -> Record:
    """Return the cells of a line whose quotation marks are wrong, as if those were letters."""
    plain = line.rstrip("\r\n")
    try:
        cells = next(csv.reader([plain], delimiter=delimiter, strict=False), [])
    except csv.Error:
        return Record(number, [plain[:_SHOWN]], Reason.TOO_LONG)
    return Record(number, cells)

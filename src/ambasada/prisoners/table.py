"""The text of a list as rows of cells, each of them cleaned."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ambasada.prisoners.columns import NAMES, REQUIRED, Columns, columns_of
from ambasada.prisoners.textfile import NotAList, decode

MOST_ROWS = 20_000
_LONGEST = 2_000  # letters of a cell
_DELIMITERS = (",", ";", "\t")
_SPACE = re.compile(r"\s+")
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "?"})
# What a table program takes for a formula at the beginning of a cell.
_FORMULA = re.compile(r"^[=+\-@\s]+(?=.)")


@dataclass(frozen=True)
class Row:
    """One row of a list: its number in the file, the header being 1, and its cells by field."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A list as it was read; `disarmed` counts cells that began like a formula."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...]
    disarmed: int


def read_table(data: bytes, mapping: Mapping[str, str] | None = None) -> Table:
    """Return the rows of a list. Raises NotAList with one sentence if it is not whole."""
    text = decode(data)
    lines = _lines(text, _delimiter_of(text))
    header = next(lines)
    columns = columns_of(header, mapping or {})
    counted = _Disarmed()
    rows: list[Row] = []
    for number, cells in enumerate(lines, start=2):
        if len(rows) == MOST_ROWS:
            message = f"The list has more than {MOST_ROWS:,} rows. Check that it is the right file."
            raise NotAList(message)
        if any(cell.strip() for cell in cells):
            rows.append(Row(number, counted.row(number, cells, columns)))
    _require_ids(rows)
    if not rows:
        message = "The list has a header and no row. Check that it is the right file."
        raise NotAList(message)
    return Table(tuple(rows), columns.ignored, counted.cells)


class _Disarmed:
    """How many cells began like a formula."""

    cells = 0

    def row(self, number: int, cells: list[str], columns: Columns) -> dict[str, str]:
        """Return the cells of a row by field. Raises NotAList if there are others than named."""
        if len(cells) != columns.width:
            message = (
                f"Row {number} has {len(cells)} cells, and the header has {columns.width}. Mend "
                "the row, and try again."
            )
            raise NotAList(message)
        if any(len(cell) > _LONGEST for cell in cells):
            message = (
                f"Row {number} has a cell of more than {_LONGEST:,} letters. Mend it, and try "
                "again."
            )
            raise NotAList(message)
        return {field: self.clean(cells[place]) for field, place in columns.places.items()}

    def clean(self, cell: str) -> str:
        """Return a cell with single spaces, and without what would make it a formula."""
        text = _SPACE.sub(" ", cell).strip()
        if text in _NOTHING:
            return ""
        plain = _FORMULA.sub("", text)
        self.cells += plain != text
        return "" if plain in _NOTHING or plain in "=+@" else plain


def _delimiter_of(text: str) -> str:
    """Return what stands between the cells of the first line that has any."""
    first = text.lstrip("\r\n").partition("\n")[0]
    counted = {each: first.count(each) for each in _DELIMITERS}
    return max(_DELIMITERS, key=lambda each: counted[each])


def _lines(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(
            io.StringIO(text.lstrip("\r\n"), newline=""), delimiter=delimiter, strict=True
        )
    except csv.Error:
        message = (
            "The file is not whole CSV: a quotation mark is open, or a cell is far too long. Save "
            "the list again, and try again."
        )
        raise NotAList(message) from None


def _require_ids(rows: list[Row]) -> None:
    """Refuse a list in which somebody cannot be told from another, or is not named."""
    seen: dict[str, int] = {}
    for row in rows:
        lost = [field for field in REQUIRED if not row.cells[field]]
        lost += [] if any(row.cells.get(field) for field in NAMES) else ["name"]
        if lost:
            message = f"Row {row.number} has no {lost[0]}. Mend the row, and try again."
            raise NotAList(message)
        before = seen.setdefault(row.cells["id"], row.number)
        if before != row.number:
            message = (
                f"Rows {before} and {row.number} have the same id, so nobody can tell which is "
                "right. Mend the list, and try again."
            )
            raise NotAList(message)

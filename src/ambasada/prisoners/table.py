"""The text of a list as rows of cells, each of them cleaned."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ambasada.lib.csv_text import MIB, records_in
from ambasada.lib.refused import Refused
from ambasada.prisoners.columns import NAMES, REQUIRED, Columns, columns_of

LARGEST = 8 * MIB
MOST_ROWS = 20_000
_LONGEST = 2_000  # letters of a cell
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
    """Return the rows of a list. Raises Refused with one sentence if it is not whole."""
    lines = records_in(data, at_most=LARGEST)
    columns = columns_of(next(lines).cells, mapping or {})
    counted = _Disarmed()
    rows: list[Row] = []
    for number, record in enumerate(lines, start=2):
        if len(rows) == MOST_ROWS:
            message = f"The list has more than {MOST_ROWS:,} rows. Check that it is the right file."
            raise Refused(message)
        if any(record.cells):
            rows.append(Row(number, counted.row(number, record.cells, columns)))
    _require_ids(rows)
    if not rows:
        message = "The list has a header and no row. Check that it is the right file."
        raise Refused(message)
    return Table(tuple(rows), columns.ignored, counted.cells)


class _Disarmed:
    """How many cells began like a formula."""

    cells = 0

    def row(self, number: int, cells: list[str], columns: Columns) -> dict[str, str]:
        """Return the cells of a row by field. Raises Refused if there are others than named."""
        if len(cells) != columns.width:
            message = (
                f"Row {number} has {len(cells)} cells, and the header has {columns.width}. Mend "
                "the row, and try again."
            )
            raise Refused(message)
        if any(len(cell) > _LONGEST for cell in cells):
            message = (
                f"Row {number} has a cell of more than {_LONGEST:,} letters. Mend it, and try "
                "again."
            )
            raise Refused(message)
        return {field: self.clean(cells[place]) for field, place in columns.places.items()}

    def clean(self, cell: str) -> str:
        """Return a cell without what would make it a formula."""
        if cell in _NOTHING:
            return ""
        plain = _FORMULA.sub("", cell)
        self.cells += plain != cell
        return "" if plain in _NOTHING or plain in "=+@" else plain


def _require_ids(rows: list[Row]) -> None:
    """Refuse a list in which somebody cannot be told from another, or is not named."""
    seen: dict[str, int] = {}
    for row in rows:
        lost = [field for field in REQUIRED if not row.cells[field]]
        lost += [] if any(row.cells.get(field) for field in NAMES) else ["name"]
        if lost:
            message = f"Row {row.number} has no {lost[0]}. Mend the row, and try again."
            raise Refused(message)
        before = seen.setdefault(row.cells["id"], row.number)
        if before != row.number:
            message = (
                f"Rows {before} and {row.number} have the same id, so nobody can tell which is "
                "right. Mend the list, and try again."
            )
            raise Refused(message)

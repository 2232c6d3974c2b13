"""The rows of a data set as they are kept: one a line, cells in an order and a form of their own.

As text, so that members compare two versions line by line.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from ambasada.figures.days import read_day
from ambasada.figures.numbers import read_number

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2_000, 12, 6_000
DAY, TEXT, NUMBER = "day", "text", "number"
KINDS = (DAY, TEXT, NUMBER)

Row = tuple[str, ...]


def joined(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as they are kept."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def split(text: str) -> list[Row]:
    """Return the rows that are kept in a text. Raises ValueError if they are not whole."""
    try:
        return [tuple(cells) for cells in csv.reader(io.StringIO(text), strict=True) if cells]
    except csv.Error as error:
        raise ValueError(str(error)) from None


def faults(columns: Any, rows: Sequence[Row]) -> list[str]:  # noqa: ANN401 -- whatever JSON holds
    """Return what keeps rows from being a table of these columns; English, for whoever imports."""
    if not _are_columns(columns):
        return ["The columns are not described as they should be. Import the table again."]
    if not 0 < len(rows) <= MOST_ROWS or len(rows) * len(columns) > MOST_CELLS:
        return [
            f"A table has one row at least, {MOST_ROWS:,} rows and {MOST_CELLS:,} cells at most."
        ]
    found: list[str] = []
    for number, row in enumerate(rows, start=1):
        if len(row) != len(columns):
            found.append(
                f"Row {number} has {len(row)} cells; the table has {len(columns)} columns."
            )
            continue
        wrong = [
            cell for cell, each in zip(row, columns, strict=True) if not is_kept(cell, each["kind"])
        ]
        found += [
            f"Row {number}: “{cell[:40]}” is not in the form it should have." for cell in wrong
        ]
    names = [row[0] for row in rows if row]
    doubled = next((name for name in names if names.count(name) > 1), None) if not found else None
    return found + ([f"Two rows are called “{doubled}”."] if doubled is not None else [])


def _are_columns(columns: Any) -> bool:  # noqa: ANN401 -- likewise
    return (
        isinstance(columns, list)
        and 1 < len(columns) <= MOST_COLUMNS
        and all(isinstance(each, dict) for each in columns)
        and all(
            each.get("kind") in KINDS and isinstance(each.get("title"), dict) for each in columns
        )
        and columns[0]["kind"] != NUMBER
        and any(each["kind"] == NUMBER for each in columns)
    )


def is_kept(cell: str, kind: str) -> bool:
    """Tell whether a cell is in the form in which it is kept; a number may be missing."""
    if kind == NUMBER:
        value = read_number(cell, mark=".")
        return not cell or (value is not None and f"{value:f}" == cell)
    return bool(cell) and (kind != DAY or read_day(cell) == cell)


def numbers_in(rows: Sequence[Row], place: int) -> list[Decimal | None]:
    """Return a column of numbers; None where one is missing."""
    return [Decimal(row[place]) if row[place] else None for row in rows]

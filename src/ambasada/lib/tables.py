"""A table in a file, as CSV: read strictly, every cell as it is, or refused."""

from dataclasses import dataclass

from ambasada.lib.csv_text import EMPTY, MIB, records_in
from ambasada.lib.refused import Refused

LARGEST = 4 * MIB
_LONGEST_CELL = 500


@dataclass(frozen=True)
class Table:
    """What a file holds: names of columns, and rows of as many cells; numbers of their lines."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_table(data: bytes, *, most_rows: int, most_columns: int) -> Table:
    """Return the table in a file. Raises Refused with one sentence if it is not whole and plain."""
    lines = [each for each in records_in(data, at_most=LARGEST) if any(each.cells)]
    if not lines:
        raise Refused(EMPTY)
    header, rows = lines[0].cells, lines[1:]
    _require_header(header, most_columns)
    if not rows:
        message = "The file has a header and no row. Check that it is the right file."
        raise Refused(message)
    if len(rows) > most_rows:
        message = (
            f"The file has {len(rows):,} rows; a table here has at most {most_rows:,}. "
            "Sum them up, for example by month, and try again."
        )
        raise Refused(message)
    for each in rows:
        _require_cells(each.line, each.cells, width=len(header))
    return Table(
        tuple(header),
        tuple(tuple(each.cells) for each in rows),
        tuple(each.line for each in rows),
    )


def _require_header(header: list[str], most: int) -> None:
    if len(header) > most:
        message = f"The file has {len(header)} columns; a table here has at most {most}."
        raise Refused(message)
    if "" in header:
        message = f"Column {header.index('') + 1} of the file has no name. Name it, and try again."
        raise Refused(message)
    doubled = next((name for name in header if header.count(name) > 1), None)
    if doubled is not None:
        message = (
            f"The column “{doubled[:60]}” is there twice. Rename or remove one, and try again."
        )
        raise Refused(message)


def _require_cells(number: int, cells: list[str], *, width: int) -> None:
    if len(cells) != width:
        message = (
            f"Line {number} has {len(cells)} cells and the header has {width}. Mend the line, and "
            "try again."
        )
        raise Refused(message)
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        message = f"Line {number} has a cell of more than {_LONGEST_CELL} letters. Shorten it."
        raise Refused(message)
    formula = next((cell for cell in cells if cell.startswith(("=", "@"))), None)
    if formula is not None:
        message = (
            f"Line {number} holds a formula, “{formula[:40]}”. Save the values and not the "
            "formulas, and try again."
        )
        raise Refused(message)

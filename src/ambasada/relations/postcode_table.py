"""Reading a table of postcodes: which postcode is of which area."""

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from ambasada.lib.contacts.reasons import Rejected
from ambasada.lib.contacts.rows import Rows
from ambasada.lib.refused import Refused

# What tables call their columns; without such names the first is the postcode, the second the area.
_POSTCODES = ("postcode", "post code", "postal code", "zip", "zip code", "plz", "pcd")
_AREAS = ("area", "name", "constituency", "electorate", "electoral division", "district")
_CODES = ("code", "identifier", "area code", "id")


class Pair(NamedTuple):
    """A postcode of an area, as the table has it."""

    line: int
    postcode: str
    name: str
    code: str  # "" if the table has none


class Read(NamedTuple):
    """What could be read of a table, and the lines that could not."""

    pairs: list[Pair]
    unread: list[int]


def read_postcodes(file: BinaryIO) -> Read:
    """Return the pairs of a table. Raises Refused if it is none, or has one column alone."""
    rows = Rows(file)
    columns = _columns(rows.header) if rows.shape.has_header else None
    if len(rows.header) < 2:  # noqa: PLR2004 -- a postcode and an area
        message = "The table needs two columns: the postcode, and the name or code of its area."
        raise Refused(message)
    pairs, unread = [], []
    if columns is None and rows.shape.has_header:
        # Its first row says no names, so that it is one of the others.
        pairs.append(_pair(rows.shape.header_line, rows.header, (0, 1, None)))
    for row in rows:
        if isinstance(row, Rejected):
            unread.append(row.line)
        elif any(map(str.strip, row.cells)):
            pairs.append(_pair(row.line, row.cells, columns or (0, 1, None)))
    whole = [each for each in pairs if each.postcode and (each.name or each.code)]
    unread += sorted({each.line for each in pairs} - {each.line for each in whole})
    return Read(whole, unread)


_Columns = tuple[int, int | None, int | None]


def _columns(header: tuple[str, ...]) -> _Columns | None:
    """Return where postcode, name and code stand; None if the header names no postcode."""
    names = [each.strip().lower() for each in header]
    found = [next((names.index(each) for each in known if each in names), None) for known in _KNOWN]
    postcode, name, code = found
    if postcode is None:
        return None
    if name is None and code is None:
        name = next((each for each in range(len(names)) if each != postcode), None)
    return postcode, name, code


_KNOWN = (_POSTCODES, _AREAS, _CODES)


def _pair(line: int, cells: tuple[str, ...], columns: _Columns) -> Pair:
    postcode, name, code = columns
    return Pair(
        line,
        cells[postcode].strip(),
        cells[name].strip() if name is not None else "",
        cells[code].strip() if code is not None else "",
    )


def lines_said(lines: list[int], most: int = 20) -> Iterator[str]:
    """Yield the numbers of lines, the first ones if they are many."""
    yield from map(str, lines[:most])
    if len(lines) > most:
        yield f"and {len(lines) - most} more"

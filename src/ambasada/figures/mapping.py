"""The mapping of a CSV file: which of its columns becomes which, and what the table is.

Written by whoever imports, as TOML; docs/guide/figures.md tells the format.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from typing import Any

from ambasada.figures.days import read_day
from ambasada.figures.numbers import read_number
from ambasada.figures.rows import DAY, KINDS, MOST_COLUMNS, MOST_ROWS, NUMBER, Row
from ambasada.lib.refused import Refused
from ambasada.lib.tables import Table, read_table

# What a mapping may say of the data set besides its columns: fields of the same name.
_FORMS: dict[type, tuple[str, tuple[str, ...]]] = {
    dict: (
        "a text in each language",
        ("title", "definition", "unit", "alternative", "source", "completeness"),
    ),
    date: ("a day as 2024-05-21", ("as_of", "published_on", "accessed_on", "next_review")),
    str: ("a text", ("chart", "source_address", "method_address", "licence")),
    int: ("a whole number", ("position",)),
}
FIELDS = {name: form for form, (_said, names) in _FORMS.items() for name in names}
_MARKS = {"en": ".", "be": ",", "ru": ","}


@dataclass(frozen=True)
class Column:
    """A column of the data set, and the names under which the file may have it."""

    headers: tuple[str, ...]
    kind: str
    title: dict[str, str]
    words: dict[str, dict[str, str]]  # of cells, by what the file has; may be empty

    @property
    def kept(self) -> dict[str, Any]:
        """The column as a data set keeps it."""
        words = {"words": self.words} if self.words else {}
        return {"kind": self.kind, "title": self.title, **words}


@dataclass(frozen=True)
class Mapping:
    """What becomes of a file."""

    key: str
    columns: tuple[Column, ...]
    fields: dict[str, Any]
    mark: str  # what stands before a fraction; "" if the file has to make it certain


@dataclass(frozen=True)
class ReadRows:
    """The rows of a file as the data set keeps them, and the columns that were left out."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...]


def read_mapping(data: bytes) -> Mapping:
    """Return a mapping. Raises Refused with one sentence if it is not whole."""
    try:
        said = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = f"The mapping is not TOML in UTF-8: {error}."
        raise Refused(message) from None
    unknown = sorted(said.keys() - FIELDS.keys() - {"key", "columns", "notation"})
    if unknown:
        message = (
            f"The mapping has “{unknown[0]}”, which nothing reads. Remove it, or mend its name."
        )
        raise Refused(message)
    key, notation = said.get("key"), said.get("notation", "")
    if not isinstance(key, str) or not key:
        message = "The mapping must say `key`: the name of the data set."
        raise Refused(message)
    if notation not in {"", *_MARKS}:
        message = "The mapping’s `notation` is one of en (1,374.5), be and ru (1 374,5)."
        raise Refused(message)
    fields = {name: said[name] for name in said if name in FIELDS}
    for name, value in fields.items():
        if not isinstance(value, FIELDS[name]):
            message = f"The mapping’s `{name}` is {_FORMS[FIELDS[name]][0]}."
            raise Refused(message)
    return Mapping(key, _columns(said.get("columns")), fields, _MARKS.get(notation, ""))


def _columns(said: Any) -> tuple[Column, ...]:  # noqa: ANN401 -- whatever TOML holds
    if not isinstance(said, list) or not 1 < len(said) <= MOST_COLUMNS:
        message = f"The mapping must have `[[columns]]`: from two to {MOST_COLUMNS} of them."
        raise Refused(message)
    found = []
    for number, each in enumerate(said, start=1):
        header = each.get("header") if isinstance(each, dict) else None
        headers: Any = [header] if isinstance(header, str) else header
        words = each.get("words", {}) if isinstance(each, dict) else None
        is_whole = isinstance(headers, list) and headers and isinstance(each.get("title"), dict)
        if not is_whole or not isinstance(words, dict) or each.get("kind") not in KINDS:
            message = (
                f"Column {number} of the mapping needs `header` (as in the file), `kind` "
                f"({', '.join(KINDS)}) and `title` in every language."
            )
            raise Refused(message)
        found.append(Column(tuple(map(str, headers)), each["kind"], each["title"], words))
    if found[0].kind == NUMBER:
        message = "The first column names the rows: it is of kind day or text."
        raise Refused(message)
    return tuple(found)


def read_rows(data: bytes, mapping: Mapping) -> ReadRows:
    """Return the rows of a CSV file. Raises Refused with one sentence at the first fault."""
    table = read_table(data, most_rows=MOST_ROWS, most_columns=60)
    places = [_place_of(column, table) for column in mapping.columns]
    mark = mapping.mark or _mark_in(table, mapping, places)
    rows = [
        tuple(
            _cell(cells[place], column, line=line, mark=mark)
            for place, column in zip(places, mapping.columns, strict=True)
        )
        for line, cells in zip(table.lines, table.rows, strict=True)
    ]
    _require_names(rows, table)
    ignored = [name for place, name in enumerate(table.header) if place not in places]
    return ReadRows(tuple(rows), tuple(ignored))


def _place_of(column: Column, table: Table) -> int:
    there = [place for place, name in enumerate(table.header) if name in column.headers]
    if len(there) == 1:
        return there[0]
    named = " or ".join(f"“{name}”" for name in column.headers)
    if there:
        message = f"The file has more than one column called {named}. Leave one in the mapping."
    else:
        has = ", ".join(table.header)[:200]
        message = f"The file has no column {named}. It has: {has}."
    raise Refused(message)


def _mark_in(table: Table, mapping: Mapping, places: list[int]) -> str:
    """Return what stands before fractions in a file, if all its numbers can be read in one way."""
    numeric = [
        place
        for place, column in zip(places, mapping.columns, strict=True)
        if column.kind == NUMBER
    ]
    cells = {row[place] for row in table.rows for place in numeric}
    read = {
        mark: {cell: read_number(cell, mark=mark) for cell in cells if cell} for mark in (".", ",")
    }
    whole = [mark for mark, values in read.items() if None not in values.values()]
    if len(whole) == len(read) and read["."] != read[","]:
        doubtful = next(cell for cell in cells if cell and read["."][cell] != read[","][cell])
        message = (
            f"“{doubtful}” can be read in two ways. Say `notation` in the mapping: "
            "“en” for 1,374.5, “be” or “ru” for 1 374,5."
        )
        raise Refused(message)
    return whole[0] if whole else "."


def _cell(cell: str, column: Column, *, line: int, mark: str) -> str:
    """Return a cell as it is kept. Raises Refused if it is not what its column holds."""
    if column.kind == NUMBER:
        if not cell:
            return ""
        value = read_number(cell, mark=mark)
        if value is not None:
            return f"{value:f}"
        what = "is no number; leave the cell empty if there is none"
    elif not cell:
        what = "is missing"
    elif column.kind == DAY:
        day = read_day(cell)
        if day is not None:
            return day
        what = "is no day; write 2024-05-21, 21.05.2024, 2024-05 or 2024"
    else:
        return cell
    message = f"Line {line}, {column.headers[0]}: “{cell[:40]}” {what}."
    raise Refused(message)


def _require_names(rows: list[Row], table: Table) -> None:
    seen: dict[str, int] = {}
    for line, row in zip(table.lines, rows, strict=True):
        before = seen.setdefault(row[0], line)
        if before != line:
            message = (
                f"Lines {before} and {line} are both “{row[0][:40]}”, so nobody can tell which is "
                "right. Mend the file, and try again."
            )
            raise Refused(message)

"""From the rows of a table to people and organisations, by a mapping of its columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ambasada.lib.contacts.column_days import Ambiguous, Evidence, NoCentury, read_day
from ambasada.lib.contacts.days import NotADay
from ambasada.lib.contacts.mappings import DAYS, SKIP, Columns, Target, numbers_of
from ambasada.lib.contacts.reasons import Reason, Rejected
from ambasada.lib.contacts.records import (
    ROW,
    Extra,
    Identifier,
    Link,
    Membership,
    Organisation,
    OtherName,
    Person,
)
from ambasada.lib.contacts.row_details import details_of, links_of
from ambasada.lib.contacts.rows import Row, Rows

_ORGANISATION = ("organization", "organisation")
_MEMBERSHIP = ("organisation", "unit", "position", "role", "on_behalf_of", *DAYS)
_NAME_PARTS = ("prefix", "given", "patronymic", "family", "suffix")
_WAYS = ("email", "cell", "voice")


_NONE: dict[str, list[str]] = {}
# A header, what its column becomes, and how it writes days if it does.
_Column = tuple[str, Target | None, str | None]


@dataclass(slots=True)
class _Read:
    """The cells of one row: by field and what holds them together; by header if they have none."""

    said: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    extra: list[Extra] = field(default_factory=list)

    def first(self, name: str) -> str:
        """Return what the columns of a field say together."""
        found = self.said.get(name)
        return " ".join(text for texts in found.values() for text in texts) if found else ""

    def each(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield what each column of a field says, after what holds it together with others."""
        for key, texts in self.said.get(name, _NONE).items():
            for text in texts:
                yield key, text


def people_in(rows: Rows, mapping: Columns) -> Iterator[Person | Organisation | Rejected]:
    """Yield what each row of a table is, or why it is nothing.

    Raises NotAMapping if the mapping names no column of the table, Ambiguous or NoCentury if
    somebody has to say how a column writes its days.
    """
    numbers = numbers_of(rows.header, mapping)
    orders = _orders(rows, numbers, mapping)
    columns = [
        (header, numbers.get(number), orders.get(number))
        for number, header in enumerate(rows.header)
    ]
    for row in rows:
        if isinstance(row, Rejected):
            yield row
            continue
        try:
            found = _record(_cells(row, columns, mapping), mapping)
        except NotADay:
            found = Reason.DAY
        if isinstance(found, Reason):
            yield Rejected(line=row.line, cells=row.cells, reason=found)
        else:
            yield found


def _cells(row: Row, columns: list[_Column], mapping: Columns) -> _Read:
    read = _Read()
    said, extra = read.said, read.extra
    for (header, target, order), cell in zip(columns, row.cells, strict=True):
        if not cell or cell.isspace():
            continue
        if target is None:
            extra.append(Extra(form=ROW, name=header, value=cell))
        elif target.field != SKIP:
            text = cell.strip() if order is None else _day(cell, order, mapping)
            said.setdefault(target.field, {}).setdefault(target.key, []).append(text)
    return read


def _orders(rows: Rows, numbers: dict[int, Target], mapping: Columns) -> dict[int, str]:
    """Return in which order each column of days writes them, by all that stands in it."""
    days = [number for number, target in numbers.items() if target.field in DAYS]
    orders = {number: mapping.days.get(rows.header[number], "") for number in days}
    asked = {
        number: Evidence(mapping.century_from) for number, order in orders.items() if not order
    }
    for row in rows if asked else ():
        if isinstance(row, Row):
            for number, evidence in asked.items():
                evidence.see(row.cells[number])
    for number, evidence in asked.items():
        try:
            orders[number] = evidence.order()
        except (Ambiguous, NoCentury) as question:
            question.column = rows.header[number]
            raise
    return orders


def _day(cell: str, order: str, mapping: Columns) -> str:
    day = read_day(cell, order, century_from=mapping.century_from)
    if day is None:
        raise NotADay(cell)
    return day


def _record(read: _Read, mapping: Columns) -> Person | Organisation | Reason:
    kind = read.first("kind").lower()
    named = read.first("name") or any(map(read.first, _NAME_PARTS))
    if kind in _ORGANISATION or (not named and read.first("organisation")):
        return _organisation(read, mapping)
    return _person(read, mapping)


def _person(read: _Read, mapping: Columns) -> Person | Reason:
    prefix, given, patronymic, family, suffix = map(read.first, _NAME_PARTS)
    common = _common(read, mapping)
    name = read.first("name") or " ".join(filter(None, (prefix, given, patronymic, family)))
    name = name or next(iter(each.text for each in common["other_names"]), "")
    name = name or next((each.value for each in common["details"] if each.type in _WAYS), "")
    if not name:
        return Reason.NAMELESS
    return Person(
        name=name,
        given=given,
        family=family,
        patronymic=patronymic,
        honorific_prefix=prefix,
        honorific_suffix=suffix,
        memberships=_memberships(read),
        **common,
    )


def _organisation(read: _Read, mapping: Columns) -> Organisation | Reason:
    """Return an organisation; what only people have is kept by the name of its field."""
    name = read.first("name") or read.first("organisation")
    if not name:
        return Reason.NO_NAME
    kept = [
        Extra(form=ROW, name=each, value=text)
        for each in (*_NAME_PARTS, *_MEMBERSHIP)
        for _key, text in read.each(each)
        if text != name
    ]
    read.extra += kept
    classification = read.first("classification")
    circle = read.first("circle")
    return Organisation(
        name=name, classification=classification, circle=circle, **_common(read, mapping)
    )


def _memberships(read: _Read) -> tuple[Membership, ...]:
    found: dict[str, dict[str, Any]] = {}
    for name in _MEMBERSHIP:
        for key, texts in read.said.get(name, _NONE).items():
            found.setdefault(key, {})[name] = " ".join(texts)
    return tuple(Membership(**each) for each in found.values())


def _common(read: _Read, mapping: Columns) -> dict[str, Any]:
    """Return the fields that a person and an organisation both have."""
    said = read.said
    return {
        "id": read.first("id"),
        "details": details_of(said, mapping.separator),
        "links": links_of(said, mapping.separator),
        "other_names": tuple(
            OtherName(text=part, note=key)
            for key, text in read.each("other_name")
            for part in _parts(text, mapping)
        ),
        "notes": tuple(text for _key, text in read.each("note")),
        "identifiers": tuple(
            Identifier(value=text, scheme=key) for key, text in read.each("identifier")
        ),
        "sources": tuple(
            Link(url=part) for _key, text in read.each("source") for part in _parts(text, mapping)
        ),
        "extra": tuple(read.extra),
    }


def _parts(text: str, mapping: Columns) -> list[str]:
    return text.split(mapping.separator) if mapping.separator else [text]

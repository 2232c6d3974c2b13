"""Storing many rows at once: their numbers are taken first, so that rows can name each other.

Models are not built: of a hundred thousand people with all about them that would be most of the
work. What models promise about their values is kept by whoever makes the rows.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import count
from secrets import token_hex
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, models

_AT_ONCE = 500  # numbers
_REF = 16  # bytes of a random ref; all are drawn at once, since one by one takes longer


class Numbers:
    """Hands out numbers of rows that are not stored yet.

    On SQLite nobody else writes in the meantime, since a transaction there begins with the lock.
    """

    def __init__(self) -> None:
        self._of: dict[type[models.Model], Iterator[int]] = {}

    def take(self, model: type[models.Model]) -> int:
        """Return the number of a new row of a kind."""
        if model not in self._of:
            self._of[model] = _numbers(model._meta.db_table)
        return next(self._of[model])


def _numbers(table: str) -> Iterator[int]:
    if connection.vendor == "postgresql":
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [table, _AT_ONCE],
                )
                found = cursor.fetchall()
            yield from (number for (number,) in found)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchall()
    yield from count((found[0][0] if found else 0) + 1)


Values = Mapping[str, Any]


class Rows:
    """Rows of several kinds that wait to be stored together."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[Any]] = defaultdict(list)

    def add(self, model: type[models.Model], values: Values) -> None:
        """Add a row; what is not said of it is as the model has it."""
        plan = _plan(model)
        row = plan.blank.copy()
        for name, value in values.items():
            place, written = plan.places[name]
            row[place] = value if written is None or value is None else written(value)
        self._rows[model].append(row)

    def add_whole(self, model: type[models.Model], *values: Any) -> None:
        """Add a row of all its columns in their order, but for the number, which nobody needs."""
        self._rows[model].append((None, *values))

    def store(self, *order: type[models.Model]) -> None:
        """Store the rows, kind by kind in an order in which each names what is there."""
        for model in order:
            if rows := self._rows.pop(model, None):
                _store(_plan(model), rows)
        if self._rows:
            message = f"rows without a place in the order: {list(self._rows)}"
            raise ValueError(message)


class _Plan(NamedTuple):
    table: str
    names: list[str]
    blank: list[Any]  # what stands if nobody says
    places: dict[str, tuple[int, Callable[[Any], Any] | None]]  # by attribute, how it is written
    random: int | None  # the place of a random ref


@cache
def _plan(model: type[models.Model]) -> _Plan:
    fields = [each for each in model._meta.concrete_fields if not each.primary_key]
    blank: list[Any] = [None]
    places: dict[str, tuple[int, Callable[[Any], Any] | None]] = {"pk": (0, None)}
    for place, field in enumerate(fields, start=1):
        written, value = _written(field), field.get_default()
        blank.append(value if written is None or value is None else written(value))
        places[field.attname] = (place, written)
    names = ["id", *(str(each.column) for each in fields)]
    refs = [place for place, each in enumerate(names) if each == "ref"]
    return _Plan(model._meta.db_table, names, blank, places, refs[0] if refs else None)


def _written(field: Any) -> Callable[[Any], Any] | None:  # noqa: ANN401 -- a field of any model
    if isinstance(field, models.JSONField):
        return _encoded
    if isinstance(field, models.UUIDField):
        return _hexadecimal
    return str if isinstance(field, models.DateField) else None


_ENCODER = json.JSONEncoder(ensure_ascii=False)


def _encoded(value: Any) -> str:  # noqa: ANN401 -- lists and tables of texts and numbers
    return _ENCODER.encode(value) if value else str(value)


def _hexadecimal(value: UUID) -> str:
    return value.hex


def _store(plan: _Plan, rows: list[Any]) -> None:
    """Write rows as the database takes most of them: COPY, or one statement prepared once."""
    names = plan.names
    if plan.random is not None:
        refs = token_hex(_REF * len(rows))
        for number, row in enumerate(rows):
            row[plan.random] = refs[2 * _REF * number : 2 * _REF * (number + 1)]
    if rows[0][0] is None:  # the database numbers what nothing names
        names, rows = names[1:], [row[1:] for row in rows]
    columns = ", ".join(connection.ops.quote_name(each) for each in names)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {plan.table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(
            f"INSERT INTO {plan.table} ({columns}) VALUES ({marks})",  # noqa: S608 -- our own names
            rows,
        )

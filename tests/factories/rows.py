"""The rows of every table, taken once and put back fast.

Raising an embassy takes seconds; most tests need one, and each changes what it likes. So it is
raised once a session, what it did to the tables is kept, and each test does that again in its
own transaction.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection, models

from ambasada.config.stores import MAIN, store_of

Rows = Mapping[type[models.Model], frozenset[tuple[Any, ...]]]
# Work that waits for the task worker, which no test here runs, the index it would fill, and the
# two other stores.
_LEFT_OUT = frozenset({"django_tasks_database", "modelsearch", "wagtailsearch", "casework"})


class Change(NamedTuple):
    """What became of the tables: rows that went or had other values, and rows that came."""

    gone: Rows
    come: Rows


def rows() -> Rows:
    taken = {}
    with connection.cursor() as cursor:
        for model in _models():
            cursor.execute(f"SELECT {_names(model)} FROM {_quoted(model._meta.db_table)}")  # noqa: S608 -- our own tables
            taken[model] = frozenset(cursor.fetchall())
    return taken


def change(before: Rows, after: Rows) -> Change:
    return Change(
        {model: before[model] - after[model] for model in before},
        {model: after[model] - before[model] for model in before},
    )


def put(made: Change) -> None:
    """Do to the tables again what a change did; must run inside a transaction."""
    with connection.cursor() as cursor:
        for model, went in made.gone.items():
            place = _columns(model).index(_key(model))
            cursor.executemany(
                f"DELETE FROM {_quoted(model._meta.db_table)} WHERE {_quoted(_key(model))} = %s",  # noqa: S608 -- our own tables
                [[row[place]] for row in went],
            )
        for model, came in made.come.items():
            places = ", ".join("%s" for _column in _columns(model))
            cursor.executemany(
                f"INSERT INTO {_quoted(model._meta.db_table)} ({_names(model)}) VALUES ({places})",  # noqa: S608 -- our own tables
                list(came),
            )


def counts() -> dict[str, int]:
    """Return how many rows each table has: equal before and after, nothing came or went."""
    return {model._meta.label: models.QuerySet(model).count() for model in _models()}


def _models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in _LEFT_OUT
        # Raising an embassy writes nothing into the stores of sealed help.
        if store_of(model) == MAIN
    ]


def _columns(model: type[models.Model]) -> list[str]:
    return [str(field.column) for field in model._meta.local_concrete_fields]


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def _names(model: type[models.Model]) -> str:
    return ", ".join(_quoted(column) for column in _columns(model))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)

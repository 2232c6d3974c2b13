"""What is committed below the tests: nothing, or Britain and Norland.

A test's own transaction begins on what is committed. To put nine hundred rows into each one costs
more than many a test, on PostgreSQL above all. So they are laid below the tests that ask for them
and taken up again before one that does not; in a file the latter come first.
"""

import sqlite3
from collections.abc import Callable

from django.db import connection, models, transaction

from tests.factories.rows import Change, put


class Ground:
    """The main store between tests, when no transaction is open."""

    def __init__(self) -> None:
        self.is_raised = False
        self._lay: Callable[[bool], None] | None = None

    def become(self, change: Change | None) -> None:
        """Lay below the next test what a change did, or take it up."""
        is_raised = change is not None
        if is_raised == self.is_raised:
            return
        if self._lay is None:
            assert change is not None
            self._lay = _on_sqlite(change) if connection.vendor == "sqlite" else _on_server(change)
        self._lay(is_raised)
        self.is_raised = is_raised


def _on_sqlite(change: Change) -> Callable[[bool], None]:
    """Keep the database in memory as it is without a change and with it; swap its pages."""
    kept = {False: sqlite3.connect(":memory:"), True: sqlite3.connect(":memory:")}
    connection.ensure_connection()
    connection.connection.backup(kept[False])
    with transaction.atomic():
        put(change)
    connection.connection.backup(kept[True])

    def lay(is_raised: bool) -> None:  # noqa: FBT001 -- which of the two
        connection.ensure_connection()
        kept[is_raised].backup(connection.connection)

    return lay


def _on_server(change: Change) -> Callable[[bool], None]:
    """Keep the tables of a change beside themselves, without it and with it; copy their rows."""
    touched = [model for model in change.come if change.come[model] or change.gone[model]]
    schemas = {False: "before_raising", True: "after_raising"}
    with transaction.atomic():
        _run(_keeping(schemas[False], touched))
        put(change)
        _run(_keeping(schemas[True], touched))

    def lay(is_raised: bool) -> None:  # noqa: FBT001 -- which of the two
        with transaction.atomic():
            # The rows stood together before: their keys and guards need not be asked again.
            _run(["SET LOCAL session_replication_role = replica"])
            _run(_putting(schemas[is_raised], touched))

    return lay


def _keeping(schema: str, touched: list[type[models.Model]]) -> list[str]:
    tables = [model._meta.db_table for model in touched]
    made = [f'CREATE UNLOGGED TABLE {schema}."{each}" AS TABLE public."{each}"' for each in tables]
    return [f"CREATE SCHEMA {schema}", *made]


def _putting(schema: str, touched: list[type[models.Model]]) -> list[str]:
    tables = [model._meta.db_table for model in touched]
    away = [f'DELETE FROM public."{each}"' for each in tables]  # noqa: S608 -- our own tables
    put_back = [f'INSERT INTO public."{each}" TABLE {schema}."{each}"' for each in tables]
    return [*away, *put_back]


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements))

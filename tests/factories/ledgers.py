"""A ledger to try things on, and what somebody with the database alone can do to it."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django.db import connection

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, LedgerLine, Verb
from ambasada.lib import chain

NOW = datetime(2026, 11, 24, 12, 5, 59, 999, tzinfo=UTC)
_GUARDS = importlib.import_module("ambasada.accounts.migrations.0002_ledger")


def write(count: int, *, now: datetime = NOW) -> list[LedgerLine]:
    """Append so many lines of a founder who vouches."""
    return [
        append(Verb.VOUCHED, by=Actor.FOUNDER, subject=f"invite:{number}", now=now)
        for number in range(1, count + 1)
    ]


def sql(statement: str, *values: str | int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values))


@contextmanager
def unguarded() -> Iterator[None]:
    """Take the triggers away, as who has the database can, and raise them again."""
    editor = SimpleNamespace(connection=connection)
    _GUARDS.drop_guards(None, editor)
    yield
    _GUARDS.raise_guards(None, editor)


def rewrite(number: int, *, previous: str | None = None, **changed: Any) -> str:
    """Change a line and give it the hash that fits; return that hash. Needs `unguarded`."""
    names = ("number", "at", "actor", "verb", "subject", "digest", "previous")
    values = LedgerLine.objects.values(*names).get(number=number) | changed
    values["previous"] = values["previous"] if previous is None else previous
    sha256 = LedgerLine.sha256_of(values)
    LedgerLine.objects.filter(number=number).update(**values, sha256=sha256)
    return sha256


def rewrite_from(number: int) -> str:
    """Hash anew every line from a number on; return the last hash. Needs `unguarded`."""
    before = LedgerLine.objects.filter(number=number - 1).values_list("sha256", flat=True)
    sha256 = before.first() or chain.GENESIS
    later = LedgerLine.objects.filter(number__gte=number).order_by("number")
    for each in list(later.values_list("number", flat=True)):
        sha256 = rewrite(each, previous=sha256)
    return sha256

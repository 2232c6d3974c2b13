"""The database itself refuses to change the ledger, whoever asks and in whatever way."""

from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from ambasada.accounts.models import LedgerCheckpoint, LedgerLine
from tests.factories.ledgers import NOW, sql, write

pytestmark = pytest.mark.django_db
_COLUMNS = "number, at, actor, verb, subject, digest, previous, sha256"
_AGAIN = f"SELECT {_COLUMNS} FROM accounts_ledgerline WHERE number = 2"  # noqa: S608 -- written here
_INSERT_OR_UPDATE = (
    f"INSERT INTO accounts_ledgerline ({_COLUMNS}) {_AGAIN} "
    "ON CONFLICT (number) DO UPDATE SET verb = 'joined'"
)
# What only one of the two databases has.
PECULIAR = {
    "sqlite": [
        f"INSERT OR REPLACE INTO accounts_ledgerline ({_COLUMNS}) {_AGAIN}",
        f"REPLACE INTO accounts_ledgerline ({_COLUMNS}) {_AGAIN}",
        "UPDATE OR REPLACE accounts_ledgerline SET number = 1 WHERE number = 2",
        "UPDATE OR IGNORE accounts_ledgerline SET verb = 'joined'",
    ],
    "postgresql": [
        "TRUNCATE accounts_ledgerline",
        "WITH gone AS (DELETE FROM accounts_ledgerline RETURNING 1) SELECT * FROM gone",
    ],
}


def assert_refused(attempt: Callable[[], object]) -> None:
    write(3)
    before = list(LedgerLine.objects.order_by("number").values())

    with pytest.raises(IntegrityError), transaction.atomic():
        attempt()

    assert list(LedgerLine.objects.order_by("number").values()) == before


def _save() -> None:
    line = LedgerLine.objects.get(number=2)
    line.verb = "joined"
    line.save()


def _bulk_update() -> None:
    lines = list(LedgerLine.objects.all())
    LedgerLine.objects.bulk_update(lines, ["verb"])


@pytest.mark.parametrize(
    "attempt",
    [
        _save,
        _bulk_update,
        LedgerLine.objects.all().delete,
        lambda: LedgerLine.objects.filter(number=2).update(number=9),
    ],
    ids=["save", "bulk update", "delete", "update"],
)
def test_change_through_the_orm_is_refused(attempt: Callable[[], object]) -> None:
    assert_refused(attempt)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_ledgerline SET verb = 'joined' WHERE number = 1",
        "UPDATE accounts_ledgerline SET verb = verb",
        "DELETE FROM accounts_ledgerline",
        "DELETE FROM accounts_ledgerline WHERE number = 3",
        _INSERT_OR_UPDATE,
    ],
)
def test_change_by_sql_is_refused(statement: str) -> None:
    assert_refused(lambda: sql(statement))


def test_change_by_a_way_of_this_database_alone_is_refused() -> None:
    for statement in PECULIAR[connection.vendor]:
        assert_refused(partial(sql, statement))


def test_checkpoint_lets_go_of_what_stands_before_it_alone() -> None:
    write(3)
    LedgerCheckpoint.objects.create(number=2, sha256="0" * 64, at=NOW)

    LedgerLine.objects.filter(number__lte=2).delete()

    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerLine.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerLine.objects.update(verb="joined")
    assert [each.number for each in LedgerLine.objects.all()] == [3]

"""What somebody with the database alone did to the ledger is found, and said calmly."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pytest_django.fixtures import Settings

from ambasada.accounts.actions import append, prune
from ambasada.accounts.models import Actor, LedgerCheckpoint, LedgerHead, LedgerLine, Verb
from ambasada.accounts.queries import ledger_faults
from ambasada.config.ready import faults
from ambasada.lib import chain
from tests.factories.ledgers import NOW, rewrite, rewrite_from, sql, unguarded, write

pytestmark = pytest.mark.django_db
ADVICE = ". Restore the database from a backup and compare."
UNLINKED = "does not follow from the line before it: one of the two was put in or exchanged"
UNSEALED = (
    "The ledger's head does not carry the seal of this installation: "
    "it was written anew, or the file secret_key is another one"
)
LINES = 6


def found() -> list[str]:
    sentences = ledger_faults()
    assert all(each.endswith(ADVICE) for each in sentences)
    return [each.removesuffix(ADVICE) for each in sentences]


def cut_tail() -> None:
    sql("DELETE FROM accounts_ledgerline WHERE number > 4")


def name_as_last(number: int, *, secret: str) -> None:
    """Move the head to a line, sealed with a secret of one's own."""
    sha256 = LedgerLine.objects.get(number=number).sha256
    seal = chain.seal_of(number, sha256, secret=secret)
    LedgerHead.objects.update(number=number, sha256=sha256, seal=seal)


def rewrite_whole_chain() -> None:
    sql("UPDATE accounts_ledgerline SET actor = 'operator' WHERE number = 2")
    rewrite_from(1)
    name_as_last(LINES, secret="a guess")  # noqa: S106 -- whoever damages it has none


def rewrite_without_a_line() -> None:
    """Take a line out, number and hash the later ones anew, and let the head end there."""
    sql("DELETE FROM accounts_ledgerline WHERE number = 3")
    for number in range(4, LINES + 1):
        sql("UPDATE accounts_ledgerline SET number = %s WHERE number = %s", number - 1, number)
    rewrite_from(3)


def put_in_between() -> None:
    """Make room after line 3, and hash every line after the new one as it should be."""
    for number in range(LINES, 3, -1):
        sql("UPDATE accounts_ledgerline SET number = %s WHERE number = %s", number + 1, number)
    sql(
        "INSERT INTO accounts_ledgerline "
        "SELECT 4, at, actor, verb, subject, digest, previous, sha256 "
        "FROM accounts_ledgerline WHERE number = 3"
    )
    rewrite_from(4)


def invent_checkpoint() -> None:
    third = LedgerLine.objects.get(number=3)
    LedgerCheckpoint.objects.create(number=3, sha256=third.sha256, at=NOW)
    sql("DELETE FROM accounts_ledgerline WHERE number <= 3")


def remove_everything() -> None:
    sql("DELETE FROM accounts_ledgerline")
    sql("DELETE FROM accounts_ledgerhead")


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (
            lambda: sql("UPDATE accounts_ledgerline SET subject = 'invite:9' WHERE number = 3"),
            ["Ledger line 3 was altered"],
        ),
        (
            lambda: sql("UPDATE accounts_ledgerline SET actor = 'clock' WHERE number >= 3"),
            ["Ledger line 3 was altered, and 3 more"],
        ),
        (lambda: rewrite(3, subject="invite:9"), [f"Ledger line 4 {UNLINKED}"]),
        (
            lambda: rewrite(LINES, subject="invite:9"),
            [f"Ledger line {LINES}, the last, is not the one that the ledger's head names"],
        ),
        (
            lambda: sql("DELETE FROM accounts_ledgerline WHERE number = 3"),
            ["Ledger line 3 is missing"],
        ),
        (
            lambda: sql("DELETE FROM accounts_ledgerline WHERE number < 4"),
            ["Ledger line 1 is missing, and 2 more"],
        ),
        (
            cut_tail,
            ["The ledger ends at line 4 and must reach line 6: its end was cut off"],
        ),
        (
            lambda: sql("DELETE FROM accounts_ledgerline"),
            ["The ledger ends at line 0 and must reach line 6: its end was cut off"],
        ),
        (rewrite_whole_chain, [UNSEALED]),
        (
            rewrite_without_a_line,
            ["The ledger ends at line 5 and must reach line 6: its end was cut off"],
        ),
        (
            put_in_between,
            [
                "Ledger line 6, the last, is not the one that the ledger's head names",
                "Ledger line 7 stands after line 6, where the ledger must end",
            ],
        ),
        (
            invent_checkpoint,
            ["The ledger's checkpoint at line 3 was set by no pruning it knows"],
        ),
        (
            lambda: sql("DELETE FROM accounts_ledgerhead"),
            ["The ledger has lost its head, which says where it ends"],
        ),
        (remove_everything, ["The ledger has lost its head, which says where it ends"]),
    ],
)
def test_damage_is_found(damage: Callable[[], object], expected: list[str]) -> None:
    write(LINES)

    with unguarded():
        damage()

    assert found() == expected


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", NOW),
        ("actor", "member:1"),
        ("verb", "approved"),
        ("subject", "invite:33"),
        ("digest", "00" * 32),
        ("previous", "00" * 32),
        ("sha256", "00" * 32),
    ],
)
def test_every_column_is_held(column: str, value: object) -> None:
    write(LINES)

    with unguarded():
        LedgerLine.objects.filter(number=3).update(**{column: value})

    assert "Ledger line 3 was altered" in found()


def test_tail_that_is_cut_with_its_head_is_found() -> None:
    write(LINES)

    with unguarded():
        cut_tail()
        name_as_last(4, secret="a guess")  # noqa: S106 -- whoever damages it has none

    assert found() == [UNSEALED]


def test_older_head_that_is_put_back_is_found() -> None:
    write(4)
    older = LedgerHead.objects.values().get()
    write(2)

    LedgerHead.objects.update(**older)

    assert found() == ["Ledger line 6 stands after line 4, where the ledger must end"]


def test_another_secret_is_told_of(settings: Settings) -> None:
    write(LINES)

    settings.SECRET_KEY = "another secret, as if the file had been lost"  # noqa: S105 -- of the test

    assert found() == [UNSEALED]


def test_missing_guards_are_told_of() -> None:
    with unguarded():
        assert found() == ["The database does not keep ledger lines from being changed any more"]


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("column", "value"),
    [("at", "'no time'"), ("at", "'2026-13-45 00:00:00'"), ("verb", "x'ff00'"), ("number", "'x'")],
)
def test_value_of_another_kind_is_told_of_and_does_not_stop_the_check(
    column: str, value: str
) -> None:
    write(LINES)

    with unguarded():
        sql(f"UPDATE accounts_ledgerline SET {column} = {value} WHERE number = 3")  # noqa: S608

    assert found()


def test_writing_on_does_not_cover_damage_up() -> None:
    write(LINES)
    with unguarded():
        cut_tail()
        name_as_last(4, secret="a guess")  # noqa: S106 -- whoever damages it has none

    write(2)

    assert [each.number for each in LedgerLine.objects.order_by("number")] == [1, 2, 3, 4, 5, 6]
    assert found() == [UNSEALED]


@pytest.mark.parametrize(
    "damage",
    [
        cut_tail,
        remove_everything,
        put_in_between,
        rewrite_whole_chain,
        lambda: sql("DELETE FROM accounts_ledgerhead"),
    ],
)
def test_damaged_ledger_is_still_written_to(damage: Callable[[], object]) -> None:
    write(LINES)
    with unguarded():
        damage()

    append(Verb.DEVICE_LOST, by=Actor.OPERATOR, subject="member:3", now=NOW)
    write(1)

    assert LedgerLine.objects.filter(verb=Verb.DEVICE_LOST).exists()
    assert found()


def test_line_before_the_checkpoint_is_found() -> None:
    write(3, now=NOW - timedelta(days=9))
    first = LedgerLine.objects.values().get(number=1)
    write(1)
    prune(before=date(2026, 11, 20), now=NOW)
    assert found() == []

    LedgerLine.objects.create(**first)

    assert found() == ["Ledger line 1 stands before the checkpoint at line 3: it was put in"]


def test_checkpoint_that_is_removed_or_changed_is_found() -> None:
    write(3, now=NOW - timedelta(days=9))
    write(1)
    prune(before=date(2026, 11, 20), now=NOW)

    LedgerCheckpoint.objects.update(sha256="00" * 32)
    changed = found()
    LedgerCheckpoint.objects.all().delete()

    assert changed == [
        f"Ledger line 4 {UNLINKED}",
        "The ledger's checkpoint at line 3 was set by no pruning it knows",
    ]
    assert found() == ["Ledger line 1 is missing, and 2 more"]


def test_new_ledger_is_sound() -> None:
    assert LedgerHead.objects.get().number == 0
    assert found() == []


def test_damage_is_a_fault_of_the_installation() -> None:
    write(LINES)
    with unguarded():
        cut_tail()

    said = "The ledger ends at line 4 and must reach line 6: its end was cut off"
    assert said + ADVICE in faults()

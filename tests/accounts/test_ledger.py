"""Writing to the ledger: numbered, chained, and with room for nothing but numbers and verbs."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection, models, transaction

from ambasada.accounts.actions import append, prune
from ambasada.accounts.models import (
    LEDGER_KEPT,
    Actor,
    LedgerCheckpoint,
    LedgerHead,
    LedgerLine,
    Member,
    Verb,
)
from ambasada.accounts.queries import ledger_faults
from ambasada.lib import chain
from ambasada.lib.refused import Refused
from tests.factories.ledgers import NOW, sql, unguarded, write

pytestmark = pytest.mark.django_db
MODELS: list[type[models.Model]] = [LedgerLine, LedgerCheckpoint, LedgerHead]
OLD = datetime(2023, 5, 1, 23, 59, tzinfo=UTC)


def numbers() -> list[int]:
    return list(LedgerLine.objects.order_by("number").values_list("number", flat=True))


def test_lines_are_numbered_from_one_and_each_follows_the_one_before() -> None:
    first, second, third = write(3)

    assert numbers() == [1, 2, 3]
    assert first.previous == chain.GENESIS
    assert (second.previous, third.previous) == (first.sha256, second.sha256)
    head = LedgerHead.objects.get()
    assert (head.number, head.sha256, head.is_sealed) == (3, third.sha256, True)


def test_line_says_who_did_what_to_what_in_which_minute() -> None:
    member = Member.objects.create_member("press", "-")

    append(Verb.APPROVED, by=member, subject="approval:12", now=NOW, digest="ab" * 32)

    line = LedgerLine.objects.get()
    assert line.at == datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
    assert (line.actor, line.verb) == (f"member:{member.pk}", "approved")
    assert (line.subject, line.digest) == ("approval:12", "ab" * 32)
    assert str(line) == "ledger line 1"
    assert line.is_intact


def test_time_is_written_in_utc() -> None:
    line = append(
        Verb.CLEANED,
        by=Actor.CLOCK,
        subject="revision:unknown",
        now=NOW.astimezone(timezone(timedelta(hours=5, minutes=45))),
    )

    assert line.at.isoformat() == "2026-11-24T12:05:00+00:00"


@pytest.mark.parametrize(
    "subject",
    ["invite:5", "invite:unknown", "publishing.newspage:44", f"a:{10**19 - 1}", "a_1.b_2:1"],
)
def test_subject_is_a_kind_and_a_number(subject: str) -> None:
    append(Verb.ASKED, by=Actor.FOUNDER, subject=subject, now=NOW)

    assert LedgerLine.objects.get().subject == subject
    assert ledger_faults() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": ""},
        {"subject": "invite"},
        {"subject": "invite:"},
        {"subject": "invite:0"},
        {"subject": "invite:05"},
        {"subject": "invite:5\n"},
        {"subject": "invite:٥"},
        {"subject": "invite:5 Maria-Test"},
        {"subject": "Invite:5"},
        {"subject": "maria@example.org"},
        {"subject": "publishing.news.page:4"},
        {"subject": "a" * 40 + ":1"},
        {"subject": f"invite:{10**19}"},
        {"subject": "member:press"},
        {"digest": "ab"},
        {"digest": "AB" * 32},
        {"digest": "ab" * 32 + "\n"},
        {"digest": "Letters for the Day of Solidarity"},
        {"verb": "wrote"},
        {"verb": ""},
        {"by": Member(username="unstored")},
        {"by": "member:7"},
        {"by": None},
        {"now": datetime(2026, 11, 24, 12, 0)},  # noqa: DTZ001 -- without a zone on purpose
    ],
    ids=str,
)
def test_anything_of_another_shape_is_refused(wrong: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"by": Actor.FOUNDER, "subject": "invite:5", "now": NOW} | wrong

    with pytest.raises(ValueError):  # noqa: PT011 -- the enum's own sentence among them
        append(asked.pop("verb", Verb.INVITED), **asked)

    assert numbers() == []


def test_line_goes_when_what_it_tells_of_is_undone() -> None:
    write(1)
    with transaction.atomic():
        write(2)
        transaction.set_rollback(True)

    write(1)

    assert numbers() == [1, 2]
    assert ledger_faults() == []


def test_line_stays_when_the_member_goes() -> None:
    member = Member.objects.create_member("press", "-")
    append(Verb.JOINED, by=member, subject=f"member:{member.pk}", now=NOW)
    before = LedgerLine.objects.values().get()

    member.delete()

    assert LedgerLine.objects.values().get() == before
    assert ledger_faults() == []


@pytest.mark.parametrize("model", MODELS)
def test_ledger_points_at_no_other_table(model: type[models.Model]) -> None:
    with connection.cursor() as cursor:
        relations = connection.introspection.get_relations(cursor, model._meta.db_table)

    assert relations == {}
    assert [each.name for each in model._meta.get_fields() if each.is_relation] == []


def test_columns_are_as_narrow_as_the_shapes_and_no_wider() -> None:
    widths = {
        each.name: each.max_length
        for each in LedgerLine._meta.get_fields()
        if isinstance(each, models.CharField)
    }

    assert widths == {
        "actor": len("member:") + 19,
        "verb": 20,
        "subject": 100,
        "digest": 64,
        "previous": 64,
        "sha256": 64,
    }
    assert max(map(len, Verb.values)) <= 20
    assert max(map(len, Actor)) <= 26


def test_nobody_can_be_given_a_right_to_the_ledger() -> None:
    assert [model._meta.default_permissions for model in MODELS] == [(), (), ()]


def test_pruning_leaves_a_checkpoint_and_a_line_that_tells_of_it() -> None:
    old = write(4, now=OLD)
    write(2)

    told = prune(before=date(2023, 5, 2), now=NOW)

    assert told is not None
    assert (told.number, told.verb, told.actor) == (7, "pruned", "clock")
    assert (told.subject, told.digest) == ("checkpoint:4", old[-1].sha256)
    assert numbers() == [5, 6, 7]
    checkpoint = LedgerCheckpoint.objects.get()
    assert (checkpoint.number, checkpoint.sha256) == (4, old[-1].sha256)
    assert checkpoint.at == datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
    assert ledger_faults() == []


def test_pruning_again_keeps_one_checkpoint() -> None:
    write(2, now=OLD)
    write(2, now=OLD + timedelta(days=10))
    prune(before=date(2023, 5, 5), now=OLD + LEDGER_KEPT)

    prune(before=date(2023, 6, 1), now=OLD + LEDGER_KEPT)

    assert [each.number for each in LedgerCheckpoint.objects.all()] == [4]
    assert numbers() == [5, 6]
    assert ledger_faults() == []


def test_ledger_of_old_lines_alone_goes_on_after_pruning() -> None:
    write(3, now=OLD)

    prune(before=date(2024, 1, 1), now=NOW)
    write(1)

    assert numbers() == [4, 5]
    assert ledger_faults() == []


@pytest.mark.parametrize("count", [0, 3])
def test_nothing_happens_when_there_is_nothing_to_prune(count: int) -> None:
    write(count, now=OLD)

    assert prune(before=OLD.date(), now=NOW) is None

    assert numbers() == list(range(1, count + 1))
    assert not LedgerCheckpoint.objects.exists()


def test_old_line_stays_behind_one_that_is_kept() -> None:
    """A clock that once ran ahead must not take a younger line with it."""
    write(1, now=OLD)
    write(1)
    write(1, now=OLD)

    prune(before=date(2024, 1, 1), now=NOW)

    assert numbers() == [2, 3, 4]
    assert ledger_faults() == []


def test_damaged_ledger_is_not_pruned() -> None:
    write(3, now=OLD)
    with unguarded():
        sql("UPDATE accounts_ledgerline SET actor = 'operator' WHERE number = 2")

    with pytest.raises(Refused, match="damaged and was not pruned"):
        prune(before=date(2024, 1, 1), now=NOW)

    assert numbers() == [1, 2, 3]
    assert not LedgerCheckpoint.objects.exists()

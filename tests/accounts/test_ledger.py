from datetime import UTC, datetime

import pytest

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, LedgerHead, LedgerLine, Member, Verb
from ambasada.lib import chain

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 5, 59, 999, tzinfo=UTC)


def write(count: int = 1) -> list[LedgerLine]:
    return [
        append(Verb.VOUCHED, by=Actor.FOUNDER, subject=f"invite:{number}", now=NOW)
        for number in range(1, count + 1)
    ]


def test_lines_are_numbered_from_one_and_each_follows_the_one_before() -> None:
    first, second, third = write(3)

    assert [each.number for each in LedgerLine.objects.order_by("number")] == [1, 2, 3]
    assert first.previous == chain.GENESIS
    assert (second.previous, third.previous) == (first.sha256, second.sha256)
    head = LedgerHead.objects.get()
    assert (head.number, head.sha256, head.is_sealed) == (3, third.sha256, True)


def test_line_says_who_did_what_to_what_in_which_minute() -> None:
    member = Member.objects.create_member("press", "-")

    append(Verb.APPROVED, by=member, subject="approval:12", now=NOW, digest="ab" * 32)

    line = LedgerLine.objects.get()
    assert line.at == datetime(2026, 11, 24, 12, 5, tzinfo=UTC)
    assert (line.actor, line.verb, line.subject) == (
        f"member:{member.pk}",
        "approved",
        "approval:12",
    )
    assert line.digest == "ab" * 32

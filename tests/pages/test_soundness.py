"""The check of what is public: every way in which it is not what was approved has a sentence."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ambasada.accounts.actions import prune
from ambasada.config.ready import faults
from ambasada.network.models import (
    Approval,
    Channel,
    Embassy,
    EmergencyNumber,
    FairCopy,
    StoredDocument,
)
from ambasada.pages.queries import copy_faults
from ambasada.publishing.models import NewsPage
from tests.factories.ledgers import NOW
from tests.factories.pages import DAY, at, drafted, news, withdraw_at_once
from tests.factories.reader import Reader

CANARY = "Qanary"


def copy_of(thing: object) -> FairCopy:
    return FairCopy.objects.of_thing(thing).get(is_public=True)  # type: ignore[arg-type]


def test_nothing_is_said_while_everything_is_as_it_was_approved(britain: Embassy) -> None:
    before = faults()  # of what was never begun here, such as a roster of the help desk
    item = news(britain, "en")
    item.title = CANARY
    item.save_revision()
    drafted(NewsPage(title=CANARY, published_on=DAY), at(britain, "en", "news/"))
    withdraw_at_once(news(britain, "en", title="Taken back"))

    assert copy_faults() == []
    assert faults() == before


@pytest.mark.parametrize(
    "spoilt",
    [{"source": "{}"}, {"sha256": "0" * 64}, {"path": "news/qanary/"}, {"language": "ru"}],
    ids=lambda spoilt: next(iter(spoilt)),
)
def test_spoilt_copy_is_told_of_and_not_served(
    britain: Embassy, reader_in_britain: Reader, spoilt: dict[str, str]
) -> None:
    item = news(britain, "en")
    address = copy_of(item).path
    FairCopy.objects.filter(pk=copy_of(item).pk).update(**spoilt)

    said = copy_faults()

    assert f"publishing.newspage:{item.pk}: not the bytes that were approved" in said[0]
    for language in britain.languages:
        for path in (address, "news/qanary/"):
            answer = reader_in_britain.get(f"/{language}/{path}")
            assert answer.status in {404, 410, 500}
            assert "A quiet day" not in answer.body


def rewritten(item: NewsPage) -> None:
    copy = copy_of(item)
    item.introduction = CANARY
    made = FairCopy.of(item)
    FairCopy.objects.filter(pk=copy.pk).update(source=made.source, sha256=made.sha256)


def rewritten_with_its_approval(item: NewsPage) -> None:
    from ambasada.pages.digests import digest_of  # noqa: PLC0415 -- of this attack alone

    rewritten(item)
    copy = copy_of(item)
    Approval.objects.filter(pk=copy.approval_id).update(sha256=digest_of([copy]))


def made_public(item: NewsPage) -> None:
    approval = copy_of(item).approval
    Approval.objects.filter(pk=approval.pk).update(status="declined")


@pytest.mark.parametrize(
    ("attack", "sentence"),
    [
        (rewritten, "not of the copies that were looked at"),
        (rewritten_with_its_approval, "done without a line in the ledger"),
        (made_public, "public without an approval"),
    ],
)
def test_copy_written_anew_is_told_of(
    britain: Embassy, attack: Callable[[NewsPage], None], sentence: str
) -> None:
    attack(news(britain, "en"))

    assert any(sentence in said for said in copy_faults())


def test_row_changed_by_another_road_is_told_of(britain: Embassy) -> None:
    other = "changed by another road than approval; readers are served what was approved"
    item, deleted = news(britain, "en"), news(britain, "en", title="Another day")
    NewsPage.objects.filter(pk=item.pk).update(introduction=CANARY)
    deleted.delete()
    Channel.objects.filter(pk=Channel.objects.all()[0].pk).update(address=CANARY)
    EmergencyNumber.objects.all()[0].delete()
    StoredDocument.objects.update(sha256="0" * 64)

    (sentence,) = copy_faults()

    assert other in sentence
    assert sentence.startswith("network.channel:")
    assert " and 4 more: " in sentence  # with the mandate, whose document was changed


def test_page_that_another_road_hid_is_told_of(britain: Embassy) -> None:
    item = news(britain, "en")
    item.unpublish()

    assert f"publishing.newspage:{item.pk}: changed by another road" in copy_faults()[0]


def test_what_the_ledger_has_pruned_is_not_missed(britain: Embassy) -> None:
    later = NOW.replace(year=NOW.year + 4)
    assert britain.pk
    prune(before=later.date(), now=later)

    assert copy_faults() == []


def test_check_costs_the_same_queries_for_one_page_and_for_fifty(britain: Embassy) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert copy_faults() == []
        return len(asked)

    news(britain, "en")
    before = cost()
    for day in range(1, 6):
        news(britain, "en", title=f"Day {day}", published_on=DAY.replace(day=day))

    assert cost() == before

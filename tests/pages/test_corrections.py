"""Corrections: published once they stay, and they stand in every language of a page."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ambasada.accounts.models import Actor
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions import approve, ask, release_due
from ambasada.publishing.models import NewsPage
from tests.factories.pages import NOW, approve_at_once, news, translated, withdraw_at_once
from tests.factories.reader import Reader
from tests.factories.staff import seat

MOMENT: datetime = NOW + timedelta(days=1)


def line(text: str, day: date = date(2026, 5, 3)) -> tuple[str, dict[str, Any]]:
    return ("correction", {"corrected_on": day, "text": text})


def says(page: NewsPage, *lines: Any) -> NewsPage:
    """Save a draft with these corrections and no other."""
    page.corrections = list(lines)
    page.save_revision()
    return page


@pytest.fixture
def item(britain: Embassy) -> NewsPage:
    return news(britain, "en", corrections=[line("Not Monday.")])


def refusal(*things: NewsPage) -> str:
    with pytest.raises(Refused) as refused:
        ask(things, by=Actor.OPERATOR, now=NOW)
    return str(refused.value)


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [line("Not Tuesday.")],
        [line("Not Monday.", date(2026, 5, 4))],
        [line("Another."), line("One more.")],
    ],
)
def test_published_correction_is_neither_deleted_nor_changed(
    item: NewsPage, lines: list[Any]
) -> None:
    assert refusal(says(item, *lines)) == (
        "“A quiet day”: the correction of 3 May 2026 was published, “Not Monday.”. It stays as it"
        " is: put it back, and add another line if it was wrong."
    )


def test_correction_is_added_beside_those_there_are(
    item: NewsPage, reader_in_britain: Reader
) -> None:
    says(item, line("Not Tuesday either.", date(2026, 5, 9)), line("Not Monday."))

    approve_at_once(item)

    shown = reader_in_britain.get(f"/en/{item.address}")
    corrections = shown.main.one("section", **{"aria-labelledby": "corrections"})
    assert [each.attributes["datetime"] for each in corrections.all("time")] == [
        "2026-05-09",
        "2026-05-03",
    ]
    assert shown.body.index("Not Tuesday either.") < shown.body.index('class="prose')


def test_correction_outlives_that_its_page_is_taken_back(item: NewsPage) -> None:
    withdraw_at_once(item)

    assert "It stays as it is" in refusal(says(item))


def test_correction_goes_out_where_it_was_found_and_every_later_text_has_it(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    other = translated(item, britain, "be", title="Ціхі дзень")

    approve_at_once(says(item, line("Not Monday.")))
    other.introduction = "Лепш сказана."
    other.save_revision()
    refused = refusal(other)
    approve_at_once(says(other, line("Не панядзелак.")))

    assert refused == (
        "“A quiet day”: the correction of 3 May 2026 is there in English and missing in Беларуская."
        " Translate the line, and ask for these languages together."
    )
    for language, text in (("en", "Not Monday."), ("be", "Не панядзелак.")):
        page = {"en": item, "be": other}[language]
        assert text in reader_in_britain.get(f"/{language}/{page.address}").body


def test_translation_that_comes_later_brings_the_corrections(
    britain: Embassy, item: NewsPage
) -> None:
    with pytest.raises(Refused, match="missing in Беларуская"):
        translated(item, britain, "be", title="Ціхі дзень")


def test_what_changes_no_correction_is_asked_for_alone(britain: Embassy, item: NewsPage) -> None:
    other = translated(
        item, britain, "be", title="Ціхі дзень", corrections=[line("Не панядзелак.")]
    )
    other.introduction = "Лепш сказана."
    other.save_revision()

    approve_at_once(other)

    assert other.live


def test_correction_that_went_public_meanwhile_is_looked_for_when_it_is_approved(
    britain: Embassy,
) -> None:
    asker, approver = (seat(name, britain, days_ago=9) for name in ("asker", "approver"))
    item = news(britain, "en")
    other = translated(item, britain, "be", title="Ціхі дзень")
    other.introduction = "Лепш сказана."
    other.save_revision()
    asked = ask([other], by=asker, now=NOW)
    approve_at_once(says(item, line("Not Monday.")))

    with pytest.raises(Refused, match="missing in Беларуская"):
        approve(asked, by=approver, looked_at=asked.sha256, now=NOW)


def test_text_that_lacks_a_correction_of_meanwhile_does_not_go_out_at_its_moment(
    britain: Embassy,
) -> None:
    asker, approver = (seat(name, britain, days_ago=9) for name in ("asker", "approver"))
    item = news(britain, "en")
    other = translated(item, britain, "be", title="Ціхі дзень")
    other.introduction = "Лепш сказана."
    other.save_revision()
    asked = ask([other], by=asker, now=NOW, release_at=MOMENT)
    approve(asked, by=approver, looked_at=asked.sha256, now=NOW)
    approve_at_once(says(item, line("Not Monday.")))

    (done,) = release_due(now=MOMENT)

    assert done.status == Approval.Status.VOID
    assert "missing in Беларуская" in done.note

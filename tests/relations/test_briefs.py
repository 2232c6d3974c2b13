"""A brief: one page of what is public, with its sources and days."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from ambasada.network.models import Embassy
from tests.factories.figures import event, figure, written_figure
from tests.factories.figures import said as in_all
from tests.factories.prisoners import imported, person, published, ref_of
from tests.factories.staff import coordinator_of

pytestmark = [pytest.mark.django_db, pytest.mark.screens]
HERE = "/admin/relations/gb/brief/"
Words = Callable[[Any], str]


@pytest.fixture
def britain(embassies: dict[str, Embassy]) -> Embassy:
    """Return one that has told the public who it is; contacts alone know nothing of that."""
    return embassies["gb"]


def text_of(answer: Any) -> str:  # noqa: ANN401 -- the test client's
    assert answer["Content-Type"] == "application/pdf"
    [page] = PdfReader(BytesIO(answer.content)).pages
    return " ".join(page.extract_text().split())


def test_brief_on_a_prisoner_is_one_page_of_public_facts(britain: Embassy, said: Words) -> None:
    browser = coordinator_of(britain)
    published(britain, person(1))
    old = figure(
        *(britain, "old"),
        as_of=date(2020, 1, 1),
        next_review=date(2021, 1, 1),
        source=in_all(britain, "Old"),
    )
    new = figure(britain, "new", source=in_all(britain, "New"))
    happened = event(britain, "2021-03", source=in_all(britain, "Diary"))
    found = said(browser.get(f"{HERE}?q=numar1"))
    assert "Asoba Numar1-Test" in found
    address = f"{HERE}?person={ref_of(britain)}"
    sent = {"language": "en", "figures": [old.pk, new.pk]}
    assert browser.get(address).status_code == 200

    answer = browser.post(address, {**sent, "events": [happened.pk]})

    text = text_of(answer)
    assert "Asoba Numar1-Test" in text
    assert "1,374 quiet days" in text
    assert "as of 1 January 2020" in text
    assert text.count("This figure was to be checked by now, and was not.") == 1
    for number, source in enumerate(("Test Centre, 1 November 2026", "Old", "New", "Diary"), 1):
        assert source in text, number
    too_few = said(browser.post(address, {"language": "en", "figures": [new.pk]}))
    assert "at least three sources" in too_few


def test_nothing_that_is_not_public_stands_in_a_brief(britain: Embassy, said: Words) -> None:
    browser = coordinator_of(britain)
    imported(britain, person(1))
    draft = written_figure(britain, "drafted")

    assert "Nobody of this name" in said(browser.get(f"{HERE}?q=numar1"))
    assert browser.get(f"{HERE}?person={ref_of(britain)}").status_code == 404
    sent = {"language": "en", "title": "Issue", "figures": [draft.pk]}
    assert "Select a valid choice" in said(browser.post(HERE, sent))


@pytest.mark.parametrize(("language", "words"), [("be", "Крыніцы"), ("ru", "Источники")])
def test_brief_on_an_issue_is_made_in_each_language(
    britain: Embassy, language: str, words: str
) -> None:
    browser = coordinator_of(britain)
    keys = ("one", "two", "three")
    figures = [figure(britain, key, source=in_all(britain, key)) for key in keys]
    sent = {"language": language, "title": "Тэма", "figures": [each.pk for each in figures]}

    text = text_of(browser.post(HERE, sent))

    assert "Тэма" in text
    assert words in text

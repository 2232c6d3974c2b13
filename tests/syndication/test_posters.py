"""A poster of a page, for a member who prints it."""

import pytest

from ambasada.network.models import Embassy
from ambasada.publishing.models import NewsPage
from tests.factories.onions import onion_of
from tests.factories.pages import (
    DAY,
    approve_at_once,
    at,
    drafted,
    news,
    onion,
    withdraw_at_once,
)
from tests.factories.reading import Answer
from tests.factories.staff import editor_of

pytestmark = pytest.mark.screens


def poster_of(embassy: Embassy, page: NewsPage, choice: str = "") -> Answer:
    return Answer(editor_of(embassy).get(f"/admin/poster/{page.pk}/{choice}"))


def test_poster_leads_to_the_page_in_its_language(britain: Embassy) -> None:
    item = news(britain, "be", title="Дзень салідарнасці")

    answer = poster_of(britain, item, "?paper=a3")

    assert answer.main.attributes["class"] == "poster poster--a3"
    assert answer.heading == "Дзень салідарнасці"
    assert f"{britain.origin}/be/{item.address}" in answer.main.text.replace(" ", "")
    assert britain.name["be"] in answer.main.text
    assert len(answer.main.all("svg")) == 2


def test_poster_shows_what_is_public_and_no_draft(britain: Embassy) -> None:
    item = news(britain, "en", title="As approved")
    item.title = "A canary nobody approved"
    item.save_revision()

    assert poster_of(britain, item).heading == "As approved"


def test_draft_and_what_was_taken_back_have_no_poster(britain: Embassy) -> None:
    draft = drafted(NewsPage(title="A draft", published_on=DAY), at(britain, "en", "news/"))
    item = news(britain, "en")
    withdraw_at_once(item)
    browser = editor_of(britain)

    for page in (draft, item):
        assert browser.get(f"/admin/poster/{page.pk}/").status_code == 404


def test_poster_may_give_the_onion_address(britain: Embassy) -> None:
    item = news(britain, "en")
    onion(britain, onion_of())

    answer = poster_of(britain, item, "?to=onion")

    assert f"{onion_of()}/en/{item.address}" in answer.main.text.replace(" ", "")


def test_poster_may_name_nobody(britain: Embassy) -> None:
    item = news(britain, "en", title="Where to hide")
    item.page_class, item.neutral_title = "yellow", "Information"
    item.save_revision()
    approve_at_once(item)

    answer = poster_of(britain, item, "?title=neutral")

    assert answer.heading == answer.title == "Information"
    assert britain.name["en"] not in answer.main.text
    assert "Where to hide" not in answer.main.text
    assert len(answer.main.all("svg")) == 1

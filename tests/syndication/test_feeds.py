"""Feeds, as a feed reader gets them."""

import json
from datetime import date
from uuid import UUID

import feedparser
import pytest

from ambasada.network.models import Embassy
from ambasada.publishing.models import NewsPage
from tests.factories.pages import (
    approve_at_once,
    at,
    drafted,
    news,
    translated,
    withdraw_all,
    withdraw_at_once,
)
from tests.factories.reader import Reader

LANGUAGES = ("en", "be", "ru")


@pytest.fixture
def item(britain: Embassy) -> NewsPage:
    """Publish the only news there is."""
    for language in britain.languages:
        withdraw_all(at(britain, language, "news/"))
    return news(
        britain,
        "en",
        title="A letter was answered & filed",
        introduction="It took a month.",
        body=[("text", '<p>See <a href="/en/safety/">how to read</a>.</p>')],
        published_on=date(2026, 5, 1),
    )


def atom_of(reader: Reader, path: str) -> feedparser.FeedParserDict:
    answer = reader.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.body)
    assert not found.bozo, found.bozo_exception
    return found


def json_of(reader: Reader, path: str) -> dict[str, object]:
    answer = reader.get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    found: dict[str, object] = json.loads(answer.body)
    return found


@pytest.mark.parametrize("asked", LANGUAGES)
def test_feed_holds_all_words_under_whole_addresses(
    britain: Embassy, reader_in_britain: Reader, item: NewsPage, *, asked: str
) -> None:
    found = atom_of(reader_in_britain, f"/{asked}/news/feed.atom")

    [entry] = found.entries
    assert found.feed.language == asked
    assert found.feed.links[0].href == f"{britain.origin}/{asked}/news/feed.atom"
    assert entry.title == "A letter was answered & filed"
    assert entry.link == f"{britain.origin}/en/{item.address}"
    assert entry.published == "2026-05-01T00:00:00Z"
    assert entry.summary == "It took a month."
    assert entry.content[0].language == "en"
    assert f'href="{britain.origin}/en/safety/"' in entry.content[0].value


def test_both_forms_say_the_same(reader_in_britain: Reader, item: NewsPage) -> None:
    [entry] = atom_of(reader_in_britain, "/ru/news/feed.atom").entries
    found = json_of(reader_in_britain, "/ru/news/feed.json")

    assert found["version"] == "https://jsonfeed.org/version/1.1"
    assert found["items"] == [
        {
            "id": entry.id,
            "url": entry.link,
            "title": item.title,
            "content_html": entry.content[0].value,
            "date_published": entry.published,
            "date_modified": entry.updated,
            "language": "en",
            "summary": entry.summary,
        }
    ]


def test_entry_keeps_its_id_where_it_moves_and_has_another_in_another_language(
    britain: Embassy, reader_in_britain: Reader, item: NewsPage
) -> None:
    before = atom_of(reader_in_britain, "/be/news/feed.atom").entries[0].id
    item.slug = "another-address"
    item.save_revision()
    approve_at_once(item)
    moved = atom_of(reader_in_britain, "/be/news/feed.atom").entries[0]
    translated(item, britain, "be", title="На ліст адказалі")
    spoken = atom_of(reader_in_britain, "/be/news/feed.atom").entries[0]

    assert str(UUID(before.removeprefix("urn:uuid:"))) in before
    assert moved.id == before
    assert spoken.id != before
    assert spoken.title == "На ліст адказалі"


def test_correction_stands_first_and_makes_the_entry_newer(
    reader_in_britain: Reader, item: NewsPage
) -> None:
    before = atom_of(reader_in_britain, "/en/news/feed.atom").entries[0]
    item.corrections = [
        ("correction", {"corrected_on": date(2026, 5, 3), "text": "It took two months."})
    ]
    item.save_revision()
    approve_at_once(item)

    after = atom_of(reader_in_britain, "/en/news/feed.atom").entries[0]

    words = after.content[0].value
    assert words.index("3 May 2026: It took two months.") < words.index("how to read")
    assert after.updated >= before.updated
    assert after.id == before.id


def test_draft_and_what_was_taken_back_are_in_no_feed(
    britain: Embassy, reader_in_britain: Reader, item: NewsPage
) -> None:
    drafted(
        NewsPage(title="A canary nobody approved", published_on=date(2026, 6, 1)),
        at(britain, "en", "news/"),
    )
    withdraw_at_once(item)

    for path in ("/en/news/feed.atom", "/en/news/feed.json"):
        answer = reader_in_britain.get(path)
        assert "canary" not in answer.body
        assert "A letter was answered" not in answer.body


def test_page_that_leaves_no_copy_is_in_no_feed(reader_in_britain: Reader, item: NewsPage) -> None:
    item.page_class, item.neutral_title = "yellow", "Information"
    item.save_revision()
    approve_at_once(item)

    assert atom_of(reader_in_britain, "/en/news/feed.atom").entries == []
    assert json_of(reader_in_britain, "/en/news/feed.json")["items"] == []


@pytest.mark.parametrize(
    "path", ["/en/about/feed.atom", "/en/nowhere/feed.json", "/en/feed.atom", "/xx/news/feed.atom"]
)
def test_other_places_have_no_feed(reader_in_britain: Reader, path: str) -> None:
    assert reader_in_britain.get(path).status == 404


def test_line_break_of_a_word_processor_spoils_no_feed(
    reader_in_britain: Reader, item: NewsPage
) -> None:
    item.introduction = "It took\x0ba month.\x1f"
    item.save_revision()
    approve_at_once(item)

    [entry] = atom_of(reader_in_britain, "/en/news/feed.atom").entries

    assert entry.summary == "It took a month."

"""What differs between two fair copies is shown, whether a form shows it or not."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile

from ambasada.network.models import Channel, Embassy, FairCopy, Office, StoredDocument
from ambasada.pages.comparing import Difference, differences
from ambasada.publishing.models import NewsPage
from tests.factories.pages import DAY, at, drafted, guide, news

pytestmark = pytest.mark.screens

_LONG = "A sentence that is there and stays."


@pytest.fixture
def item(britain: Embassy) -> NewsPage:
    return news(britain, "en", introduction=_LONG)


def changed(thing: Any, **fields: object) -> list[Difference]:  # noqa: ANN401 -- any thing
    """Return what a copy shows of fields that were changed in memory."""
    before = FairCopy.of(thing)
    for name, value in fields.items():
        setattr(thing, name, value)
    return differences(before, FairCopy.of(thing))


def told(found: list[Difference]) -> dict[str, list[str]]:
    return {each.label: [f"{line.mark}{line.text}" for line in each.lines] for each in found}


def test_nothing_is_shown_when_nothing_differs(item: NewsPage) -> None:
    assert changed(item) == []


def test_bookkeeping_is_not_shown(item: NewsPage) -> None:
    then = datetime.fromisoformat("2031-01-01T00:00:00Z")

    assert changed(item, live=False, latest_revision_created_at=then, draft_title="x") == []


def test_chosen_fact_is_shown_by_the_name_readers_know_it_by(britain: Embassy) -> None:
    office = Office.objects.filter(embassy=britain).latest("pk")
    page = guide(britain)

    [line] = told(changed(page, checked_by=office))["Office that answers for it"]

    assert line in {f"+Office: {title} ({office.pk})" for title in office.title.values()}


def test_words_are_shown_line_by_line(item: NewsPage) -> None:
    item.body = [("text", f"<p>{_LONG}</p><p>Monday.</p>")]
    found = changed(item, body=[("text", f"<p>{_LONG}</p><p>Tuesday.</p>")])

    assert told(found) == {"Text": [f" {_LONG}", "-Monday.", "+Tuesday."]}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Another title"),
        ("slug", "another-slug"),
        ("seo_title", "For search engines alone"),
        ("search_description", "For lists alone"),
        ("show_in_menus", True),
        ("introduction", ""),
        ("page_class", "yellow"),
        ("neutral_title", "Information"),
        ("published_on", date(2031, 1, 1)),
        ("checked_on", date(2031, 1, 1)),
        ("locale_id", 2),
        ("translation_key", "5b9b1f0e-6a3e-4d0e-8a55-0d6f3a0b6c11"),
        ("sources", [("source", {"title": "A letter"})]),
        ("corrections", [("correction", {"corrected_on": DAY, "text": "Not Monday."})]),
    ],
)
def test_every_field_of_a_page_is_shown_when_it_differs(
    item: NewsPage, name: str, value: object
) -> None:
    found = changed(item, **{name: value})

    assert found
    assert all(line for each in found for line in each.lines)


def test_every_key_of_the_bytes_can_be_told_apart(item: NewsPage, britain: Embassy) -> None:
    things: list[Any] = [item, britain, britain.emergency_block, britain.mandate]
    things += [britain.offices.first(), britain.wordings.first(), britain.channels.first()]
    for thing in things:
        copy = FairCopy.objects.of_thing(thing).get(is_public=True)
        for key in copy.content["fields"]:
            other = FairCopy(kind=copy.kind, source=copy.source)
            other.content = copy.content | {
                "fields": copy.content["fields"] | {key: "another value"}
            }
            assert len(differences(copy, other)) == 1, key


def test_address_and_files_are_shown(britain: Embassy, item: NewsPage) -> None:
    document = StoredDocument.objects.create(
        title="A list", file=ContentFile(b"words\n", name="list.txt")
    )
    found = told(
        changed(
            item, slug="elsewhere", sources=[("source", {"title": "A list", "archived": document})]
        )
    )

    assert britain.code == "gb"
    assert found["Address"] == ["-news/2026-05-01-a-quiet-day/", "+news/elsewhere/"]
    assert any(document.sha256 in line for line in found["Files"])


def test_row_below_a_fact_is_shown(britain: Embassy) -> None:
    block = britain.emergency_block
    before = FairCopy.of(block)
    number = block.numbers.first()
    number.number = "000"
    block.numbers = [number, *block.numbers.all()[1:]]

    (found,) = differences(before, FairCopy.of(block))

    assert found.label == "Local numbers"
    assert "number: 000" in [line.text for line in found.lines if line.mark == "+"]


def test_order_of_rows_is_shown_though_it_reads_alike(britain: Embassy) -> None:
    block = britain.emergency_block
    before = FairCopy.of(block)
    numbers = list(block.numbers.all())
    for number in numbers:
        number.sort_order = 10 - (number.sort_order or 0)
    block.numbers = numbers

    assert differences(before, FairCopy.of(block)) != []


def test_language_of_a_text_is_named(norland: Embassy) -> None:
    channel = Channel.objects.filter(embassy=norland).first()
    assert channel is not None

    (found,) = changed(channel, title=channel.title | {"ru": "Иначе"})

    assert [line.text for line in found.lines if line.mark == "+"] == ["Русский: Иначе"]


def test_values_that_read_alike_are_shown_as_they_are_stored(item: NewsPage) -> None:
    item.body = [("text", "<p>One</p>\n<p>Two</p>")]
    (found,) = changed(item, body=[("text", "<p>One</p>\n\n<p>Two</p>")])

    assert {line.mark for line in found.lines} == {"+", "-"}


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("<p>Read us</p>", "<p><b>Read</b> us</p>"),
        ("<p>Read us</p>", "<h2>Read us</h2>"),
        ('<p><a href="https://example.org/a">us</a></p>', "<p>us</p>"),
        (
            '<p><a href="https://example.org/a">us</a></p>',
            '<p><a href="https://example.org/b">us</a></p>',
        ),
        ('<p><a linktype="page" id="3">us</a></p>', '<p><a linktype="page" id="4">us</a></p>'),
        ("<p>One</p>", "<p>One<!-- two --></p>"),
        ("<p>a &lt;b&gt; c</p>", "<p>a <b> c</b></p>"),
        ("<p>[1, 2]</p>", "<p>[1,2]</p>"),
    ],
)
def test_what_a_text_is_made_of_is_shown_though_its_words_are_the_same(
    item: NewsPage, was: str, now: str
) -> None:
    item.body = [("text", was)]

    (found,) = changed(item, body=[("text", now)])

    assert {line.mark for line in found.lines} >= {"+", "-"}


def test_invisible_letter_is_shown_as_a_difference(item: NewsPage) -> None:
    (found,) = changed(item, introduction=_LONG.replace("there", "the\u200bre"))

    assert [line.mark for line in found.lines] == ["-", "+"]


def test_all_of_a_new_thing_is_shown_but_what_is_empty(britain: Embassy) -> None:
    draft = drafted(
        NewsPage(title="Unsaid", published_on=DAY, introduction=_LONG),
        at(britain, "en", "news/"),
    )

    found = told(differences(None, FairCopy.of(draft)))

    assert found["Title"] == ["+Unsaid"]
    assert found["Introduction"] == [f"+{_LONG}"]
    assert found["Address"] == ["+news/2026-05-01-unsaid/"]
    assert "Corrections" not in found

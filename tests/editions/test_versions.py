"""What a page said before: each text has an address that stays, says so, and goes where it must."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from ambasada.accounts.models import Actor
from ambasada.editions.actions import erase_past
from ambasada.network.models import Approval, Embassy, Seat, StoredDocument
from ambasada.pages.actions import ask
from ambasada.pages.actions.publication import finish
from ambasada.publishing.models import NewsPage
from ambasada.statements.models import StatementPage
from tests.factories.editions import NOW, Visitor, baked, folders, header, text_at, visitor_of
from tests.factories.pages import news, statement, translated, withdraw_at_once
from tests.factories.photographs import kept
from tests.factories.reading import Element, read
from tests.factories.searching import files_with
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files]
DAY = timedelta(days=1)
FIRST, SECOND, THIRD = "Four hundred came.", "Forty came.", "Forty-one came."


def changed(page: NewsPage | StatementPage, later: timedelta, **fields: Any) -> None:
    """Change a page and have it approved some time later."""
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision()
    approval = ask([page], by=Actor.FOUNDER, now=NOW + later)
    if approval.status == Approval.Status.WAITING:
        finish(approval, by=Actor.FOUNDER, now=NOW + later)
    page.refresh_from_db()


@pytest.fixture
def item(edition: Embassy) -> NewsPage:
    """Return a news item that said three things, the last of them baked."""
    item = news(edition, introduction=FIRST)
    changed(item, DAY, introduction=SECOND)
    changed(item, 2 * DAY, introduction=THIRD)
    baked(edition)
    return item


def shown(embassy: Embassy, path: str) -> Element:
    return read(text_at(embassy, path))


def statuses(visitor: Visitor, *paths: str) -> list[int]:
    return [visitor.ask(path).status for path in paths]


def test_every_text_has_an_address_and_an_earlier_one_says_so(
    edition: Embassy, item: NewsPage
) -> None:
    own = f"/en/{item.address}"

    pages = {number: text_at(edition, f"{own}versions/{number}/") for number in (1, 2, 3)}

    for number, text in enumerate((FIRST, SECOND, THIRD), 1):
        assert text in pages[number]
        assert f'href="{own}">Read the current version' in pages[number]
        assert '<meta name="robots" content="noindex">' in pages[number]
        assert f'{own}versions/{number}/">' in pages[number]  # as its canonical address
    assert "This is an earlier version, of 24 November 2026." in pages[1]
    assert "This is an earlier version, of 25 November 2026." in pages[2]
    assert "This is the version of 26 November 2026, the current one." in pages[3]
    assert "noindex" not in text_at(edition, own)


def test_page_leads_to_the_list_of_what_it_said_before(edition: Embassy, item: NewsPage) -> None:
    own = f"/en/{item.address}"

    listed = text_at(edition, f"{own}versions/")

    assert f'href="{own}versions/"' in text_at(edition, own)
    links = [f"{own}versions/{number}/" for number in (3, 2, 1)]
    places = [listed.index(f'href="{link}"') for link in links]
    assert places == sorted(places)
    assert listed.count("the current one") == 1
    assert "versions/" not in text_at(edition, "/sitemap.xml")


def test_page_that_said_one_thing_has_no_such_address(edition: Embassy) -> None:
    item = news(edition, title="Another day")
    withdraw_at_once(item)
    changed(item, DAY)  # given again, word for word
    baked(edition)

    assert text_at(edition, f"/en/{item.address}") != ""
    assert "versions/" not in text_at(edition, f"/en/{item.address}")
    assert statuses(visitor_of(edition), f"/en/{item.address}versions/") == [404]


def test_address_stays_when_another_version_comes(edition: Embassy, item: NewsPage) -> None:
    own = f"/en/{item.address}"
    changed(item, 3 * DAY, introduction="Nobody came.")

    made = baked(edition, later=3 * DAY)

    assert "an earlier version, of 26 November 2026" in text_at(edition, f"{own}versions/3/")
    assert SECOND in text_at(edition, f"{own}versions/2/")
    assert "the current one" in text_at(edition, f"{own}versions/4/")
    assert (made.missed, made.faults) == (frozenset(), {})


def test_versions_move_with_their_page(edition: Embassy, item: NewsPage) -> None:
    old = f"/en/{item.address}"
    changed(item, 3 * DAY, slug="2026-05-01-told-better")

    made = baked(edition, later=3 * DAY)

    new = f"/en/{item.address}"
    assert new != old
    answers = [visitor_of(edition).ask(f"{old}versions/{each}") for each in ("", "1/", "4/")]
    assert [each.status for each in answers] == [301, 301, 301]
    assert header(answers[1], "location") == f"{new}versions/1/"
    assert FIRST in text_at(edition, f"{new}versions/1/")
    assert made.faults == {}


def test_versions_of_what_was_taken_back_are_gone(edition: Embassy, item: NewsPage) -> None:
    paths = [f"/en/{item.address}versions/{each}" for each in ("", "1/", "3/")]
    withdraw_at_once(item)

    baked(edition, later=3 * DAY)

    assert statuses(visitor_of(edition), *paths) == [410, 410, 410]
    assert FIRST not in "".join(text_at(edition, path) for path in paths)


def test_versions_are_read_in_their_own_language(edition: Embassy, item: NewsPage) -> None:
    other = translated(item, edition, "be", title="Ціхі дзень", introduction="Прыйшлі.")
    changed(other, 3 * DAY, introduction="Прыйшло сорак.")
    baked(edition, later=3 * DAY)

    first = text_at(edition, f"/be/{other.address}versions/1/")

    assert "Прыйшлі." in first
    assert f'href="/en/{item.address}"' in first  # the switch leads to the text of now
    own, instead = f"/be/{other.address}versions/", f"/ru/{other.address}"
    assert f'href="{own}"' in text_at(edition, instead)
    assert statuses(visitor_of(edition), f"{instead}versions/1/") == [404]


def test_earlier_version_leads_to_no_file_that_is_not_public(edition: Embassy) -> None:
    file = ContentFile(b"Words that were withdrawn", name="old.txt")
    document = StoredDocument.objects.create(title="Old", file=file)
    source = {"title": "A source", "archived": document}
    item = news(edition, sources=[("source", source)])
    changed(item, DAY, sources=[("source", {"title": "A source"})])

    made = baked(edition)

    first = text_at(edition, f"/en/{item.address}versions/1/")
    assert "A source" in first
    assert document.sha256 not in first
    assert made.faults == {}


def test_link_of_an_earlier_version_is_one_again_once_something_is_there(edition: Embassy) -> None:
    file = ContentFile(b"Words that came back", name="old.txt")
    document = StoredDocument.objects.create(title="Old", file=file)
    link = f'href="/documents/{document.sha256}.txt"'
    item = news(edition, body=[("text", f"<p>Read <a {link}>this</a>.</p>")])
    changed(item, DAY, body=[("text", "<p>Read nothing.</p>")])
    baked(edition)
    version = f"/en/{item.address}versions/1/"
    assert "<a>this</a>" in text_at(edition, version)

    source = {"title": "A source", "archived": document}
    news(edition, title="Another day", sources=[("source", source)])
    made = baked(edition, later=DAY)

    assert version in made.changed
    assert f"<a {link}>this</a>" in text_at(edition, version)
    assert baked(edition, is_full=True, later=DAY).missed == frozenset()


def test_earlier_version_of_a_page_about_help_is_as_neutral_as_the_page(edition: Embassy) -> None:
    item = news(edition, title="Where help is")
    changed(item, DAY, page_class="yellow", neutral_title="Information")
    baked(edition)

    answer = visitor_of(edition).ask(f"/en/{item.address}versions/1/")
    page = shown(edition, f"/en/{item.address}versions/1/")

    assert header(answer, "cache-control") == "no-store"
    assert page.one("title").text == "Information"


def test_statement_has_them_as_well(edition: Embassy) -> None:
    text = statement(edition)
    changed(
        text,
        DAY,
        corrections=[("correction", {"corrected_on": date(2026, 5, 2), "text": "A comma."})],
    )
    baked(edition)

    assert "A comma." not in text_at(edition, f"/en/{text.address}versions/1/")
    assert "A comma." in text_at(edition, f"/en/{text.address}versions/2/")


def test_what_was_erased_of_the_past_is_gone_at_once_and_numbers_stay(
    edition: Embassy, item: NewsPage
) -> None:
    member = seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)
    paths = [f"/en/{item.address}versions/{number}/" for number in (1, 2, 3)]

    erase_past(item, edition, by=member, now=NOW + 3 * DAY)
    at_once = statuses(visitor_of(edition), *paths)
    baked(edition, later=3 * DAY)

    assert 200 not in at_once[:2]
    assert statuses(visitor_of(edition), *paths) == [410, 410, 200]
    assert THIRD in text_at(edition, paths[2])
    listed = text_at(edition, f"/en/{item.address}versions/")
    assert "The version of 24 November 2026 was erased." in listed
    assert files_with(FIRST, settings.EDITIONS_ROOT) == set()
    assert folders().current("gb") is not None


def test_earlier_version_shows_no_picture_that_is_not_public(edition: Embassy) -> None:
    member = seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)
    shown = ("picture", {"picture": kept(edition, member).pk, "caption": "A square"})
    text = ("text", "<p>A quiet day.</p>")
    item = news(edition, body=[text, shown])
    changed(item, DAY, body=[text])

    made = baked(edition)

    first = text_at(edition, f"/en/{item.address}versions/1/")
    assert "A quiet day." in first
    assert "/pictures/" not in first
    assert made.faults == {}

"""What readers find, in which order, and what nobody finds."""

import sqlite3
from contextlib import closing, suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.editions.actions import bake, erase, erase_past, index_all
from ambasada.editions.actions.indexing import forget_index
from ambasada.editions.gates import Reading
from ambasada.editions.searching.answered import LONGEST, typed_in
from ambasada.editions.searching.asked import results
from ambasada.editions.searching.texts import page_text
from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.network.models import Embassy, SearchWords, Seat
from ambasada.publishing.models import NewsPage
from tests.factories.editions import (
    NOW,
    Visitor,
    baked,
    folders,
    header,
    indexed,
    text_at,
    visitor_of,
)
from tests.factories.pages import (
    DAY,
    approve_at_once,
    at,
    banner,
    drafted,
    guide,
    news,
    translated,
    withdraw_at_once,
)
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
CANARY = "Zorkanary"
MINUTE = timedelta(minutes=1)


def text(words: str) -> list[tuple[str, str]]:
    return [("text", f"<p>{words}</p>")]


def held_of(word: str) -> list[bytes]:
    """Return the ways to write a word that are in the file, wherever SQLite left them."""
    held = folders().search("gb").read_bytes()
    return [each for each in (word.encode(), word.lower().encode()) if each in held]


@pytest.fixture
def visitor(britain: Embassy) -> Visitor:
    indexed(britain)
    return visitor_of(britain)


@pytest.fixture
def member(edition: Embassy) -> Member:
    return seat("writer", edition, role=Seat.Role.EDITOR, days_ago=60)


def test_page_is_found_by_another_form_of_its_words(britain: Embassy) -> None:
    item = translated(
        news(britain), britain, "be", title="Пра сям’ю", body=text("Палітвязні на волі")
    )
    indexed(britain)
    visitor = visitor_of(britain)
    here = f"/be/{item.address}"

    for typed in (
        "палітвязень",
        "Палітвязняў",
        "палитвязням",
        "сям'я",
        "сямъя",
        "CЯМ’Я",
        "палітвя",
    ):
        assert here in visitor.finds(typed, "be"), typed


def test_readers_own_language_comes_first_and_the_others_are_labelled(visitor: Visitor) -> None:
    for language in ("en", "be", "ru"):
        found = visitor.finds("Беларусі", language)
        own = [each.startswith(f"/{language}/") for each in found]
        assert own[0]
        assert not own[-1]
        assert own == sorted(own, reverse=True)

    body = bytes(visitor.search("passport", "ru").body).decode()
    assert '<span class="search__language">' in body


def test_words_of_another_language_find_what_means_the_same(visitor: Visitor) -> None:
    assert any(each.startswith("/be/") for each in visitor.finds("passport", "be"))
    assert any(each.startswith("/en/") for each in visitor.finds("пашпартоў", "en"))


def test_all_words_are_looked_for_and_any_of_them_if_no_page_has_all(britain: Embassy) -> None:
    both = news(britain, title="Amber harbour")
    one = news(britain, title="Amber mountain", slug="mountain")
    indexed(britain)
    visitor = visitor_of(britain)

    assert visitor.finds("amber harbours") == [f"/en/{both.address}"]
    assert set(visitor.finds("amber submarine")) == {f"/en/{both.address}", f"/en/{one.address}"}


def test_title_counts_for_more_than_text(britain: Embassy) -> None:
    news(britain, title="Something else", body=text("An amber day"))
    titled = news(britain, title="Amber", slug="amber")
    indexed(britain)

    assert visitor_of(britain).finds("amber")[0] == f"/en/{titled.address}"


def test_title_counts_for_more_than_a_text_that_says_it_often(britain: Embassy) -> None:
    news(britain, title="Something else", introduction="Amber", body=text("amber " * 40))
    titled = news(
        britain, title="A quiet day by the amber harbour", slug="amber", body=text("word " * 900)
    )
    indexed(britain)

    assert visitor_of(britain).finds("amber")[0] == f"/en/{titled.address}"


def test_what_stands_on_many_pages_is_not_found_on_each() -> None:
    page = page_text(
        b'<main id="main" lang="en"><h1>Amber</h1><div class="row__text notice notice--now"><p>Do '
        b'not print.</p></div><dl class="row__rail dateline"><dt>Checked</dt><dd>May</dd></dl>'
        b"<p>Harbour</p></main>"
    )

    assert (page.title, page.text) == ("Amber", "Harbour")


def test_page_that_lists_leave_out_is_not_found(britain: Embassy) -> None:
    today = timezone.localdate()
    kept = guide(britain, title="Amber kept", checked_on=today)
    gone = guide(britain, title="Amber gone", checked_on=today - timedelta(days=400))
    indexed(britain)

    assert 'content="noindex"' in text_at(britain, f"/en/{gone.address}")
    assert visitor_of(britain).finds("amber") == [f"/en/{kept.address}"]


def test_answer_is_whole_although_the_file_is_rewritten_meanwhile(britain: Embassy) -> None:
    news(britain, title="Amber harbour")
    indexed(britain)
    file = folders().search("gb")

    def taken_out_meanwhile(_path: str) -> bool:
        with suppress(sqlite3.OperationalError), closing(sqlite3.connect(file, timeout=0)) as other:
            other.execute("DELETE FROM page")
            other.commit()
        return True

    [found] = results(file, "amber", language="en", is_shown=taken_out_meanwhile)

    assert found.title == "Amber harbour"


def test_page_in_another_languages_stead_is_found_once(britain: Embassy) -> None:
    item = news(britain, title="Amber harbour")
    indexed(britain)

    assert visitor_of(britain).finds("amber", "be") == [f"/en/{item.address}"]


def test_nothing_found_offers_other_ways(visitor: Visitor) -> None:
    body = bytes(visitor.search("zzzz", "be").body).decode()

    assert visitor.finds("zzzz", "be") == []
    assert 'href="/be/a-z/"' in body
    assert 'href="/be/emergency/"' in body


def test_answer_is_the_baked_page_with_a_form_and_what_was_found(
    britain: Embassy, visitor: Visitor
) -> None:
    baked_page = text_at(britain, "/be/search/")
    empty, found = visitor.ask("/be/search/"), visitor.search("Беларусі", "be")

    assert not Reading(baked_page.encode()).has_form
    for answer in (empty, found):
        said = bytes(answer.body).decode()
        assert answer.status == 200
        assert "<title>Пошук</title>" in said
        assert said.startswith(baked_page.partition("<!--search-->")[0])
        assert said.endswith(baked_page.rpartition("<!--/search-->")[2])
        assert header(answer, "set-cookie") == header(answer, "etag") == ""
        assert header(answer, "cache-control") == "no-store"
        expected = headers_for(HeaderClass.SEARCH)
        assert {name: header(answer, name.lower()) for name in expected} == expected
    assert "form-action 'self'" in headers_for(HeaderClass.SEARCH)["Content-Security-Policy"]


def test_what_was_typed_stands_in_the_box_alone_and_is_no_markup(visitor: Visitor) -> None:
    typed = '"><script>alert(1)</script><b>amberzz'
    body = bytes(visitor.search(typed).body).decode()

    assert "<script>alert" not in body
    assert body.count("amberzz") == 1
    assert 'value="&quot;&gt;&lt;script&gt;' in body


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "NEAR(",
        "title:",
        "AND",
        "OR NOT",
        "-",
        "^",
        "a" * 5_000,
        "’’’",
        "\x00",
        "{}[]()",
        "ъ",
    ],
)
def test_nothing_that_can_be_typed_is_an_operator_or_a_fault(visitor: Visitor, typed: str) -> None:
    assert visitor.search(typed).status == 200


def test_body_that_is_no_form_is_nothing_typed() -> None:
    assert typed_in(b"\xff\xfe") == typed_in(b"") == typed_in(b"q") == typed_in(b"p=1") == ""
    assert typed_in(b"&" * 900) == ""
    assert typed_in(b"q=" + b"%D0%B0" * 150) == "а" * LONGEST
    assert typed_in(b"q=%ff%fe+a") == "�� a"


def test_snippet_marks_what_was_looked_for(britain: Embassy) -> None:
    news(britain, body=text("Long before <b>amber</b> harbours & <i>lights</i>"))
    indexed(britain)

    body = bytes(visitor_of(britain).search("harbour").body).decode()

    assert "amber <mark>harbours</mark> &amp; lights" in body


def test_what_is_not_public_is_not_found(britain: Embassy) -> None:
    drafted(NewsPage(title=CANARY, published_on=DAY), at(britain, "en", "news/"))
    gone = news(britain, title=f"{CANARY} withdrawn", slug="gone")
    indexed(britain)
    visitor = visitor_of(britain)
    assert visitor.finds(CANARY) == [f"/en/{gone.address}"]
    withdraw_at_once(gone)
    baked(britain, later=MINUTE)

    assert visitor_of(britain).finds(CANARY) == []
    while index_all():
        pass
    assert held_of(CANARY) == []


def test_changed_page_is_found_by_its_new_words_alone(britain: Embassy) -> None:
    item = news(britain, body=text("An amber day"))
    indexed(britain)
    item.body = text("A harbour day")
    item.save_revision()
    approve_at_once(item)
    indexed(britain, later=MINUTE)
    visitor = visitor_of(britain)

    assert visitor.finds("amber") == []
    assert visitor.finds("harbour") == [f"/en/{item.address}"]


def test_banner_makes_nobody_write_every_page_down_anew(britain: Embassy) -> None:
    indexed(britain)
    with closing(sqlite3.connect(folders().search("gb"))) as database:
        before = database.execute("SELECT id, path FROM page ORDER BY id").fetchall()
    banner(britain)
    indexed(britain, later=MINUTE)

    with closing(sqlite3.connect(folders().search("gb"))) as database:
        assert database.execute("SELECT id, path FROM page ORDER BY id").fetchall() == before
    assert visitor_of(britain).finds("square") == []


def test_what_was_erased_is_found_no_more_and_is_not_in_the_file(
    britain: Embassy, member: Member
) -> None:
    item = news(britain, title=f"{CANARY} item", body=text(f"About {CANARY}-Test"))
    indexed(britain)
    assert visitor_of(britain).finds(CANARY)

    erase(item, britain, by=member, now=NOW)

    assert visitor_of(britain).finds(CANARY) == []
    assert not folders().search("gb").exists()
    while index_all():  # before the next bake: the edition still has it
        pass
    assert visitor_of(britain).finds("passport")
    assert held_of(CANARY) == []
    bake(britain, now=NOW + MINUTE)
    while index_all():
        pass
    assert held_of(CANARY) == []


def test_older_words_that_were_erased_are_not_in_the_file(britain: Embassy, member: Member) -> None:
    item = news(britain, body=text(CANARY))
    indexed(britain)
    assert held_of(CANARY)
    item.body = text("A quiet item")
    item.save_revision()
    approve_at_once(item)
    indexed(britain, later=MINUTE)

    erase_past(item, britain, by=member, now=NOW + MINUTE)
    indexed(britain, later=2 * MINUTE)

    assert visitor_of(britain).finds("quiet") == [f"/en/{item.address}"]
    assert held_of(CANARY) == []


def test_reader_is_told_while_the_file_is_being_made(visitor: Visitor) -> None:
    forget_index(folders(), "gb")
    absent = visitor.search("passport")
    folders().search("gb").write_bytes(b"no database at all" * 500)
    broken = visitor.search("passport")
    while index_all(seconds=0):  # a page at a time: whatever was published is baked first
        assert visitor.finds("passport") == []

    for answer in (absent, broken):
        assert answer.status == 200
        assert 'role="status"' in bytes(answer.body).decode()
    assert visitor.finds("passport")


def test_members_words_are_searched_once_they_are_approved(britain: Embassy) -> None:
    item = news(britain, title="Amber harbour")
    indexed(britain)
    words = SearchWords.objects.get(embassy=britain)
    words.same = {"en": "amber, electron", "be": "бурштын", "ru": "янтарь"}
    words.save_revision()
    indexed(britain, later=MINUTE)
    assert visitor_of(britain).finds("янтаря") == []

    approve_at_once(words)
    indexed(britain, later=2 * MINUTE)

    for typed in ("янтарь", "бурштыну", "electron"):
        assert visitor_of(britain).finds(typed) == [f"/en/{item.address}"]


def test_copy_to_read_offline_and_site_map_know_no_search_page(britain: Embassy) -> None:
    assert "/search/" not in text_at(britain, "/sitemap.xml")

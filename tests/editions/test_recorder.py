"""What pages ask of the database while they render is what their tags say.

A query that no tag explains is a page that stays old when what it asked for changes. So each is
looked at here: the table, and of the approved copies the column by which they were chosen.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from ambasada.editions.actions import erase
from ambasada.editions.books import open_books
from ambasada.editions.public import public_things
from ambasada.editions.rendering import render
from ambasada.editions.sources import paths_of
from ambasada.lib.recorder import asking_once
from ambasada.lib.tags import (
    FACT,
    HELP,
    LIST,
    MEMBERS,
    MIRRORS,
    NUMBER,
    PAGE,
    PAGES,
    PATH,
    PEOPLE,
    PERSON,
)
from ambasada.network.models import Channel, Embassy, Seat, StoredDocument
from ambasada.network.queries import facts_of
from ambasada.prisoners.models import forget_what_is_known
from tests.factories.editions import NOW, baked, folders, served_of, text_at
from tests.factories.pages import approve_at_once, news, statement, translated, withdraw_at_once
from tests.factories.photographs import kept
from tests.factories.prisoners import person
from tests.factories.prisoners import published as listed
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
MINUTE = timedelta(minutes=1)

# By table, what else a page may ask for: the tag that must be noted.
OTHERS = {
    "accounts_member": MEMBERS,  # how many there have been
    "editions_mirrorcheck": MIRRORS,  # which mirrors were found sound
    "network_sealedhelp": HELP,  # whether somebody is on duty
    "network_embassy": f"{FACT}network.embassy",  # which code its home pages begin with
}
# The address of a document or a picture is its hash: its bytes never change, and whether it is
# there is asked at every bake.
ITS_OWN = re.compile(r"/(?:documents|pictures)/[0-9a-f]{64}\.[a-z]+")
# Lists of prisoners, and what they name by its hash: a tag of somebody, or of a group of them.
OF_PEOPLE = frozenset({"prisoners_prisonerroll", "prisoners_prisonerrecord"})
_LISTS = "prisoners.prisonerlist"
_TABLES = re.compile(r'(?:FROM|JOIN) "(\w+)"')
_KIND = re.compile(r"[a-z]+\.[a-z]+")
_KEY = re.compile(r"[0-9a-f]{32}")
_CHOSEN = re.compile(r'"network_faircopy"\."(\w+)" (?:=|IN)')
_IN_ITS_PLACE = frozenset({"network_faircopy", "network_approval"})
Asked = tuple[str, tuple[object, ...]]


@pytest.fixture
def eventful(britain: Embassy) -> Embassy:
    """Return Britain with a page of each kind, one that moved, one that is gone, and a link."""
    moved, gone = news(britain, title="To move"), news(britain, title="To go")
    moved.slug = "2026-05-01-moved"
    moved.save_revision()
    approve_at_once(moved)
    withdraw_at_once(gone)
    stored = StoredDocument.objects.create(
        title="A quiet source", file=ContentFile(b"A quiet resolution.\n", name="quiet.txt")
    )
    source = {"title": "The resolution", "archived": stored}
    text = f'<p>Read <a linktype="page" id="{moved.pk}">this page</a>.</p>'
    picture = {"picture": kept(britain, seat("photographer", britain)).pk, "caption": "Quiet"}
    body = [("text", text), ("picture", picture)]
    item = news(britain, sources=[("source", source)], body=body)
    translated(item, britain, "be", title="Ціхі дзень")
    statement(britain)
    listed(britain, person(1), person(2, status="former"))
    forget_what_is_known()
    return britain


@contextmanager
def asking() -> Iterator[list[Asked]]:
    """Collect the statements that are sent until the block ends, with their values."""
    asked: list[Asked] = []

    def note(execute: Callable[..., Any], sql: str, values: Any, *rest: Any) -> Any:  # noqa: ANN401
        asked.append((sql, tuple(values or ())))
        return execute(sql, values, *rest)

    with connection.execute_wrapper(note):
        yield asked


def unexplained(asked: Asked, tags: frozenset[str]) -> list[str]:
    """Name what a statement asks for that none of the tags explains."""
    sql, values = asked
    tables = set(_TABLES.findall(sql))
    if any(each.startswith((PERSON, PEOPLE)) for each in tags) and _LISTS in values:
        return []
    others = tables - _IN_ITS_PLACE - OF_PEOPLE
    found = [each for each in others if OTHERS.get(each) not in tags]
    if tables & OF_PEOPLE and not any(each.startswith((PERSON, PEOPLE)) for each in tags):
        found.append(sql)
    if "network_faircopy" in tables and not is_told(sql.partition(" WHERE ")[2], values, tags):
        found.append(sql)
    return found


def is_told(where: str, values: tuple[object, ...], tags: frozenset[str]) -> bool:
    """Tell whether a column that chooses approved copies is told by a tag for each value."""
    texts = [each for each in values if isinstance(each, str)]
    if '"network_faircopy"."source" = ' in where:  # that it was not erased, which is ""
        texts.remove("")
    by_column = {
        "object_id": [
            {f"{NUMBER}{each}", *(f"{FACT}{kind}:{each}" for kind in texts)}
            for each in values
            if is_number(each)
        ],
        "translation_key": [{f"{PAGE}{UUID(str(each))}"} for each in values if is_key(each)],
        "kind": [{f"{LIST}{each}", f"{FACT}{each}"} for each in texts if _KIND.fullmatch(each)],
        "path": [{f"{PATH}{each}"} for each in texts if each == "" or each.endswith("/")],
    }
    chosen = [by_column[each] for each in _CHOSEN.findall(where) if each in by_column]
    return any(each and all(one & tags for one in each) for each in chosen or [[{PAGES}]])


def is_number(value: object) -> bool:
    """Tell a number, which each database wraps in its own way, from a yes or no."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_key(value: object) -> bool:
    return isinstance(value, UUID) or (isinstance(value, str) and bool(_KEY.fullmatch(value)))


def test_no_page_asks_for_what_its_tags_do_not_tell(eventful: Embassy) -> None:
    facts = facts_of(eventful)
    assert facts is not None
    found: dict[str, list[str]] = {}
    tables: set[str] = set()

    for path in paths_of(eventful):
        with asking() as asked:
            made = render(facts, path)
        tables |= {table for sql, _values in asked for table in _TABLES.findall(sql)}
        assert all(sql.startswith("SELECT") for sql, _values in asked)
        if not ITS_OWN.fullmatch(path):
            found[path] = [each for one in asked for each in unexplained(one, made.tags)]

    assert {path: each for path, each in found.items() if each} == {}
    assert len(found) > 70
    # The roll was read before the first page, to tell which paths there are.
    assert tables - {"prisoners_prisonerroll"} == {
        *_IN_ITS_PLACE,
        *OTHERS,
        "network_namedfile",
        "prisoners_prisonerrecord",
    }


def test_pages_that_share_what_they_ask_read_and_say_the_same(eventful: Embassy) -> None:
    facts = facts_of(eventful)
    assert facts is not None
    paths = list(paths_of(eventful))
    alone = {path: render(facts, path) for path in paths}

    with asking_once():
        shared = {path: render(facts, path) for path in paths}

    assert shared == alone


def test_what_is_public_is_the_same_shared_and_alone(eventful: Embassy) -> None:
    member = seat("writer", eventful, role=Seat.Role.EDITOR, days_ago=60)
    erase(news(eventful, title="To erase"), eventful, by=member, now=NOW)
    alone = public_things(eventful, {}), list(paths_of(eventful))

    with asking_once():
        shared = public_things(eventful, {}), list(paths_of(eventful))

    assert shared == alone


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ('"network_faircopy"."object_id" IN (%s)', 7),
        ('"network_faircopy"."object_id" = %s', 7),
        ('"network_faircopy"."path" = %s', "news/"),
        ('"network_faircopy"."kind" IN (%s)', "publishing.newspage"),
        ('"network_faircopy"."translation_key" = %s', UUID(int=7)),
        ('"network_faircopy"."is_public"', True),
    ],
)
def test_query_without_its_tag_is_told(where: str, value: object) -> None:
    others = frozenset({MEMBERS, f"{NUMBER}8", f"{PATH}help/", f"{LIST}network.office"})
    every = others | {f"{NUMBER}7", f"{PATH}news/", f"{LIST}publishing.newspage"}
    sql = f'SELECT 1 FROM "network_faircopy" WHERE {where}'  # noqa: S608 -- never sent

    assert unexplained((sql, (value,)), others) == [sql]
    assert unexplained((sql, (value,)), every | {PAGES, f"{PAGE}{UUID(int=7)}"}) == []
    assert unexplained(('SELECT 1 FROM "wagtailcore_page"', ()), every) == ["wagtailcore_page"]


def rename_channel(britain: Embassy, purpose: str) -> None:
    channel = Channel.objects.get(embassy=britain, address="press@example.org")
    channel.purpose = dict.fromkeys(britain.languages, purpose)
    channel.save_revision()
    approve_at_once(channel)


def lose_tags(path: str) -> None:
    """Do what a query without a tag does."""
    with open_books(folders().books, "gb") as books:
        books.write_tags(path, frozenset())


def test_after_a_miss_what_is_published_takes_its_language_along_until_none_is_missed(
    britain: Embassy,
) -> None:
    lose_tags("/en/contact/")
    rename_channel(britain, "Canary one")
    baked(britain, later=MINUTE)
    assert "Canary one" not in text_at(britain, "/en/contact/")
    assert baked(britain, is_full=True, later=MINUTE * 2).missed == {"/en/contact/"}
    assert "Canary one" in text_at(britain, "/en/contact/")

    lose_tags("/en/contact/")
    rename_channel(britain, "Canary two")
    news(britain)
    made = baked(britain, later=MINUTE * 3)
    assert "Canary two" in text_at(britain, "/en/contact/")
    assert made.missed == {"/en/contact/"}
    assert baked(britain, later=MINUTE * 4).rendered == 0

    assert baked(britain, is_full=True, later=MINUTE * 5).missed == frozenset()
    rename_channel(britain, "Canary three")  # on two pages, each with its plain text
    assert baked(britain, later=MINUTE * 6).rendered == 4 * len(britain.languages)


def test_after_a_miss_languages_that_nothing_touches_are_left_alone(britain: Embassy) -> None:
    with open_books(folders().books, "gb") as books:
        books.note_sweep(NOW + MINUTE, rendered=54, missed=["/ru/about/"])
    item = news(britain)
    baked(britain, later=MINUTE * 2)
    with open_books(folders().books, "gb") as books:
        books.note_faults({f"/be/{item.address}": "is empty"})

    made = baked(britain, later=MINUTE * 3)

    entries = served_of(britain).manifest.entries
    assert made.rendered == len([path for path in entries if path.startswith("/be/")])

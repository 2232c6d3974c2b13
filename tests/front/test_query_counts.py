"""What a page costs the database: little, and no more when there is more of everything."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ambasada.network.models import Embassy
from tests.factories.embassies import raised_from
from tests.factories.packs import LANGUAGES, tiny_facts, tiny_pack
from tests.factories.pages import approve_at_once, at, guide, news, statement, translated
from tests.factories.reader import Reader


def queries(host: str, path: str) -> int:
    """Return how many queries a page takes once the process has answered something before."""
    reader = Reader(host)
    assert reader.get(path).status == 200
    with CaptureQueriesContext(connection) as captured:
        reader.get(path)
    return len(captured)


PATHS = (
    "/en/",
    "/en/news/",
    "/en/news/2026-05-01-first/",
    "/en/statements/",
    "/en/statements/2026-05-01-islanders-statement-of-1-may-2026/",
    "/en/about/",
    "/en/contact/",
    "/en/emergency/",
    "/en/verify/",
    "/en/help/",
    "/en/guides/",
    "/en/guides/first/",
    "/ru/",
    "/ru/news/",
    "/ru/statements/2026-05-01-islanders-statement-of-1-may-2026/",
)
HOST = "tiny.example.org"


@pytest.mark.django_db
def test_page_takes_at_most_fifteen_queries_and_no_more_when_everything_is_threefold(
    tmp_path: Path,
) -> None:
    embassy = raised_from(tiny_pack(tmp_path / "a"), HOST)
    with_one = {path: queries(HOST, path) for path in PATHS}

    for code in ("b", "c"):
        facts = tiny_facts() | {"code": code}
        raised_from(tiny_pack(tmp_path / code, facts), f"{code}.example.org")
    with_three_embassies = {path: queries(HOST, path) for path in PATHS}
    for day in (2, 3):
        item = news(embassy, "en", published_on=date(2026, 5, day))
        translated(item, embassy, "be", title="Ціхі дзень")
        statement(embassy, "en", issued_on=date(2026, 5, day))
        guide(embassy, "en", title=f"Guide {day}")
        imported = at(embassy, "en", "statements/2026-05-01-islanders-statement-of-1-may-2026/")
        imported.issuers = f"We, Islanders abroad, {day}"
        imported.save_revision()
        approve_at_once(imported)
    with_three_of_each = {path: queries(HOST, path) for path in PATHS}

    assert {path: count for path, count in with_one.items() if count > 15} == {}
    assert with_three_embassies == with_one
    assert with_three_of_each == with_one


@pytest.mark.django_db
def test_page_takes_as_many_queries_in_three_languages_as_in_one(tmp_path: Path) -> None:
    three = raised_from(tiny_pack(tmp_path / "three"), HOST)
    facts = tiny_facts() | {"code": "one", "languages": ["en"]}
    raised_from(tiny_pack(tmp_path / "one", facts), "one.example.org")
    paths = [path for path in PATHS if path.startswith("/en/")]

    assert three.languages == list(LANGUAGES)
    assert {path: queries(HOST, path) for path in paths} == {
        path: queries("one.example.org", path) for path in paths
    }


def test_site_map_and_errors_take_as_many_queries_with_three_pages_as_with_one(
    britain: Embassy,
) -> None:
    before = queries("gb.localhost", "/sitemap.xml")
    for day in (2, 3):
        news(britain, "en", published_on=date(2026, 5, day))

    assert queries("gb.localhost", "/sitemap.xml") == before

"""Files for machines: the site map, robots.txt, health."""

from xml.etree import ElementTree as ET

import pytest

from ambasada.front.packs import OPTIONAL_KEYS, PAGE_KEYS
from ambasada.network.models import Embassy
from tests.factories.pages import at, news, translated, withdraw_at_once
from tests.factories.reader import Reader

_SECTIONS = {"meetings": "partners/"}  # what does not stand below the home page
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_LINK = "{http://www.w3.org/1999/xhtml}link"


def listed(reader: Reader) -> dict[str, dict[str, str]]:
    """Return the addresses of the site map, each with its versions by language."""
    root = ET.fromstring(reader.get("/sitemap.xml").bytes)
    return {
        url.findtext(f"{_SITEMAP}loc", ""): {
            link.attrib["hreflang"]: link.attrib["href"] for link in url.findall(_LINK)
        }
        for url in root
    }


@pytest.mark.usefixtures("norland")
def test_site_map_lists_every_published_page_once_in_its_own_language(
    reader_in_norland: Reader,
) -> None:
    sections = ["" if key == "home" else f"{key}/" for key in PAGE_KEYS]
    both = [
        *sections,
        *(f"{_SECTIONS.get(key, '')}{key}/" for key in OPTIONAL_KEYS),
        "guides/tell-the-town-where-you-live/",
        "situation/timeline/",
        "situation/lighthouses-by-coast/",
        "news/2026-09-14-evening-of-letters/",
    ]
    english = [
        "news/2026-10-05-treasurer-wanted/",
        "statements/2021-03-03-peoples-embassies-statement-of-mar-3-2021/",
    ]

    found = listed(reader_in_norland)

    origin = "http://norland.localhost:8000"
    assert sorted(found) == sorted(
        [f"{origin}/en/{path}" for path in both + english]
        + [f"{origin}/ru/{path}" for path in both]
    )
    for path in both:
        pair = {code: f"{origin}/{code}/{path}" for code in ("en", "ru")}
        assert [found[address] for address in pair.values()] == [pair, pair]
    for path in english:
        assert found[f"{origin}/en/{path}"] == {"en": f"{origin}/en/{path}"}


def test_every_address_of_the_site_map_answers_and_calls_itself_canonical(
    norland: Embassy, reader_in_norland: Reader
) -> None:
    for address in listed(reader_in_norland):
        shown = reader_in_norland.get(address.removeprefix(norland.origin))
        assert (shown.status, shown.canonical) == (200, address)


def test_site_map_names_a_translation_by_its_own_slug(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    item = news(britain, "en")
    other = translated(item, britain, "be", title="Ціхі дзень")
    pair = {
        "en": f"{britain.origin}/en/{item.address}",
        "be": f"{britain.origin}/be/{other.address}",
    }

    found = listed(reader_in_britain)

    assert [found[address] for address in pair.values()] == [pair, pair]


def test_site_map_lists_the_timeline_and_each_table_and_no_file(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    found = listed(reader_in_britain)

    assert not any(address.endswith(".csv") for address in found)
    for name in ("timeline/", "held-over-time/"):
        each = {code: f"{britain.origin}/{code}/situation/{name}" for code in britain.languages}
        assert [found[address] for address in each.values()] == [each] * 3
        for address in each.values():
            shown = reader_in_britain.get(address.removeprefix(britain.origin))
            assert (shown.status, shown.canonical) == (200, address)


def test_site_map_forgets_a_page_when_it_is_taken_back(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    before = set(listed(reader_in_britain))
    about = at(britain, "be", "about/")
    about.unpublish()  # the workbench decides nothing
    unapproved = set(listed(reader_in_britain))
    withdraw_at_once(about)

    after = set(listed(reader_in_britain))

    assert unapproved == before
    assert before - after == {f"{britain.origin}/be/about/"}


def test_robots_may_read_all_but_the_exit_and_find_the_site_map(
    reader_in_norland: Reader,
) -> None:
    shown = reader_in_norland.get("/robots.txt")

    assert shown.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert shown.body == (
        "User-agent: *\nDisallow: /exit/\nSitemap: http://norland.localhost:8000/sitemap.xml\n"
    )


def test_health_says_ok(reader_in_norland: Reader) -> None:
    shown = reader_in_norland.get("/healthz")

    assert (shown.status, shown.body) == (200, "ok\n")

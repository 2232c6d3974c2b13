"""The banner: on every page without rendering one, gone as fast, and never on a page for long."""

import json
from datetime import timedelta
from importlib import import_module

import feedparser
import pytest

from ambasada.editions.books import open_books
from ambasada.editions.rendering import render
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry
from ambasada.network.models import Channel, Embassy
from ambasada.publishing.models import NewsPage
from tests.factories.editions import baked, folders, spoil, text_at
from tests.factories.pages import (
    ALERT,
    DAY,
    approve_at_once,
    at,
    banner,
    draft_banner,
    news,
    published,
    withdraw_at_once,
)
from tests.factories.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
LATER = timedelta(minutes=1)


def entries(embassy: Embassy) -> dict[str, Entry]:
    """Return what is served, by path."""
    manifest = folders().current_manifest(embassy.code)
    assert manifest is not None
    return dict(manifest.entries)


def pages(embassy: Embassy) -> dict[str, Entry]:
    """Return the pages a reader can be shown; quick exit only passes through its own."""
    return {
        path: each
        for path, each in entries(embassy).items()
        if each.type.startswith("text/html") and path != "/exit/"
    }


def feeds(embassy: Embassy) -> set[str]:
    return {path for path in entries(embassy) if path.endswith(("/feed.atom", "/feed.json"))}


def alerts(embassy: Embassy) -> dict[str, str]:
    """Return which of the alert's languages each page holds, where it is not the page's own."""
    found = {}
    for path, entry in pages(embassy).items():
        text = text_at(embassy, path)
        said = ",".join(code for code in ALERT for _ in range(text.count(ALERT[code])))
        if said != entry.language:
            found[path] = said
    return found


def stamps() -> dict[str, int]:
    found = folders().root.joinpath("blobs").rglob("*")
    return {str(path): path.stat().st_mtime_ns for path in found}


def test_banner_is_on_every_page_in_its_language_and_none_is_rendered(britain: Embassy) -> None:
    before = entries(britain)
    banner(britain)

    made = baked(britain, later=LATER)

    after = entries(britain)
    assert (made.edition, made.rendered, made.faults) == (2, 0, {})
    assert len(pages(britain)) > 40
    assert alerts(britain) == {}
    assert {path for path in after if after[path] != before[path]} == made.changed
    assert made.changed == pages(britain).keys() | feeds(britain)
    assert {path: each.size for path, each in after.items() if each.sha256} == {
        path: len(folders().blobs.read(each.sha256)) for path, each in after.items() if each.sha256
    }


def test_banner_stands_first_and_is_named_by_its_level(britain: Embassy) -> None:
    banner(britain, level="warning", link="emergency/")
    baked(britain)

    asides = read(text_at(britain, "/ru/about/")).all("aside")
    assert [each.attributes.get("class", "").split()[0] for each in asides[:2]] == [
        "banner",
        "emergency-line",
    ]
    assert asides[0].attributes == {
        "class": "banner banner--warning",
        "role": "region",
        "aria-label": "Внимание",
    }
    assert asides[0].hrefs == ["/ru/emergency/"]


def test_banner_is_the_first_entry_of_every_feed(britain: Embassy) -> None:
    baked(britain)
    before = {path: told_in(britain, path) for path in feeds(britain)}
    banner(britain, level="warning", link="emergency/")

    made = baked(britain, later=LATER)

    assert (made.rendered, made.faults) == (0, {})
    assert len(before) >= 6
    assert min(map(len, before.values())) == 0  # a list with no other entry is whole as well
    for path, others in before.items():
        language = path.split("/")[1]
        first, *rest = told_in(britain, path)
        assert rest == others
        assert ALERT[language] in first[0]
        assert first[1] == f"{britain.origin}/{language}/emergency/"


def told_in(embassy: Embassy, path: str) -> list[tuple[str, str]]:
    """Return title and address of each entry of a feed."""
    text = text_at(embassy, path)
    if path.endswith(".json"):
        return [(each["title"], each["url"]) for each in json.loads(text)["items"]]
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.bozo_exception
    return [(each.title, each.link) for each in found.entries]


def test_banner_that_is_taken_back_leaves_every_page_as_it_was(britain: Embassy) -> None:
    before = entries(britain)
    alert = banner(britain)
    baked(britain, later=LATER)
    withdraw_at_once(alert)

    made = baked(britain, later=2 * LATER)

    assert (made.edition, made.rendered) == (3, 0)
    assert entries(britain) == before


def test_banner_goes_when_its_time_is_over(britain: Embassy) -> None:
    before = entries(britain)
    banner(britain)
    baked(britain, later=LATER)

    assert baked(britain, later=timedelta(minutes=59)).edition is None
    made = baked(britain, later=timedelta(minutes=60))

    assert (made.edition, made.rendered) == (3, 0)
    assert entries(britain) == before
    assert baked(britain, later=timedelta(minutes=61)).edition is None


def test_banner_whose_time_is_over_never_comes(britain: Embassy) -> None:
    banner(britain)

    baked(britain, later=timedelta(hours=2))

    assert set(alerts(britain).values()) == {""}


def test_draft_of_a_banner_changes_no_byte(britain: Embassy) -> None:
    draft_banner(britain)

    assert baked(britain, is_full=True, later=LATER).edition is None


def test_other_banner_takes_the_place_of_the_first(britain: Embassy) -> None:
    banner(britain, text=dict.fromkeys(britain.languages, "Canary of yesterday"))
    baked(britain, later=LATER)
    banner(britain)

    made = baked(britain, later=2 * LATER)

    assert (made.edition, made.rendered) == (3, 0)
    assert alerts(britain) == {}
    bodies = [folders().blobs.read(each.sha256) for each in pages(britain).values()]
    assert not any(b"Canary of yesterday" in body for body in bodies)


def test_nothing_new_while_a_banner_stands_makes_no_edition_and_writes_nothing(
    britain: Embassy,
) -> None:
    banner(britain)
    baked(britain)
    before = stamps()

    made = baked(britain, later=LATER)
    swept = baked(britain, is_full=True, later=LATER)

    assert (made.edition, made.rendered, made.changed) == (None, 0, frozenset())
    assert (swept.edition, swept.missed, swept.changed) == (None, frozenset(), frozenset())
    assert stamps() == before


def test_sweep_counts_a_page_that_changed_without_a_tag_and_not_the_banner(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    banner(britain)
    news(britain, title="Canary nobody told of")
    baking = import_module("ambasada.editions.actions.bake")
    monkeypatch.setattr(baking, "changed_tags", lambda *_states: set())

    made = baked(britain, is_full=True, later=LATER)

    told = {path for path in made.missed if "Canary nobody told of" in text_at(britain, path)}
    assert told > {"/en/", "/en/news/"}
    assert made.missed - told == {"/sitemap.xml"}
    assert alerts(britain) == {}


def test_page_rendered_while_a_banner_stands_has_it_and_loses_it(britain: Embassy) -> None:
    alert = banner(britain)
    baked(britain)
    item = news(britain)

    made = baked(britain, later=LATER)

    path = f"/en/{item.address}"
    assert path in made.changed
    assert len(made.changed) <= 25
    assert alerts(britain) == {}
    withdraw_at_once(alert)
    assert baked(britain, later=2 * LATER).rendered == 0
    assert ALERT["en"] not in text_at(britain, path)
    assert "A quiet day" in text_at(britain, path)


def test_page_shown_in_another_language_has_the_banner_of_its_interface(britain: Embassy) -> None:
    parent = at(britain, "ru", "news/")
    item = published(NewsPage(title="Тихий день", published_on=DAY), parent)
    banner(britain)
    baked(britain)

    page = read(text_at(britain, f"/be/{item.address}"))

    assert page.one("html").attributes["lang"] == "be"
    assert page.one("main").attributes["lang"] == "ru"
    shown = page.all("aside")[0]
    assert ALERT["be"] in shown.text
    assert [each.attributes for each in shown.all("span")] == [{}]


def test_neutral_page_has_the_banner_and_its_headers_stay(britain: Embassy) -> None:
    before = {path: each.headers for path, each in pages(britain).items()}
    banner(britain)
    baked(britain, later=LATER)

    after = {path: each.headers for path, each in pages(britain).items()}
    assert after == before
    assert HeaderClass.YELLOW in after.values()
    assert alerts(britain) == {}


def test_changed_fact_and_banner_come_together(britain: Embassy) -> None:
    channel = Channel.objects.filter(embassy=britain, kind="email").first()
    assert channel is not None
    channel.purpose = dict.fromkeys(britain.languages, "Canary purpose")
    channel.save_revision()
    approve_at_once(channel)
    banner(britain)

    made = baked(britain, later=LATER)

    assert made.rendered == 12  # two pages show channels, in three languages, each with its text
    assert "Canary purpose" in text_at(britain, "/be/contact/")
    assert alerts(britain) == {}


def test_page_that_fails_keeps_its_text_and_has_the_banner(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = news(britain)
    baked(britain)
    item.title = "A loud day"
    item.save_revision()
    approve_at_once(item)
    banner(britain)

    def failing(facts: object, path: str) -> object:
        if path == f"/en/{item.address}":
            message = "canary"
            raise ZeroDivisionError(message)
        return render(facts, path)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr("ambasada.editions.actions.oven.render", failing)
    baked(britain, later=LATER)

    assert "A quiet day" in text_at(britain, f"/en/{item.address}")
    assert alerts(britain) == {}


def test_lost_books_find_the_banner_where_it_is(britain: Embassy) -> None:
    banner(britain)
    baked(britain, later=LATER)
    folders().books.write_bytes(b"no database")

    made = baked(britain, later=2 * LATER)

    assert made.edition is None
    assert made.rendered > 40
    assert alerts(britain) == {}


def test_body_that_is_gone_is_made_again_with_the_banner(britain: Embassy) -> None:
    base = entries(britain)["/en/"].sha256
    banner(britain)
    baked(britain, later=LATER)
    folders().blobs.drop(base)

    made = baked(britain, later=2 * LATER)

    assert (made.edition, made.rendered) == (None, 2)
    assert folders().blobs.is_sound(base)
    assert alerts(britain) == {}


def test_damaged_body_takes_no_banner_until_it_is_made_again(britain: Embassy) -> None:
    base = entries(britain)["/en/"].sha256
    spoil(folders().blobs.path(base), b"damaged")
    banner(britain)

    made = baked(britain, later=LATER)
    with open_books(folders().books, "gb") as books:
        told = books.faults()
    mended = baked(britain, later=2 * LATER)

    assert made.faults == told == dict.fromkeys(("/", "/en/"), "could not be read")
    assert (mended.edition, mended.rendered, mended.faults) == (3, 2, {})
    assert alerts(britain) == {}


def test_banner_of_one_embassy_is_not_on_pages_of_another(
    britain: Embassy, norland: Embassy
) -> None:
    banner(britain)

    baked(norland)

    assert set(alerts(norland).values()) == {""}

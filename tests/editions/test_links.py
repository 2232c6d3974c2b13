"""Links inside the site: they follow what they lead to, and none leads to nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from ambasada.editions.books import open_books
from ambasada.editions.gates import Reading
from ambasada.editions.queries import overview_of
from ambasada.editions.queries.overview import Noted
from ambasada.network.models import Embassy, StoredDocument
from ambasada.network.queries import hosts_of
from ambasada.publishing.models import NewsPage
from tests.factories.editions import baked, folders, served_of, text_at
from tests.factories.pages import (
    DAY,
    approve_at_once,
    at,
    drafted,
    news,
    statement,
    withdraw_at_once,
)

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
LATER = timedelta(minutes=1)


def linking(britain: Embassy, link: str, **fields: str) -> NewsPage:
    """Return news whose text holds a link, given as the opening tag that an editor's text has."""
    text = f"<p>Read {link}this page</a>.</p>"
    return news(britain, title="Canary with a link", body=[("text", text)], **fields)


def to_page(page: NewsPage) -> str:
    return f'<a linktype="page" id="{page.pk}">'


def test_link_in_a_text_follows_the_page_it_leads_to(britain: Embassy) -> None:
    target = drafted(NewsPage(title="A quiet day", published_on=DAY), at(britain, "en", "news/"))
    item = linking(britain, to_page(target))
    baked(britain)
    assert "<a>this page</a>" in text_at(britain, f"/en/{item.address}")

    approve_at_once(target)
    baked(britain, later=LATER)
    assert f'<a href="/en/{target.address}">this page</a>' in text_at(
        britain, f"/en/{item.address}"
    )

    target.slug = "2026-05-01-a-loud-day"
    target.save_revision()
    approve_at_once(target)
    baked(britain, later=LATER)
    assert '<a href="/en/news/2026-05-01-a-loud-day/">' in text_at(britain, f"/en/{item.address}")

    withdraw_at_once(target)
    baked(britain, later=LATER)
    assert "<a>this page</a>" in text_at(britain, f"/en/{item.address}")
    assert "<a>this page</a>" in text_at(britain, f"/ru/{item.address}")
    assert baked(britain, is_full=True, later=LATER).missed == frozenset()


DEAD = '<a href="/en/canary/">'


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        (DEAD, "leads to what is not there: /en/canary/"),
        ('<a href="/canary">', "leads to what is not there: /canary"),
        ('<a href="/en/a canary that sang">', "leads to an address that no page can have"),
        ('<a href="http://[half/">', "leads to an address that no page can have"),
        ('<a href="canary/">', "leads to an address that no page can have"),
        ('<a href="/static/canary.css">', "leads to what is not there: /static/canary.css"),
        (
            '<a href="http://gb.localhost:8000/en/news/">',
            "names this site in a link by its full address, which a mirror does not have",
        ),
        (
            '<a href="//GB.localhost./en/news/">',
            "names this site in a link by its full address, which a mirror does not have",
        ),
    ],
)
def test_page_that_leads_to_nothing_keeps_its_bytes_and_the_others_go_out(
    britain: Embassy, link: str, reason: str
) -> None:
    item = news(britain)
    baked(britain)
    item.title = "A loud day"
    item.body = [("text", f"<p>Read {link}this page</a>.</p>")]
    item.save_revision()
    approve_at_once(item)

    made = baked(britain, later=LATER)

    faults = {f"/{code}/{item.address}": reason for code in ("en", "be", "ru")}
    assert made.faults == faults
    assert "A quiet day" in text_at(britain, f"/en/{item.address}")
    assert "A loud day" in text_at(britain, "/en/news/")
    assert overview_of(folders(), "gb").noted == Noted(faults, [], [])


@pytest.mark.parametrize(
    "link",
    [
        '<a href="/ru/about/">',
        '<a href="/be/news">',
        '<a href="/en/about/?x=1#mandate">',
        '<a href="#mandate">',
        '<a href="/edition/manifest.json">',
        '<a href="/offline/information.zip">',
        '<a href="https://example.org/en/canary/">',
    ],
)
def test_page_that_leads_somewhere_is_baked(britain: Embassy, link: str) -> None:
    item = linking(britain, link)

    assert baked(britain).faults == {}
    assert "Canary with a link" in text_at(britain, f"/en/{item.address}")


def test_new_page_that_leads_to_nothing_waits_and_keeps_nobody_waiting(britain: Embassy) -> None:
    item = linking(britain, DEAD)
    other = news(britain, title="A quiet day")

    made = baked(britain)

    assert text_at(britain, f"/en/{item.address}") == ""
    assert made.faults.keys() == {f"/{code}/{item.address}" for code in ("en", "be", "ru")}
    assert "A quiet day" in text_at(britain, f"/en/{other.address}")
    assert "A quiet day" in text_at(britain, "/en/news/")

    item.body = []
    item.save_revision()
    approve_at_once(item)
    assert baked(britain, later=LATER).faults == {}
    assert "Canary with a link" in text_at(britain, f"/en/{item.address}")


def test_address_that_moved_to_a_page_that_fails_shows_what_it_did(britain: Embassy) -> None:
    item = news(britain)
    was = item.address
    baked(britain)
    item.slug = "2026-05-01-a-loud-day"
    item.body = [("text", f"<p>Read {DEAD}this page</a>.</p>")]
    item.save_revision()
    approve_at_once(item)

    made = baked(britain, later=LATER)

    assert made.faults[f"/en/{was}"] == f"leads to what is not there: /en/{item.address}"
    assert "A quiet day" in text_at(britain, f"/en/{was}")

    item.body = []
    item.save_revision()
    approve_at_once(item)
    assert baked(britain, later=LATER).faults == {}
    assert served_of(britain).manifest.entries[f"/en/{was}"].to == f"/en/{item.address}"
    assert "A quiet day" in text_at(britain, f"/en/{item.address}")


def test_page_that_leads_to_a_document_nothing_names_any_more_is_told_of(
    britain: Embassy,
) -> None:
    stored = StoredDocument.objects.create(
        title="A quiet source", file=ContentFile(b"A quiet resolution.\n", name="quiet.txt")
    )
    source = {"title": "The resolution", "archived": stored}
    naming = news(britain, title="It names it", sources=[("source", source)])
    item = linking(britain, f'<a href="/documents/{stored.sha256}.txt">')
    assert baked(britain).faults == {}

    withdraw_at_once(naming)
    made = baked(britain, later=LATER)

    reason = f"leads to what is not there: /documents/{stored.sha256}.txt"
    assert made.faults == {f"/{code}/{item.address}": reason for code in ("en", "be", "ru")}


def test_document_whose_bytes_were_lost_stays_and_is_told_of(britain: Embassy) -> None:
    stored = StoredDocument.objects.create(
        title="A quiet source", file=ContentFile(b"A quiet resolution.\n", name="quiet.txt")
    )
    source = {"title": "The resolution", "archived": stored}
    news(britain, sources=[("source", source)])
    path = f"/documents/{stored.sha256}.txt"
    baked(britain)
    kept = [each for each in Path(settings.MEDIA_ROOT).rglob("*") if stored.sha256 in each.name]
    for each in kept:
        each.unlink()

    made = baked(britain, is_full=True, later=LATER)

    assert kept
    assert made.edition is None
    assert made.faults == {path: "is not there, though it was approved"}
    assert text_at(britain, path) == "A quiet resolution.\n"


def test_page_that_keeps_its_bytes_keeps_what_they_load(britain: Embassy) -> None:
    """As after an update that renames the assets, when a page fails."""
    old, font = "/static/ambasada/of-last-year.css", "/static/ambasada/of-last-year.woff2"
    with open_books(folders().books, "gb") as books:
        pages = books.pages()
        sheet = pages["/static/ambasada/site.css"]
        books.write(old, sheet)
        books.write(font, sheet)
        books.write_links(old, frozenset({font}))
        books.write_links("/en/about/", frozenset({old}))

    for item, hours in ((1, 1), (2, 30), (3, 60)):
        news(britain, title=f"Item {item}")
        baked(britain, later=timedelta(hours=hours))

    manifest = folders().current_manifest("gb")
    assert manifest is not None
    assert {old, font} <= manifest.entries.keys()


def test_every_link_of_an_edition_leads_somewhere(britain: Embassy) -> None:
    item = news(britain)
    baked(britain)
    withdraw_at_once(item)
    statement(britain)
    baked(britain, later=LATER)
    entries = served_of(britain).manifest.entries

    texts = {path for path, each in entries.items() if each.type.startswith("text/html")}
    readings = {path: Reading(text_at(britain, path).encode()) for path in texts}

    lost = {
        (path, link)
        for path, reading in readings.items()
        for link in reading.links
        if link not in entries and not link.startswith(("/edition/", "/offline/"))
    }
    assert len(texts) > 60
    assert lost == set()
    assert {path for path, each in readings.items() if each.hosts & hosts_of(britain)} == set()

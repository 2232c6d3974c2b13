"""The copy to read offline: what is in it, that it is signed, and when it is made anew."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from ambasada.editions.actions import bundle_all
from ambasada.editions.folders import MANIFEST
from ambasada.editions.keys import KeyFolder
from ambasada.editions.offline.information import information
from ambasada.editions.offline.texts import text_of
from ambasada.editions.public import offline_size_of
from ambasada.lib.bundles import pages_of
from ambasada.lib.charters import Charter, signer_of
from ambasada.lib.manifests import Manifest, sha256_of
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, baked, folders, header, text_at, visitor_of
from tests.factories.onions import onion_of
from tests.factories.pages import guide, news, onion, statement, withdraw_at_once
from tests.factories.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.files]
LATER = timedelta(minutes=1)
MEGABYTE = 1_000_000


def copy_of(code: str = "gb") -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(folders().bundle(code).read_bytes()))


def page_of(code: str = "gb") -> str:
    return copy_of(code).read("information.html").decode()


def made_of(code: str = "gb") -> int | None:
    return folders().bundled(code)


def test_copy_holds_the_page_the_proof_and_the_bytes(edition: Embassy) -> None:
    bundle_all(now=NOW)

    copy = copy_of()
    proof = ["manifest.json", "manifest.json.minisig", "charter.json", "charter.json.minisig"]
    names = copy.namelist()
    assert names[:5] == ["information.html", *(f"edition/{name}" for name in proof)]
    manifest = Manifest.read(copy.read("edition/manifest.json"))
    pages = pages_of(manifest)
    assert len(pages) > 40
    assert set(names[5:]) == {f"edition/blob/{each.sha256}" for each in pages.values()}
    assert all(sha256_of(copy.read(name)) == name.rpartition("/")[2] for name in names[5:])
    assert edition.code == manifest.embassy
    charter = Charter.read(copy.read("edition/charter.json"))
    signature = copy.read("edition/manifest.json.minisig").decode()
    signer_of(charter, copy.read("edition/manifest.json"), signature, created=manifest.created)


@pytest.mark.usefixtures("edition")
def test_copy_of_the_shipped_texts_is_small() -> None:
    bundle_all(now=NOW)

    assert folders().bundle("gb").stat().st_size < 5 * MEGABYTE
    assert len(page_of().encode()) < MEGABYTE


def test_guide_that_lists_leave_out_is_not_in_the_copy(edition: Embassy) -> None:
    long_ago = timezone.localdate() - timedelta(days=400)
    guide(edition, title="Checked long ago", checked_on=long_ago)
    guide(edition, title="Checked lately", for_whom="For whoever reads offline.")
    baked(edition, later=LATER)
    bundle_all(now=NOW + LATER)

    assert "Checked lately" in page_of()
    assert "Checked long ago" not in page_of()


@pytest.mark.usefixtures("edition")
def test_copy_is_signed_for_the_stock_tool(tmp_path: Path) -> None:
    bundle_all(now=NOW)
    key = KeyFolder(settings.KEYS_ROOT, "gb").edition_key
    assert key is not None
    public = tmp_path / "edition.pub"
    public.write_text(key.public.file)

    checked = subprocess.run(
        ["minisign", "-V", "-p", str(public), "-m", str(folders().bundle("gb"))],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
    assert "Trusted comment: gb offline 1" in checked.stdout


@pytest.mark.usefixtures("edition")
def test_same_edition_makes_the_same_copy() -> None:
    bundle_all(now=NOW)
    first = folders().bundle("gb").read_bytes()
    folders().bundle("gb").unlink()

    bundle_all(now=NOW + timedelta(days=3))

    assert folders().bundle("gb").read_bytes() == first
    assert {each.date_time for each in copy_of().infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_page_has_every_text_in_its_language_and_loads_nothing(edition: Embassy) -> None:
    statement(edition)
    news(edition, title="Canary & <friends>")
    baked(edition, later=LATER)
    bundle_all(now=NOW)

    page, script, _end = page_of().partition("<script>")

    assert script
    assert "Canary &amp; &lt;friends&gt;" in page
    assert page.count("We declare a quiet day.") == 1
    assert [language for language in ("en", "be", "ru") if f'<section id="{language}"' in page] == [
        "en",
        "be",
        "ru",
    ]
    assert re.findall(r"<(?:form|input|button|textarea|select|img|iframe|link|svg)\b", page) == []
    assert re.findall(r"\b(?:src|srcset|data|action)=", page) == []
    assert {each[:1] for each in re.findall(r'href="([^"]*)"', page)} == {"#"}
    anchors = set(re.findall(r'href="#([^"]+)"', page))
    assert anchors == set(re.findall(r' id="([^"]+)"', page))


@pytest.mark.usefixtures("edition")
def test_code_in_the_page_is_what_its_policy_lets_in() -> None:
    bundle_all(now=NOW)

    page = page_of()

    assert "default-src &#x27;none&#x27;; style-src &#x27;sha256-" in page
    assert len(re.findall(r"<script>", page)) == 1
    assert len(re.findall(r"<style>", page)) == 1
    assert "'unsafe" not in page


def test_links_stay_in_the_file_or_become_words() -> None:
    body = b"""<nav><a href="/en/x/">left out</a></nav><main lang="en"><h1>A <b>title</b></h1>
        <p>See <a href="/en/news/#now">the news</a>, <a href="/documents/1.pdf">a paper</a>,
        <a rel="external" href="https://example.org/a?b=1&amp;c">a place</a>,
        <a href="mailto:office@example.org">office@example.org</a>,
        <a href="tel:+442079460001">020 7946 0001</a>,
        1<span class="a">2</span><span>3</span>, <a href="#below">below</a>.</p>
        <script>no()</script><svg><g><text>no</text></g></svg><p class="paper-only">no<br></p>
        <span aria-hidden="true">no</span><img alt="no"><section><h2 id="below">Part<br></h2>
        </section></main><footer>no</footer>"""

    text = text_of(body, {"/en/news/": "p7"})

    assert text.title == "A title"
    assert text.html == (
        '<p>See <a href="#p7">the news</a>, a paper, '
        "a place (https://example.org/a?b=1&amp;c), "
        "office@example.org, 020 7946 0001, 1 <span>2</span><span>3</span>, below.</p> "
        "<div><h4>Part<br></h4> </div>"
    )


def test_page_without_a_text_of_its_own_stands_once(edition: Embassy) -> None:
    item = news(edition, title="Canary once")
    baked(edition, later=LATER)
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    assert f"/ru/{item.address}" in pages_of(manifest)

    page = information(manifest, folders().blobs.read).decode()

    assert page.count("<h3>Canary once</h3>") == 1
    anchor = re.search(r'<article id="(p\d+)">\s*<h3>Canary once</h3>', page)
    assert anchor is not None
    russian = page.partition('<section id="ru"')[2]
    assert f'href="#{anchor[1]}"' in russian


def test_copy_follows_the_edition_after_ten_minutes(edition: Embassy) -> None:
    bundle_all(now=NOW)
    news(edition)
    baked(edition, later=LATER)

    bundle_all(now=NOW + timedelta(minutes=9))
    early = made_of()
    bundle_all(now=NOW + timedelta(minutes=10))

    assert (early, made_of()) == (1, 2)
    written = folders().bundle("gb").stat().st_mtime_ns
    bundle_all(now=NOW + timedelta(hours=9))
    assert folders().bundle("gb").stat().st_mtime_ns == written


def test_page_taken_back_leaves_the_copy_at_once(edition: Embassy) -> None:
    item = news(edition, title="Canary to go")
    baked(edition, later=LATER)
    bundle_all(now=NOW)
    assert "Canary to go" in page_of()
    withdraw_at_once(item)
    baked(edition, later=LATER * 2)

    bundle_all(now=NOW + LATER)

    assert made_of() == 3
    copy = copy_of()
    assert not any(b"Canary to go" in copy.read(name) for name in copy.namelist())


def test_copy_is_made_at_once_under_another_charter(edition: Embassy) -> None:
    bundle_all(now=NOW)
    onion(edition, onion_of())
    baked(edition, later=LATER)

    bundle_all(now=NOW + LATER)

    assert made_of() == 2
    assert Manifest.read(copy_of().read("edition/manifest.json")).charter == 2


def test_copy_is_made_at_once_where_its_own_edition_is_not_kept(edition: Embassy) -> None:
    bundle_all(now=NOW)
    news(edition)
    baked(edition, later=LATER)
    (folders().edition("gb", 1) / MANIFEST).unlink()

    bundle_all(now=NOW + LATER)

    assert made_of() == 2


def _no_key(edition: Embassy) -> None:
    (settings.KEYS_ROOT / edition.code / "edition.key").unlink()


def _strange_key(edition: Embassy) -> None:
    KeyFolder(settings.KEYS_ROOT, edition.code).make_edition_key()


def _no_body(edition: Embassy) -> None:
    folders().blobs.drop(folders().manifest(edition.code, 2).entries["/en/about/"].sha256)


def _no_manifest(edition: Embassy) -> None:
    (folders().edition(edition.code, 2) / MANIFEST).write_bytes(b"")


@pytest.mark.parametrize("harm", [_no_key, _strange_key, _no_body, _no_manifest])
def test_copy_that_cannot_be_made_leaves_the_old_one(
    edition: Embassy, harm: Callable[[Embassy], None]
) -> None:
    bundle_all(now=NOW)
    news(edition)
    baked(edition, later=LATER)
    harm(edition)

    bundle_all(now=NOW + timedelta(minutes=10))

    assert (made_of("gb"), made_of("norland")) == (1, 1)
    assert "Information" in page_of()


@pytest.mark.usefixtures("britain")
def test_nothing_is_made_where_nothing_was_baked() -> None:
    bundle_all(now=NOW)

    assert not settings.EDITIONS_ROOT.exists()


def test_front_door_hands_the_copy_out(edition: Embassy) -> None:
    before = visitor_of(edition).ask("/offline/information.zip")
    bundle_all(now=NOW)

    copy = visitor_of(edition).ask("/offline/information.zip")
    signature = visitor_of(edition).ask("/offline/information.zip.minisig")

    assert before.status == 404
    assert (copy.status, copy.body) == (200, folders().bundle("gb").read_bytes())
    assert header(copy, "content-type") == "application/zip"
    assert header(copy, "content-disposition") == 'attachment; filename="information.zip"'
    assert header(copy, "cache-control") == "public, max-age=60"
    assert bytes(signature.body).decode().splitlines()[2] == "trusted comment: gb offline 1"
    assert header(signature, "content-type") == "text/plain; charset=utf-8"
    for path in ("/offline/", "/offline/information.html", "/offline/../gb/current"):
        assert visitor_of(edition).ask(path).status == 404


def test_page_that_proves_us_leads_to_the_copy_once_there_is_one(edition: Embassy) -> None:
    pages = [f"/{code}/verify/" for code in edition.languages]
    assert not any("/offline/" in text_at(edition, path) for path in pages)

    bundle_all(now=NOW)
    made = baked(edition, later=LATER)

    assert {each for each in made.changed if not each.endswith("/information.txt")} == set(pages)
    size = folders().bundle("gb").stat().st_size
    for path, warning in zip(pages, ("keep no copy", "не захоўвайце", "не храните"), strict=True):
        main = read(text_at(edition, path)).one("main")
        section = main.one("section", **{"aria-labelledby": "offline"})
        assert section.hrefs == ["/offline/information.zip", "/offline/information.zip.minisig"]
        assert {visitor_of(edition).ask(each).status for each in section.hrefs} == {200}
        assert warning in section.text
    assert size <= (offline_size_of(edition) or 0) <= size + 100_000
    assert baked(edition, is_full=True, later=LATER).missed == frozenset()


def test_page_that_tells_the_size_of_the_copy_makes_no_endless_round(edition: Embassy) -> None:
    bundle_all(now=NOW)
    baked(edition, later=LATER)
    bundle_all(now=NOW + timedelta(hours=1))
    assert made_of() == 2

    assert baked(edition, later=timedelta(hours=1)).edition is None


@pytest.mark.parametrize(
    ("size", "told"),
    [(1, 100_000), (100_000, 100_000), (100_001, 200_000), (1_000_001, 2_000_000)],
)
def test_size_of_the_copy_is_told_roughly(edition: Embassy, size: int, told: int) -> None:
    folders().bundle("gb").write_bytes(bytes(size))

    assert offline_size_of(edition) == told

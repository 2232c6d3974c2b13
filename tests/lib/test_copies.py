"""A copy is a folder of its own, and an edition that no folder can hold changes nothing."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ambasada.lib.bundles import PLACE, Bundle
from ambasada.lib.copies import Copy, opened
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry, Manifest
from ambasada.lib.refused import Refused
from ambasada.lib.web_servers.caddy import caddy
from ambasada.lib.web_servers.nginx import nginx
from tests.factories.onions import onion_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
_HTML = "text/html; charset=utf-8"


def manifest_of(copy: Copy, *paths: str, **entries: Entry) -> Manifest:
    """Return an edition whose pages all say one thing, kept in the copy."""
    body = b"<p>words</p>" * 100
    sha256 = copy.blobs.put(body, is_text=True)
    page = Entry(sha256, len(body), _HTML, language="en")
    return Manifest(
        embassy="gb",
        origin="https://www.example.org",
        number=1,
        previous="",
        created=NOW,
        expires=NOW + timedelta(days=30),
        charter=1,
        entries=dict.fromkeys(paths, page) | entries,
    )


def test_page_that_only_a_copy_shows_is_in_it(tmp_path: Path) -> None:
    with opened(tmp_path / "copy") as copy:
        manifest = manifest_of(copy, "/en/", "/en/search/")
        entries = dict(manifest.entries)
        entries["/en/search/"] = replace(entries["/en/search/"], is_copy_only=True)

        copy.serve(replace(manifest, entries=entries), {})

    assert (tmp_path / "copy" / "current" / "green" / "en" / "search" / "index.html").exists()


def test_pages_in_each_others_way_are_refused_and_named(tmp_path: Path) -> None:
    with opened(tmp_path / "copy") as copy:
        copy.serve(manifest_of(copy, "/en/"), {})
        before = (tmp_path / "copy" / "current").readlink()

        with pytest.raises(Refused, match="/en/a/b stands where the folder of another page"):
            copy.serve(manifest_of(copy, "/en/a", "/en/a/b"), {})

        assert (tmp_path / "copy" / "current").readlink() == before


@pytest.mark.parametrize("path", [PLACE, f"{PLACE}/", "/edition/manifest.json"])
def test_page_where_the_proof_or_the_copy_to_read_offline_stands_is_refused(
    tmp_path: Path, path: str
) -> None:
    with opened(tmp_path / "copy") as copy:
        for entry in (Entry(to="/en/"), manifest_of(copy, path).entries[path]):
            with pytest.raises(Refused, match=f"{path} stands where no page may stand"):
                copy.serve(manifest_of(copy, "/en/", **{path: entry}), {})


def test_copy_to_read_offline_has_one_date_everywhere(tmp_path: Path) -> None:
    dates = set()
    for name in ("one", "two"):
        with opened(tmp_path / name) as copy:
            copy.serve(manifest_of(copy, "/en/"), {}, Bundle(b"zip", b"signature"))
        file = tmp_path / name / "current" / "green" / "offline" / "information.zip"
        dates.add(file.stat().st_mtime)

    assert len(dates) == 1
    assert max(dates) < NOW.timestamp()


def test_page_of_members_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path / "copy") as copy:
        manifest = manifest_of(copy, "/en/")
        staff = replace(manifest.entries["/en/"], headers=HeaderClass.STAFF)

        with pytest.raises(Refused, match="/en/ is not for readers"):
            copy.serve(replace(manifest, entries={"/en/": staff}), {})


@pytest.mark.parametrize("name", ["notes.txt", "books.sqlite3", "hosts.json", "gb"])
def test_folder_with_something_else_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")

    with pytest.raises(Refused, match=f"holds something else \\({name}\\)"), opened(tmp_path):
        pass

    assert [each.name for each in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["a b", "a;b", "a$b", 'a"b', "a{b}", "é"])
def test_folder_whose_name_means_something_to_a_web_server_is_refused(
    tmp_path: Path, name: str
) -> None:
    with pytest.raises(Refused, match="Choose a folder whose whole name"), opened(tmp_path / name):
        pass


def test_second_command_on_one_folder_is_refused(tmp_path: Path) -> None:
    said: list[str] = []

    def second() -> None:
        try:
            with opened(tmp_path / "copy"):
                pass
        except Refused as refusal:
            said.append(str(refusal))

    with opened(tmp_path / "copy"):
        other = threading.Thread(target=second)
        other.start()
        other.join(timeout=10)

    assert said == ["Another command writes to this folder. Wait until it ends."]


def test_body_has_one_date_everywhere_that_tells_no_hour(tmp_path: Path) -> None:
    dates = set()
    for name in ("one", "two"):
        with opened(tmp_path / name) as copy:
            copy.serve(manifest_of(copy, "/en/"), {})
        page = tmp_path / name / "current" / "green" / "en" / "index.html"
        dates.add(page.stat().st_mtime)
        assert page.stat().st_mtime != page.with_name("index.html.br").stat().st_mtime

    assert len(dates) == 1
    assert max(dates) < NOW.timestamp()


@pytest.mark.parametrize("write", [nginx, caddy])
def test_configuration_is_the_same_for_another_edition_of_the_same_kind(
    tmp_path: Path, write: object
) -> None:
    with opened(tmp_path / "copy") as copy:
        first = manifest_of(copy, "/", "/en/", "/en/404/")
        second = replace(manifest_of(copy, "/", "/en/", "/en/404/", "/en/news/"), number=2)

    assert callable(write)
    assert write(first, tmp_path) == write(second, tmp_path)


@pytest.mark.parametrize("write", [nginx, caddy])
def test_nothing_of_a_manifest_can_change_what_a_configuration_means(
    tmp_path: Path, write: object
) -> None:
    with opened(tmp_path / "copy") as copy:
        plain = manifest_of(copy, "/", "/en/")
    page = replace(plain.entries["/en/"], type='text/html"; } evil', language="en; evil")
    meant = replace(
        plain,
        onion="http://evil;",
        origin="https://evil;",
        embassy="evil;",
        entries={"/": page, "/en/": page, "/en/x.txt": page},
    )

    assert callable(write)
    assert "evil" not in write(meant, tmp_path)


@pytest.mark.parametrize("write", [nginx, caddy])
def test_onion_address_is_told_where_one_is_set(tmp_path: Path, write: object) -> None:
    with opened(tmp_path / "copy") as copy:
        plain = manifest_of(copy, "/", "/en/")
    onion = onion_of()

    assert callable(write)
    assert "Onion-Location" in write(replace(plain, onion=onion), tmp_path)
    assert onion in write(replace(plain, onion=onion), tmp_path)
    mistyped = f"http://{'a' * 56}.onion"
    assert mistyped not in write(replace(plain, onion=mistyped), tmp_path)

"""What is public as a folder: what a web server says of it is what our front door says."""

from datetime import timedelta
from pathlib import Path

import pytest

from ambasada.editions.actions import bundle_all, export
from ambasada.editions.replies import Answer
from ambasada.lib.bundles import PLACE
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from tests.factories.editions import (
    NOW,
    Visitor,
    baked,
    folders,
    header,
    served_of,
    spoil,
    visitor_of,
)
from tests.factories.mirrors import tree_of
from tests.factories.pages import approve_at_once, news, withdraw_at_once
from tests.factories.web_servers import Said, nginx_on

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
# What each server says of the connection, and what the other can't know.
_OF_THE_CONNECTION = frozenset({"date", "server", "connection", "etag", "accept-ranges"})
_LATER = timedelta(minutes=1)


@pytest.fixture
def eventful(britain: Embassy) -> Embassy:
    """Return Britain with a page that moved and one that was taken back."""
    moved, gone = news(britain, title="To move"), news(britain, title="To go")
    moved.slug = "2026-05-01-moved"
    moved.save_revision()
    approve_at_once(moved)
    withdraw_at_once(gone)
    baked(britain, later=_LATER)
    return britain


def _told(answer: Answer) -> dict[str, str]:
    names = {name.decode() for name, _value in answer.headers}
    return {name: header(answer, name) for name in names - _OF_THE_CONNECTION}


def _differences(visitor: Visitor, said: Said, path: str, **asked: str) -> dict[str, object]:
    """Return in what a web server differs from the front door."""
    ours = visitor.ask(path, **asked)
    theirs = {name: each for name, each in said.headers.items() if name not in _OF_THE_CONNECTION}
    told = _told(ours)
    if ours.status == 301:  # a line for a person, where we send none
        return {} if _moved(told) == _moved(theirs) else {"moved": (told, theirs)}
    return {
        name: (mine, other)
        for name, mine, other in (
            ("status", ours.status, said.status),
            ("headers", told, theirs),
            ("body", ours.body, said.body),
        )
        if mine != other
    }


def _moved(headers: dict[str, str]) -> dict[str, str]:
    unsaid = {"content-type", "content-length"}
    return {name: value for name, value in headers.items() if name not in unsaid}


@pytest.mark.parametrize("accepted", ["gzip", "identity"])
def test_nginx_answers_every_path_as_the_front_door_does(
    eventful: Embassy, accepted: str, tmp_path: Path
) -> None:
    export(eventful, tmp_path / "copy")
    visitor = visitor_of(eventful)
    edition = served_of(eventful)
    bodies = [f"/edition/blob/{each}" for each in edition.hashes]
    live = [path for path, each in edition.manifest.entries.items() if not each.is_copy_only]

    with nginx_on(tmp_path / "copy", tmp_path / "nginx") as server:
        found = {
            path: _differences(
                visitor, server.ask(path, accept_encoding=accepted), path, accept_encoding=accepted
            )
            for path in (*live, *bodies)
        }

    statuses = {entry.status for entry in edition.manifest.entries.values()}
    assert statuses == {200, 301, 404, 410}
    assert {path: each for path, each in found.items() if each} == {}


def test_nginx_hands_the_copy_to_read_offline_out_as_the_front_door_does(
    britain: Embassy, tmp_path: Path
) -> None:
    without = {}
    for place in ("copy", "second"):
        export(britain, tmp_path / place)
        with nginx_on(tmp_path / place, tmp_path / f"nginx-{place}") as server:
            without[place] = _differences(visitor_of(britain), server.ask(PLACE), PLACE)
            signature = server.ask(f"{PLACE}.minisig")
        bundle_all(now=NOW)

    assert without == {"copy": {}, "second": {}}
    assert visitor_of(britain).ask(PLACE).status == 200
    assert signature.body == visitor_of(britain).ask(f"{PLACE}.minisig").body
    assert signature.headers["content-type"] == "text/plain; charset=utf-8"


def test_nginx_answers_a_document_as_the_front_door_does(norland: Embassy, tmp_path: Path) -> None:
    export(norland, tmp_path / "copy")
    entries = served_of(norland).manifest.entries
    documents = [path for path in entries if path.startswith("/documents/")]

    with nginx_on(tmp_path / "copy", tmp_path / "nginx") as server:
        found = [_differences(visitor_of(norland), server.ask(each), each) for each in documents]

    assert found == [{}]


# Paths that no edition holds, or only without their last slash.
_OTHERS = (
    "/en",
    "/en/news",
    "/be/nothing/",
    "/ru/nothing",
    "/nothing/",
    "/nothing",
    "/en/index.html",
    "/robots.txt.gz",
    "/en/news/index.html.br",
    "/green/en/index.html",
    "/nginx.conf",
    "//en/",
    "/EN/",
    "/edition/",
    "/edition/blob/",
    "/static/",
    "/en/x%0d%0aSet-Cookie:%20a=b",
)


def test_nginx_answers_other_paths_as_the_front_door_does(
    eventful: Embassy, tmp_path: Path
) -> None:
    export(eventful, tmp_path / "copy")
    visitor = visitor_of(eventful)

    with nginx_on(tmp_path / "copy", tmp_path / "nginx") as server:
        found = {path: _differences(visitor, server.ask(path), path) for path in _OTHERS}

    assert {path: each for path, each in found.items() if each} == {}


def test_nginx_gives_the_proofs_and_tells_nothing_of_itself(
    britain: Embassy, tmp_path: Path
) -> None:
    export(britain, tmp_path / "copy")
    names = ("manifest.json", "charter.json", "manifest.json.minisig", "charter.json.minisig")

    with nginx_on(tmp_path / "copy", tmp_path / "nginx") as server:
        said = {name: server.ask(f"/edition/{name}") for name in names}

    folder = folders().edition("gb", 1)
    assert {name: each.body for name, each in said.items()} == {
        name: (folder / name).read_bytes() for name in names
    }
    assert {each.headers["server"] for each in said.values()} == {"nginx"}
    assert said["manifest.json"].headers["content-type"] == "application/json"
    assert "last-modified" not in said["manifest.json"].headers


def test_page_the_reader_has_is_not_sent_again_by_nginx(britain: Embassy, tmp_path: Path) -> None:
    export(britain, tmp_path / "copy")

    with nginx_on(tmp_path / "copy", tmp_path / "nginx") as server:
        tag = server.ask("/en/").headers["etag"]
        again = server.ask("/en/", if_none_match=tag)
        packed = server.ask("/en/", accept_encoding="gzip")

    assert (again.status, again.body) == (304, b"")
    assert packed.headers["etag"] != tag


def test_export_of_every_change_is_what_an_export_of_the_last_one_is(
    eventful: Embassy, tmp_path: Path
) -> None:
    export(eventful, tmp_path / "often")
    news(eventful, title="One more")
    baked(eventful, later=2 * _LATER)

    export(eventful, tmp_path / "often")
    export(eventful, tmp_path / "once")

    often, once = (tree_of(tmp_path / name) for name in ("often", "once"))
    for tree in (often, once):  # these say where they stand
        del tree["nginx.conf"], tree["Caddyfile"]
    assert often == once
    assert len(list((tmp_path / "often" / "editions").iterdir())) == 1


def test_export_can_be_read_by_a_web_server_whatever_the_umask(
    britain: Embassy, tmp_path: Path
) -> None:
    export(britain, tmp_path / "copy")

    current = (tmp_path / "copy" / "current").resolve()
    modes = {path.stat().st_mode & 0o777 for path in current.rglob("*") if path.is_file()}
    ways = (current, *current.parents, *(path for path in current.rglob("*") if path.is_dir()))
    ours = [each for each in ways if each.is_relative_to(tmp_path / "copy")]
    assert modes == {0o644}
    assert {each.stat().st_mode & 0o777 for each in ours} == {0o755}


def test_export_before_anything_is_public_is_refused(
    britain: Embassy, settings: object, tmp_path: Path
) -> None:
    settings.EDITIONS_ROOT = tmp_path / "none"  # type: ignore[attr-defined]  # a fixture

    with pytest.raises(Refused, match="Nothing is public yet"):
        export(britain, tmp_path / "copy")

    assert not (tmp_path / "copy").exists()


def test_export_of_a_damaged_body_is_refused_and_the_folder_stays(
    britain: Embassy, tmp_path: Path
) -> None:
    export(britain, tmp_path / "copy")
    before = tree_of(tmp_path / "copy")
    news(britain)
    baked(britain, later=_LATER)
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    spoil(folders().blobs.path(manifest.entries["/en/news/"].sha256), b"canary")

    with pytest.raises(Refused, match="The body of /en/news/ is damaged"):
        export(britain, tmp_path / "copy")

    assert tree_of(tmp_path / "copy") == before


def test_export_into_the_folder_of_another_embassy_is_refused(
    britain: Embassy, norland: Embassy, tmp_path: Path
) -> None:
    export(britain, tmp_path / "copy")

    with pytest.raises(Refused, match="holds a copy of gb"):
        export(norland, tmp_path / "copy")


def test_export_into_the_data_folder_is_refused(britain: Embassy) -> None:
    before = sorted(folders().root.rglob("*"))

    with pytest.raises(Refused, match="holds something else"):
        export(britain, folders().root)

    assert sorted(folders().root.rglob("*")) == before

"""What goes wrong on a disk: readers have the last good edition, and never a half-made one."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings

from ambasada.config.prepare import bake_or_keep
from ambasada.editions.actions import drop_spoilt_bodies
from ambasada.editions.folders import DELTA, MANIFEST, Folders
from ambasada.editions.queries import faults_of
from ambasada.editions.served import Shelf
from ambasada.lib.manifests import Entry, Manifest
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, Visitor, baked, folders, served_of, spoil, visitor_of
from tests.factories.pages import news

pytestmark = [pytest.mark.django_db, pytest.mark.files, pytest.mark.usefixtures("edition")]
LATER = timedelta(minutes=1)


def manifest_now() -> Manifest:
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    return manifest


def require_served(visitor: Visitor, entries: dict[str, Entry]) -> None:
    """See that every path answers with the bytes of its entry, but for what copies alone have."""
    live = {path: entry for path, entry in entries.items() if not entry.is_copy_only}
    for path, entry in live.items():
        answer = visitor.ask(path)
        assert answer.status == entry.status
        assert entry.to or answer.body == folders().blobs.read(entry.sha256)


def one_body(there: Folders) -> Path:
    return there.blobs.path(manifest_now().entries["/en/about/"].sha256)


def cut(path: Path) -> None:
    spoil(path, path.read_bytes()[:-1])


BLOBS: dict[str, Callable[[Folders], object]] = {
    "cut off": lambda there: cut(one_body(there)),
    "emptied": lambda there: spoil(one_body(there), b""),
    "exchanged": lambda there: spoil(one_body(there), b"canary"),
    "packed wrongly": lambda there: cut(one_body(there).with_suffix(".br")),
    "gone": lambda there: one_body(there).unlink(),
}


@pytest.mark.parametrize("damage", BLOBS)
def test_damaged_body_is_found_at_the_start_and_made_again(britain: Embassy, damage: str) -> None:
    entries = dict(manifest_now().entries)
    BLOBS[damage](folders())

    assert drop_spoilt_bodies(folders()) == 1
    bake_or_keep()

    assert folders().current("gb") == 1
    assert faults_of(folders(), "gb", 1, now=NOW) == []
    require_served(visitor_of(britain), entries)


@pytest.mark.parametrize("name", ["current", f"1/{MANIFEST}"])
def test_damaged_body_is_found_where_it_cannot_be_told_what_is_served(
    britain: Embassy, name: str
) -> None:
    entries = dict(manifest_now().entries)
    BLOBS["exchanged"](folders())
    (folders().embassy("gb") / name).write_bytes(b"canary")

    bake_or_keep()

    assert folders().current("gb") == 2
    assert manifest_now().entries == entries
    require_served(visitor_of(britain), entries)


def test_half_written_files_are_swept_at_the_start(britain: Embassy) -> None:
    half = one_body(folders()).with_name("half.0123abcd.draft")
    half.write_bytes(b"canary")

    drop_spoilt_bodies(folders())

    assert not half.exists()
    require_served(visitor_of(britain), dict(manifest_now().entries))


@pytest.mark.parametrize("content", [b"", b"{", b"null", b'{"format":"ambasada edition 1"}'])
def test_damaged_manifest_is_made_anew(britain: Embassy, content: bytes) -> None:
    shelf = Shelf(folders())
    entries = dict(manifest_now().entries)
    (folders().edition("gb", 1) / MANIFEST).write_bytes(content)

    shelf.look()
    assert shelf.at(britain.site.hostname) is not None
    made = baked(britain, later=LATER)

    assert made.edition == 2
    assert manifest_now().entries == entries
    assert not (folders().edition("gb", 2) / DELTA).exists(), "nobody can start from what is gone"
    require_served(visitor_of(britain), entries)


@pytest.mark.parametrize("content", [b"", b"canary", b"-1", b"999", b"1\x00"])
def test_broken_pointer_leaves_what_is_served_and_is_made_anew(
    britain: Embassy, content: bytes
) -> None:
    shelf = Shelf(folders())
    entries = dict(manifest_now().entries)
    (folders().embassy("gb") / "current").write_bytes(content)

    shelf.look()
    before = shelf.at(britain.site.hostname)
    assert before is not None
    assert before.manifest.number == 1
    baked(britain, later=LATER)

    assert folders().current("gb") == 2
    assert served_of(britain).manifest.entries == entries
    assert faults_of(folders(), "gb", 2, now=NOW) == []


@contextmanager
def full_disk(largest: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as a full disk does, until the block ends."""
    was = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, was[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, was)


@pytest.mark.parametrize("largest", [0, 100, 1_000, 5_000, 10_000])
def test_full_disk_leaves_what_is_served_and_nothing_half_made(
    britain: Embassy, largest: int
) -> None:
    entries = dict(manifest_now().entries)
    news(britain)

    with full_disk(largest), pytest.raises(Refused, match="what is served stays"):
        baked(britain, later=LATER)

    assert folders().current("gb") == 1
    assert manifest_now().entries == entries
    assert not list(Path(settings.EDITIONS_ROOT).rglob("*.draft"))
    require_served(visitor_of(britain), entries)
    assert baked(britain, later=LATER).faults == {}
    assert "/en/news/2026-05-01-a-quiet-day/" in manifest_now().entries

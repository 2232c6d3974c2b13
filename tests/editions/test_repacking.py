"""Bodies are packed tighter while nothing else is to be done, and each of them once."""

from pathlib import Path

import brotli
import pytest
from django.conf import settings

from ambasada.editions.actions import repack_some
from ambasada.network.models import Embassy
from tests.factories.editions import baked, folders, header, visitor_of
from tests.factories.pages import news

pytestmark = [pytest.mark.django_db, pytest.mark.files]


def forms() -> dict[Path, int]:
    """Return the size of every brotli form."""
    blobs = settings.EDITIONS_ROOT / "blobs"
    return {path: path.stat().st_size for path in blobs.rglob("*.br")}


def all_repacked() -> list[int]:
    """Repack until nothing is left to do; return how many became smaller each time."""
    counts = [repack_some()]
    while counts[-1]:
        assert len(counts) < 9
        counts.append(repack_some())
    return counts


def test_served_pages_are_packed_tighter_and_read_as_before(edition: Embassy) -> None:
    before = forms()
    text = visitor_of(edition).ask("/en/").body

    counts = all_repacked()

    after = forms()
    assert before.keys() == after.keys()
    assert sum(after.values()) < sum(before.values())
    assert all(after[path] <= before[path] for path in before)
    assert max(counts) <= 100  # fifty of each of two embassies
    packed = visitor_of(edition).ask("/en/", accept_encoding="br")
    assert header(packed, "content-encoding") == "br"
    assert brotli.decompress(packed.body) == text


def test_body_is_tried_once(edition: Embassy) -> None:
    all_repacked()
    written = {path: path.stat().st_mtime_ns for path in forms()}

    assert repack_some() == 0
    assert {path: path.stat().st_mtime_ns for path in forms()} == written
    item = news(edition)
    baked(edition)
    assert repack_some() > 0
    assert item.pk


def test_body_that_is_gone_stops_nothing(edition: Embassy) -> None:
    folders().blobs.drop(folders().manifest(edition.code, 1).entries["/en/"].sha256)

    assert sum(all_repacked()) > 50


def test_nothing_to_pack_is_no_failure(britain: Embassy) -> None:
    assert repack_some() == 0
    (settings.EDITIONS_ROOT / britain.code).mkdir(parents=True)

    assert repack_some() == 0

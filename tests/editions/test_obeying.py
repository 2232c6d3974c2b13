"""A data folder that came back from a backup obeys what was erased since, with no key there yet."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from ambasada.accounts.models import Member
from ambasada.editions.actions import (
    bundle_all,
    erase_past,
    index_all,
    obey_all,
    remove_at_wish,
)
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Seat
from ambasada.prisoners.models import PrisonerRecord, public_people
from ambasada.publishing.models import NewsPage
from tests.editions.test_erasing import BEGINS, CANARY, MINUTE, erased, stored
from tests.factories.editions import NOW, baked, folders, visitor_of
from tests.factories.pages import approve_at_once, news
from tests.factories.prisoners import person, published, ref_of
from tests.factories.searching import files_with, found_in
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.files]
RESTORED = NOW + MINUTE * 10


@pytest.fixture
def member(edition: Embassy) -> Member:
    return seat("writer", edition, role=Seat.Role.COORDINATOR, days_ago=60)


@contextmanager
def put_back_afterwards(tmp_path: Path) -> Iterator[None]:
    """Put back what a backup had before the block, with the tombstones that the block laid.

    As a restore does, without the keys that sign.
    """
    roots = {name: Path(getattr(settings, name)) for name in ("EDITIONS_ROOT", "MEDIA_ROOT")}
    for name, root in roots.items():
        root.mkdir(exist_ok=True)
        shutil.copytree(root, tmp_path / "backup" / name)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    newest = folders().tombstones.read_bytes()
    for name, root in roots.items():
        shutil.rmtree(root)
        shutil.copytree(tmp_path / "backup" / name, root)
    folders().tombstones.write_bytes(newest)
    for key in Path(settings.KEYS_ROOT).glob("*/*.key"):
        key.unlink()


def left() -> set[str]:
    """Return where the canary is found, in tables and in files."""
    roots = {settings.EDITIONS_ROOT, settings.MEDIA_ROOT}
    words = {BEGINS, BEGINS.lower()}
    files = {name for word in words for root in roots for name in files_with(word, Path(root))}
    return files.union(*(found_in(word) for word in words))


def manifest_served() -> str:
    return f"gb/{folders().current('gb')}/manifest.json"


def bake_with_new_keys(edition: Embassy) -> None:
    shutil.rmtree(Path(settings.KEYS_ROOT) / edition.code)
    baked(edition, later=MINUTE * 20)


@pytest.fixture
def item(edition: Embassy) -> NewsPage:
    """Return a public page with a file, in everything that is made of pages."""
    source = {"title": CANARY, "archived": stored(edition)}
    item = news(edition, title=CANARY, sources=[("source", source)])
    baked(edition, later=MINUTE)
    bundle_all(now=NOW + MINUTE * 2)
    while index_all():
        pass
    return item


def test_what_was_erased_is_left_in_the_signed_manifest_alone_until_there_is_a_key(
    edition: Embassy, member: Member, item: NewsPage, *, tmp_path: Path
) -> None:
    with put_back_afterwards(tmp_path):
        erased(item, edition, member)
    came_back = left()
    assert {"gb/information.zip", "gb/search.sqlite3", "books.sqlite3"} <= came_back
    assert any(each.startswith("blobs/") for each in came_back)
    assert any(each.startswith("wagtailcore_page.") for each in came_back)

    assert obey_all(now=RESTORED)

    assert left() == {manifest_served()}
    assert obey_all(now=RESTORED)  # as long as no edition has forgotten it

    bake_with_new_keys(edition)
    assert left() == set()
    assert not obey_all(now=RESTORED)


def test_readers_get_everything_else_meanwhile(
    edition: Embassy, member: Member, item: NewsPage, *, tmp_path: Path
) -> None:
    with put_back_afterwards(tmp_path):
        erased(item, edition, member)

    obey_all(now=RESTORED)

    visitor = visitor_of(edition)
    assert visitor.ask(f"/en/{item.address}").status == 404
    assert visitor.ask("/en/news/").status == 503
    assert {visitor.ask(path).status for path in ("/en/emergency/", "/be/contact/")} == {200}
    bake_with_new_keys(edition)
    assert visitor_of(edition).ask("/en/news/").status == 200


def test_older_words_go_and_what_is_public_stays(
    edition: Embassy, member: Member, tmp_path: Path
) -> None:
    item = news(edition, title="Somebody was seen", introduction=CANARY)
    baked(edition, later=MINUTE)
    item.introduction = "In a town."
    item.save_revision()
    approve_at_once(item)
    baked(edition, later=MINUTE * 3)
    with put_back_afterwards(tmp_path):
        erase_past(item, edition, by=member, now=NOW + MINUTE * 4)
    assert left()

    assert obey_all(now=RESTORED)

    assert left() == set()
    assert visitor_of(edition).ask(f"/en/{item.address}").status == 200


def test_person_who_was_taken_off_stays_off(
    edition: Embassy, member: Member, tmp_path: Path
) -> None:
    victim = person(1, name=f"{BEGINS}-Test", name_en=f"{BEGINS}-Test")
    published(edition, victim, person(2))
    baked(edition, later=MINUTE)
    ref = ref_of(edition)
    assert ref in public_people(edition).standing
    with put_back_afterwards(tmp_path):
        remove_at_wish(ref, edition, by=member, now=NOW + MINUTE * 4)
    assert PrisonerRecord.objects.filter(source__contains=BEGINS).exists()

    assert obey_all(now=RESTORED)

    assert not PrisonerRecord.objects.filter(source__contains=BEGINS).exists()
    assert left() == set()
    visitor = visitor_of(edition)
    assert visitor.ask(f"/en/prisoners/{ref}/").status == 404
    bake_with_new_keys(edition)
    assert files_with(ref, Path(settings.EDITIONS_ROOT)) == set()


def test_nothing_is_touched_where_nothing_was_erased(edition: Embassy) -> None:
    news(edition, title=CANARY)
    baked(edition, later=MINUTE)
    before = left()

    assert not obey_all(now=RESTORED)

    assert before
    assert left() == before


def test_damaged_list_of_what_was_erased_is_refused(edition: Embassy, member: Member) -> None:
    erased(news(edition, title=CANARY), edition, member)
    folders().tombstones.write_bytes(b"[{")

    with pytest.raises(Refused, match="cannot be read"):
        obey_all(now=RESTORED)

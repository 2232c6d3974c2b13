"""Which editions and bodies go, and which stay whatever is asked."""

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings

from ambasada.editions.actions import prune_editions
from ambasada.editions.books import open_books
from ambasada.editions.folders import MANIFEST
from ambasada.editions.queries import faults_of
from ambasada.network.models import Embassy
from tests.factories.editions import NOW, baked, folders
from tests.factories.pages import news

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NONE = timedelta(0)


def three_editions(embassy: Embassy) -> None:
    """Add two editions to the first, a day after one another."""
    for days in (1, 2):
        news(embassy, title=f"Item {days}")
        baked(embassy, later=DAY * days)


def test_old_editions_go_and_the_newest_stay(edition: Embassy) -> None:
    three_editions(edition)

    went = prune_editions(now=NOW + DAY * 9, keep=2, younger_than=NONE)

    assert went.editions == 1
    assert folders().numbers("gb") == [2, 3]
    assert faults_of(folders(), "gb", 2, now=NOW) == []
    assert faults_of(folders(), "gb", 3, now=NOW) == []


def test_young_editions_stay_however_many_there_are(edition: Embassy) -> None:
    three_editions(edition)

    prune_editions(now=NOW + DAY * 2, keep=1, younger_than=DAY)

    assert folders().numbers("gb") == [2, 3]


def test_what_is_served_stays_after_everything_else_went(edition: Embassy) -> None:
    three_editions(edition)
    folders().point_to("gb", 2)

    prune_editions(now=NOW + DAY * 99, keep=1, younger_than=NONE)

    assert folders().numbers("gb") == [2]
    assert faults_of(folders(), "gb", 2, now=NOW) == []


def test_bodies_go_that_nothing_names_any_more(edition: Embassy) -> None:
    three_editions(edition)
    gone = folders().manifest("gb", 1).hashes - folders().manifest("gb", 3).hashes
    gone -= folders().manifest("norland", 1).hashes
    stray = folders().blobs.put(b"a killed bake left this", is_text=True)

    went = prune_editions(now=NOW + DAY * 9, keep=1, younger_than=NONE)

    left = set(folders().blobs.every())
    assert not (gone | {stray}) & left
    assert went.bodies >= len(gone) + 1
    served = folders().manifest("gb", 3).hashes | folders().manifest("norland", 1).hashes
    assert served <= left


def test_bake_after_pruning_changes_nothing(edition: Embassy) -> None:
    three_editions(edition)
    prune_editions(now=NOW + DAY * 9, keep=1, younger_than=NONE)

    assert baked(edition, later=DAY * 2).edition is None
    assert faults_of(folders(), "gb", 3, now=NOW) == []


@pytest.mark.usefixtures("edition")
def test_body_that_the_books_alone_name_stays() -> None:
    """The next banner is filled into it, so no edition need hold it as it is."""
    base = folders().blobs.put(b"a page before a banner was filled in", is_text=True)
    with open_books(folders().books, "gb") as books:
        books.write("/en/", replace(books.pages()["/en/"], base=base))

    prune_editions(now=NOW + DAY * 9)

    assert folders().blobs.is_sound(base)


def test_half_made_editions_go(edition: Embassy) -> None:
    """One stands above what is served, one between two that were, one has no manifest."""
    three_editions(edition)
    place = folders()
    shutil.copytree(place.edition("gb", 1), place.edition("gb", 4))
    place.edition("gb", 5).mkdir()
    news(edition, title="After the kill")
    baked(edition, later=DAY * 3)
    shutil.copytree(place.edition("gb", 1), place.edition("gb", 7))

    assert place.current("gb") == 6
    went = prune_editions(now=NOW + DAY * 3, keep=9)

    assert went.editions == 3
    assert place.numbers("gb") == [1, 2, 3, 6]


def test_older_editions_stay_where_one_between_was_lost(edition: Embassy) -> None:
    three_editions(edition)
    (folders().edition("gb", 2) / MANIFEST).unlink()

    prune_editions(now=NOW + DAY * 3, keep=9)

    assert folders().numbers("gb") == [1, 3]


def test_embassy_that_serves_nothing_keeps_what_it_has(edition: Embassy) -> None:
    (folders().embassy("norland") / "current").unlink()
    named = folders().manifest("norland", 1).hashes

    prune_editions(now=NOW + DAY * 99, keep=1, younger_than=NONE)

    assert edition.code == "gb"
    assert folders().numbers("norland") == [1]
    assert named <= set(folders().blobs.every())


@pytest.mark.usefixtures("britain")
def test_nothing_is_made_where_nothing_was_baked() -> None:
    went = prune_editions(now=NOW)

    assert (went.editions, went.bodies) == (0, 0)
    assert not settings.EDITIONS_ROOT.exists()

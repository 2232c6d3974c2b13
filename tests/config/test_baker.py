"""The baker: when it bakes, when it sweeps, and what it does when it can't."""

import shutil
from datetime import timedelta

import pytest
from django.db import DatabaseError

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Verb
from ambasada.config.baker import Baker
from ambasada.config.prepare import bake_or_keep
from ambasada.editions.actions import keys_of, print_some
from ambasada.editions.books import open_books
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, EmergencyBlock
from tests.factories.editions import NOW, folders, text_at, visitor_of
from tests.factories.pages import approve_at_once, news

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
TOMORROW = NOW.replace(hour=3) + timedelta(days=1)


def sweeps() -> int:
    with open_books(folders().books, "gb") as books:
        return len(books.sweeps())


def test_baker_bakes_what_was_published_and_then_rests(britain: Embassy) -> None:
    baker = Baker()
    assert baker.look(NOW, seconds=0)
    assert not baker.look(NOW, seconds=1)

    item = news(britain)

    assert baker.look(NOW, seconds=2)
    assert "A quiet day" in text_at(britain, f"/en/{item.address}")
    assert not baker.look(NOW, seconds=3)


def test_baker_looks_for_what_time_alone_changed_once_a_minute() -> None:
    baker = Baker()
    baker.look(NOW, seconds=0)

    assert not baker.look(NOW, seconds=59)
    assert baker.look(NOW, seconds=60)


def test_baker_sweeps_once_a_day_in_the_night() -> None:
    baker = Baker()
    baker.look(NOW, seconds=0)
    before = sweeps()

    assert not baker.look(TOMORROW - timedelta(hours=1), seconds=1)
    assert baker.look(TOMORROW, seconds=2)
    assert not baker.look(TOMORROW, seconds=3)

    assert sweeps() == before + 1


def test_release_that_fails_keeps_nothing_from_being_baked(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    baker = Baker()
    baker.look(NOW, seconds=0)
    item = news(britain)
    with monkeypatch.context() as failing:
        failing.setattr("ambasada.config.baker.next_release", lambda: NOW)
        failing.setattr("ambasada.config.baker.release_due", fails)
        with pytest.raises(DatabaseError):
            baker.look(NOW, seconds=1)

        assert baker.look(NOW, seconds=2)

    assert "A quiet day" in text_at(britain, f"/en/{item.address}")


def fails(**_named: object) -> None:
    message = "no database"
    raise DatabaseError(message)


def test_bake_that_failed_is_tried_again(britain: Embassy) -> None:
    baker = Baker()
    baker.look(NOW, seconds=0)
    item = news(britain)
    key = keys_of(britain).edition_key
    assert key is not None
    lose_edition_key(britain)

    with pytest.raises(Refused, match="key that signs editions"):
        baker.look(NOW, seconds=1)
    with pytest.raises(Refused, match="key that signs editions"):
        baker.look(NOW, seconds=2)

    keys_of(britain)._write("edition.key", key.file.encode())  # noqa: SLF001 -- it was found again
    assert baker.look(NOW, seconds=3)
    assert "A quiet day" in text_at(britain, f"/en/{item.address}")


def test_start_with_a_lost_key_serves_what_was_served(
    britain: Embassy, capsys: pytest.CaptureFixture[str]
) -> None:
    lose_edition_key(britain)
    append(Verb.CLEANED, by=Actor.CLOCK, subject="network.embassy:1", now=NOW)

    bake_or_keep()

    assert "what is served stays" in capsys.readouterr().err
    assert folders().current("gb") == 1


def test_start_that_never_served_anything_is_refused(britain: Embassy, norland: Embassy) -> None:
    lose_edition_key(britain)
    lose_edition_key(norland)
    shutil.rmtree(folders().root)

    with pytest.raises(Refused, match="key that signs editions"):
        bake_or_keep()


def lose_edition_key(embassy: Embassy) -> None:
    """Lose it where the root key is kept offline, so that no other can be made."""
    folder = keys_of(embassy)._folder  # noqa: SLF001 -- what a disk does
    (folder / "root.key").unlink()
    (folder / "edition.key").unlink()


def test_what_idle_hours_made_follows_what_was_published_some_of_it_at_a_time(
    britain: Embassy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.config.baker._IDLE_AT_ONCE", 8)
    baker = Baker()
    baker.look(NOW, seconds=0)
    assert print_some(seconds=300) > 8
    item = news(britain)

    assert baker.look(NOW, seconds=1)
    assert "A quiet day" in text_at(britain, f"/en/{item.address}")
    assert (papers_in_edition(), papers_at_paths()) == (0, 0)
    assert not baker.look(NOW, seconds=2)  # it is not yet their turn
    assert baker.look(NOW, seconds=10)
    assert papers_in_edition() == papers_at_paths() == 8
    assert not baker.look(NOW, seconds=11)
    seconds = 20
    while baker.look(NOW, seconds=seconds):
        seconds += 10

    assert papers_in_edition() == papers_at_paths() > 8
    assert_nothing_is_at_fault()


def test_page_that_is_published_takes_its_pdf_along(britain: Embassy) -> None:
    """A page leads to its PDF wherever there is one, so the PDF must be there."""
    baker = Baker()
    baker.look(NOW, seconds=0)
    assert print_some(seconds=300)
    block = EmergencyBlock.objects.get(embassy=britain)  # on every page
    block.channel_address = "https://example.org/quiet"
    block.save_revision()
    approve_at_once(block)

    assert baker.look(NOW, seconds=1)

    assert papers_in_edition() == papers_at_paths() > 0
    assert_nothing_is_at_fault()


def test_what_idle_hours_made_does_not_wait_for_an_embassy_that_is_refused(
    britain: Embassy, norland: Embassy
) -> None:
    baker = Baker()
    baker.look(NOW, seconds=0)
    assert print_some(seconds=300)
    lose_edition_key(norland)
    news(britain)

    for seconds in (1, 59):
        with pytest.raises(Refused, match="key that signs editions"):
            baker.look(NOW, seconds=seconds)
        assert papers_in_edition() == 0
    with pytest.raises(Refused, match="key that signs editions"):
        baker.look(NOW, seconds=60)

    assert papers_in_edition() > 0


def test_embassies_are_searched_and_swept_once_though_another_is_refused(
    britain: Embassy, norland: Embassy
) -> None:
    baker = Baker()
    baker.look(NOW, seconds=0)
    before = sweeps()
    lose_edition_key(norland)
    item = news(britain)

    for now, seconds in ((NOW, 1), (TOMORROW, 2), (TOMORROW, 3)):
        with pytest.raises(Refused, match="key that signs editions"):
            baker.look(now, seconds=seconds)

    assert visitor_of(britain).finds("quiet") == [f"/en/{item.address}"]
    assert sweeps() == before + 1


def assert_nothing_is_at_fault() -> None:
    with open_books(folders().books, "gb") as books:
        assert books.faults() == {}


def papers_at_paths() -> int:
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    return sum(path.endswith("/information.pdf") for path in manifest.entries)


def papers_in_edition() -> int:
    """Return how many pages lead to their PDF."""
    manifest = folders().current_manifest("gb")
    assert manifest is not None
    bodies = {path: each for path, each in manifest.entries.items() if path.endswith("/")}
    texts = (folders().blobs.read(each.sha256) for each in bodies.values() if each.sha256)
    return sum(b"information.pdf" in text for text in texts)

"""Somebody is taken off at their family's wish; no road brings them back or tells who it was."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from ambasada.accounts.models import LedgerLine
from ambasada.editions.actions import (
    approve_restoration,
    ask_restoration,
    index_all,
    remove_at_wish,
)
from ambasada.editions.actions.release import current_of
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import place_of, tombstones_in
from ambasada.network.models import Embassy
from ambasada.prisoners.models import PrisonerClaim, PrisonerRecord, public_people
from tests.factories.editions import baked, folders, text_at, visitor_of
from tests.factories.prisoners import imported, person, published, ref_of
from tests.factories.searching import files_with
from tests.factories.staff import seat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("edition")]
WORD = "Zorkanary"
MINUTE = timedelta(minutes=1)


def victim(number: int = 1, **said: str) -> dict[str, str]:
    return person(number, name=f"{WORD}-Test", name_en=f"{WORD}-Test", **said)


@pytest.fixture
def removed(britain: Embassy) -> str:
    """Return the reference of somebody who was public and was taken off; nothing is baked since."""
    published(britain, victim(), person(2))
    imported(britain, victim(status="former"), person(2))
    baked(britain)
    index_all(seconds=60)
    assert WORD.lower().encode() in folders().search(britain.code).read_bytes().lower()
    ref = ref_of(britain)
    remove_at_wish(ref, britain, by=seat("anna", britain), now=timezone.now())
    return ref


def test_readers_are_sent_nothing_at_once_and_nothing_names_them_after_the_bake(
    britain: Embassy, removed: str
) -> None:
    path = f"/en/prisoners/{removed}/"
    assert WORD in text_at(britain, path)
    visitor = visitor_of(britain)
    assert visitor.ask(path).status == 404
    assert visitor.ask("/en/prisoners/status-active/").status == 503
    assert visitor.ask("/en/prisoners/").status == 200
    assert PrisonerRecord.objects.filter(source__contains=WORD).count() == 0
    assert PrisonerClaim.objects.count() == 0
    assert not folders().search(britain.code).exists()

    outcome = baked(britain, later=MINUTE)
    index_all(seconds=60)

    assert outcome.faults == {}
    visitor = visitor_of(britain)
    assert visitor.ask(path).status == 404
    assert visitor.ask("/en/prisoners/status-active/").status == 200
    assert WORD not in text_at(britain, "/en/prisoners/status-active/")
    assert files_with(WORD, Path(settings.EDITIONS_ROOT)) == set()
    assert files_with(WORD.lower(), Path(settings.EDITIONS_ROOT)) == set()
    assert files_with(removed, Path(settings.EDITIONS_ROOT)) == set()
    assert baked(britain, later=MINUTE * 2).faults == {}


def test_no_import_brings_them_back_or_counts_them(britain: Embassy, removed: str) -> None:
    told = published(britain, victim(prison="Турма Other-Test"), person(2)).told

    assert (told.new, told.changed, told.same, told.absent) == (0, 0, 1, 0)
    assert dict(told.waiting) == {}
    assert removed not in public_people(britain).standing
    assert PrisonerRecord.objects.filter(source__contains=WORD).count() == 0
    assert imported(britain, person(2)).told.absent == 0


def test_older_database_is_made_to_obey(britain: Embassy, removed: str) -> None:
    baked(britain, later=MINUTE)
    tombstones = folders().tombstones.read_bytes()
    folders().tombstones.unlink()
    published(britain, victim(), person(2))
    assert removed in public_people(britain).standing
    folders().tombstones.write_bytes(tombstones)
    assert removed not in public_people(britain).standing

    baked(britain, later=MINUTE * 2)

    assert PrisonerRecord.objects.filter(source__contains=WORD).count() == 0
    assert text_at(britain, f"/en/prisoners/{removed}/") == ""


def test_nothing_that_is_kept_says_who_it_was(britain: Embassy, removed: str) -> None:
    kept = folders().tombstones.read_text()
    lines = "".join(str(vars(line)) for line in LedgerLine.objects.all())

    assert britain.code in kept
    for secret in (removed, WORD, "centre.example.org/1"):
        assert secret not in kept
        assert secret not in lines


def test_tombstone_tells_nobody_who_has_an_older_copy_once_a_bake_obeyed(
    britain: Embassy, removed: str
) -> None:
    served = current_of(folders(), britain.code)
    assert served is not None
    paths = [f"/{language}/prisoners/{removed}/" for language in britain.languages]
    secrets = {place_of(britain.code, path) for path in paths}
    secrets |= {served.entries[path].sha256 for path in paths}
    secrets.add(served.entries["/en/prisoners/status-active/"].sha256)
    assert any(secret in folders().tombstones.read_text() for secret in secrets)

    assert baked(britain, later=MINUTE).faults == {}

    kept = folders().tombstones.read_text()
    assert [secret for secret in secrets if secret in kept] == []
    (stone,) = tombstones_in(folders().tombstones).stones
    assert (len(stone.people), stone.places, stone.withheld) == (1, frozenset(), frozenset())
    assert visitor_of(britain).ask(paths[0]).status == 404


def test_without_the_key_nobody_is_published_or_read(britain: Embassy, removed: str) -> None:
    assert removed
    key = Path(settings.PEOPLE_ROOT) / britain.code / "people.key"
    kept = key.read_bytes()
    for content in (None, b"x", bytes.fromhex("00" * 32).hex().encode()):
        key.unlink(missing_ok=True)
        if content is not None:
            key.write_bytes(content)
        with pytest.raises(Refused, match=r"people\.key"):
            public_people(britain)
        with pytest.raises(Refused, match=r"people\.key"):
            imported(britain, victim())
    key.write_bytes(kept)
    assert removed not in public_people(britain).standing


def test_who_is_on_no_list_yet_never_comes(britain: Embassy) -> None:
    published(britain, person(2))
    remove_at_wish(ref_of(britain), britain, by=seat("anna", britain), now=timezone.now())

    assert published(britain, victim(), person(2)).told.new == 0


def test_two_members_lift_it_and_the_next_list_has_them_again(
    britain: Embassy, removed: str
) -> None:
    boris, clara = seat("boris", britain), seat("clara", britain)
    baked(britain, later=MINUTE)
    asked = ask_restoration(britain, 1, by=boris, now=timezone.now())
    assert removed not in public_people(britain).standing

    approve_restoration(asked, by=clara, now=timezone.now())
    told = published(britain, victim(), person(2)).told

    assert told.new == 1
    assert removed in public_people(britain).standing
    assert baked(britain, later=MINUTE * 2).faults == {}
    assert WORD in text_at(britain, f"/en/prisoners/{removed}/")


def test_second_removal_and_one_without_a_seat_are_refused(
    britain: Embassy, norland: Embassy, removed: str
) -> None:
    with pytest.raises(Refused, match="already"):
        remove_at_wish(removed, britain, by=seat("boris", britain), now=timezone.now())
    with pytest.raises(Refused, match="no seat"):
        remove_at_wish("a" * 16, britain, by=seat("nils", norland), now=timezone.now())

"""What the clock deletes and when, what it leaves, and what a kill leaves to be finished."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from ambasada.casework.actions import (
    delete_all_cases,
    delete_case,
    finish_halves,
    forget_cases,
    forget_loose_parts,
    forget_moments,
    raise_alarms,
)
from ambasada.casework.models import (
    Blob,
    Case,
    Enrolment,
    Letter,
    Part,
    Presence,
    Spent,
    Tally,
    Wrap,
)
from ambasada.casework.queries import has_alarm
from ambasada.lib.refused import Refused
from tests.casework.client import Person, Said, told
from tests.casework.desks import Desk

# The stores it asks are SQLite always.
pytestmark = pytest.mark.sqlite_only

TODAY = datetime.now(UTC).date()


def at(days: int) -> datetime:
    """Return a moment of the day so many days from today."""
    return datetime.combine(TODAY + timedelta(days=days), timezone.now().time(), UTC)


def appealed(desk: Desk, **values: Any) -> Person:
    person = desk.person()
    person.appeal("Help.")
    Case.objects.filter(lookup_sha256=person.keys.lookup_sha256).update(**values)
    return person


def files() -> list[Path]:
    return [path for path in Path(settings.SEALED_ROOT, "blobs").rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("values", "lasts"),
    [
        ({"state": "open"}, 90),
        ({"state": "closed", "closed_on": TODAY}, 30),
        ({"state": "new", "alarms": 2}, 90),
    ],
)
def test_case_is_deleted_on_its_day_and_not_before(
    desk: Desk, values: dict[str, Any], lasts: int
) -> None:
    person = appealed(desk, **values)
    day = TODAY + timedelta(days=lasts)
    assert person.box()["delete_on"] == day.isoformat()

    assert forget_cases(now=at(lasts - 1)) == 0
    assert forget_cases(now=at(lasts)) == 1

    with pytest.raises(Said, match="unknown"):
        person.box()
    assert not any(each.objects.exists() for each in (Case, Letter, Wrap))


def test_letter_puts_the_day_off(desk: Desk) -> None:
    person = appealed(desk, state="open", active_on=TODAY - timedelta(days=80))

    person.write("Still here.")

    assert person.box()["delete_on"] == (TODAY + timedelta(days=90)).isoformat()


def test_looking_puts_nothing_off_and_leaves_no_trace(desk: Desk) -> None:
    person = appealed(desk, state="open", active_on=TODAY - timedelta(days=80))
    before = list(Case.objects.values())

    person.read()

    assert list(Case.objects.values()) == before


def test_appeal_nobody_has_opened_waits_for_two_alarms_a_week_apart(desk: Desk) -> None:
    appealed(desk)
    told_of = {}

    for day in range(70, 120):
        raise_alarms(now=at(day))
        told_of[day] = has_alarm()
        if forget_cases(now=at(day)):
            break

    assert day == 90
    assert min(each for each, is_told in told_of.items() if is_told) == 76


def test_appeal_is_never_deleted_unopened_without_an_alarm(desk: Desk) -> None:
    """As where the clock stood still for months."""
    appealed(desk)

    deleted = []
    for day in (200, 203, 207, 208):
        deleted.append(forget_cases(now=at(day)))
        raise_alarms(now=at(day))

    assert deleted == [0, 0, 0, 1]


def test_opened_appeal_raises_no_alarm(desk: Desk) -> None:
    appealed(desk, state="open")

    raise_alarms(now=at(89))

    assert not has_alarm()


def test_deleting_takes_files_and_leaves_counts(desk: Desk) -> None:
    person = appealed(desk)
    person.write("See this.", files=[("a.txt", b"x" * 300_000)])
    (row,) = desk.helper.queue()
    values = {"type": "asylum", "outcome": "informed"}
    desk.helper.ask(f"/s/case/{row['ref']}/close", method="POST", values=values)
    assert len(files()) == 2

    forget_cases(now=at(30))

    assert files() == []
    assert not any(each.objects.exists() for each in (Case, Letter, Wrap, Blob, Part))
    assert Tally.objects.get().count == 1


def test_deleting_one_case_leaves_the_others(desk: Desk) -> None:
    gone, stays = appealed(desk), appealed(desk)

    gone.delete()

    assert len(stays.read().letters) == 1
    assert Wrap.objects.count() == 18


def test_parts_that_no_letter_named_go_after_a_day(desk: Desk) -> None:
    person = appealed(desk)
    person.write("See this.", files=[("a.txt", b"named")])
    told(person.send_part("a" * 32, 0, b"never named"))
    assert len(files()) == 2

    forget_loose_parts(now=at(1))
    assert len(files()) == 2
    forget_loose_parts(now=at(2))

    assert Blob.objects.get().is_bound
    assert len(files()) == 1


def test_file_of_no_row_goes_after_a_day(desk: Desk) -> None:
    """A kill between the file and its row left it."""
    person = appealed(desk)
    told(person.send_part("a" * 32, 0, b"cut off"))
    Part.objects.all().delete()

    forget_loose_parts(now=at(1))
    assert len(files()) == 1
    forget_loose_parts(now=at(2))

    assert files() == []


def test_minutes_go_when_they_are_over(desk: Desk) -> None:
    appealed(desk)
    (row,) = desk.helper.queue()
    desk.helper.look(row["ref"])
    now = timezone.now()
    Enrolment.objects.create(member=1, code_sha256="0" * 64, expires_at=now)

    forget_moments(now=now - timedelta(seconds=1))
    assert (Presence.objects.count(), Enrolment.objects.count()) == (1, 1)
    forget_moments(now=now + timedelta(minutes=3))

    assert (Presence.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_spent_work_is_forgotten_once_nobody_could_spend_it_again(desk: Desk) -> None:
    appealed(desk)

    forget_moments(now=at(1))
    assert Spent.objects.exists()
    forget_moments(now=at(2))

    assert not Spent.objects.exists()


def test_deletion_that_was_cut_off_is_finished(desk: Desk) -> None:
    gone, stays = appealed(desk), appealed(desk)
    gone.write("See this.", files=[("a.txt", b"x")])
    case = Case.objects.get(lookup_sha256=gone.keys.lookup_sha256)
    Wrap.objects.filter(ref=case.ref).delete()

    assert finish_halves() == 1

    assert Case.objects.get().lookup_sha256 == stays.keys.lookup_sha256
    assert files() == []
    assert finish_halves() == 0


def test_appeal_that_was_cut_off_leaves_nothing_and_can_be_sent_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, person = appealed(desk), desk.person()
    prepared = person.prepared("Help.") | {"proof": person.published.work()}
    with monkeypatch.context() as broken:
        broken.setattr(Case, "save", _cut_off)
        assert person.send(prepared).status == 503
    assert (Case.objects.count(), Wrap.objects.count()) == (1, 36)

    assert finish_halves() == 1
    told(person.send(prepared))

    assert len(person.read().letters) == len(other.read().letters) == 1
    assert Wrap.objects.count() == 36


def _cut_off(*_given: object, **_named: object) -> None:
    raise OSError


def test_lost_store_of_keys_is_not_taken_for_a_deletion(desk: Desk) -> None:
    appealed(desk)
    appealed(desk)
    Wrap.objects.all().delete()

    with pytest.raises(Refused, match="The store of keys is empty"):
        finish_halves()

    assert Case.objects.count() == 2


def test_folder_without_a_store_of_keys_lets_go_of_every_case(desk: Desk) -> None:
    appealed(desk).write("See this.", files=[("a.txt", b"x")])
    appealed(desk)
    Wrap.objects.all().delete()

    assert delete_all_cases() == 2

    assert (Case.objects.count(), files()) == (0, [])
    assert finish_halves() == 0


def test_case_is_deleted_once(desk: Desk) -> None:
    appealed(desk)
    case = Case.objects.get()

    delete_case(case)
    delete_case(case)

    assert not Case.objects.exists()


def test_last_day_of_a_year_is_a_day(desk: Desk) -> None:
    appealed(desk, state="open", active_on=date(2027, 10, 2))

    assert forget_cases(now=datetime(2027, 12, 30, 23, 59, tzinfo=UTC)) == 0
    assert forget_cases(now=datetime(2027, 12, 31, tzinfo=UTC)) == 1

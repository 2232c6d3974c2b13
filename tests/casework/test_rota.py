"""Who is on duty: hours that stay what they are, stand-ins, and who may be on it at all."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.migrations.loader import MigrationLoader

from ambasada.accounts.models import Member
from ambasada.casework.actions import (
    add_shifts,
    end_shift,
    forget_shifts,
    name_mailboxes,
    stand_in,
)
from ambasada.casework.models import Rota, Shift, StaffKey
from ambasada.casework.queries import on_duty_at
from ambasada.lib.refused import Refused
from ambasada.network.actions import device_lost, end_seat
from ambasada.network.models import Embassy, Seat
from tests.casework.rotas import DAY, NOW, desk_key_of, helper, plan, shift
from tests.factories.staff import seat

NOON = datetime(2027, 3, 8, 12, tzinfo=UTC)
# The last Sundays of March and October, in the year of NOW.
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)


@pytest.fixture
def anna(britain: Embassy) -> Member:
    return helper("anna", britain)


@pytest.fixture
def boris(britain: Embassy) -> Member:
    return helper("boris", britain)


def names(embassy: Embassy, at: datetime, desk: str = "help") -> list[str]:
    return [each.username for each in on_duty_at(embassy, desk, at)]


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Warsaw"])
@pytest.mark.parametrize("change", [SPRING, AUTUMN])
def test_nine_oclock_stays_nine_oclock_when_clocks_change(
    britain: Embassy, anna: Member, *, zone: str, change: date
) -> None:
    before = change - timedelta(days=6)  # a Monday
    weekly = plan(britain, anna, zone=zone, day=before, weekly_until=before + timedelta(weeks=2))

    shifts = add_shifts(weekly, by=anna, now=datetime.combine(before, time(), UTC))

    local = [each.starts_at.astimezone(ZoneInfo(zone)) for each in shifts]
    assert [(each.date(), each.time()) for each in local] == [
        (before + timedelta(weeks=week), time(9)) for week in range(3)
    ]
    assert {each.ends_at - each.starts_at for each in shifts} == {timedelta(hours=8)}
    assert len({each.starts_at.time() for each in shifts}) == 2  # in UTC it moved


@pytest.mark.parametrize("zone", ["Europe/London", "Europe/Warsaw"])
@pytest.mark.parametrize("change", [SPRING, AUTUMN])
def test_somebody_is_on_duty_at_each_minute_of_a_night_in_which_clocks_change(
    britain: Embassy, anna: Member, boris: Member, *, zone: str, change: date
) -> None:
    """They change over in the very hour that is left out, or that comes twice."""
    evening, now = change - timedelta(days=1), datetime.combine(change, time(), UTC)
    now -= timedelta(days=3)
    hour = time(1, 30) if zone == "Europe/London" else time(2, 30)
    first = plan(britain, anna, zone=zone, day=evening, begins=time(20), ends=hour)
    second = plan(britain, boris, zone=zone, day=change, begins=hour, ends=time(9))

    shifts = [add_shifts(each, by=anna, now=now)[0] for each in (first, second)]

    start, end = shifts[0].starts_at, shifts[1].ends_at
    minutes = [start + timedelta(minutes=n) for n in range((end - start) // timedelta(minutes=1))]
    asked = {tuple(names(britain, each)) for each in minutes[::10]}
    assert shifts[0].ends_at == shifts[1].starts_at
    assert asked == {("anna",), ("boris",)}
    assert end - start == timedelta(hours=12 if change == SPRING else 14)


def test_night_shift_ends_the_next_day(britain: Embassy, anna: Member) -> None:
    shift(britain, anna, by=anna, begins=time(20), ends=time(8))

    assert names(britain, datetime(2027, 3, 8, 20, tzinfo=UTC)) == ["anna"]
    assert names(britain, datetime(2027, 3, 9, 7, 59, tzinfo=UTC)) == ["anna"]
    assert names(britain, datetime(2027, 3, 9, 8, tzinfo=UTC)) == []


def test_first_comes_before_second_and_other_desks_do_not_count(
    britain: Embassy, anna: Member, boris: Member
) -> None:
    shift(britain, boris, by=anna, turn=Shift.Turn.SECOND)
    shift(britain, anna, by=anna)

    assert names(britain, NOON) == ["anna", "boris"]
    assert names(britain, NOON, "press") == []


def test_turn_at_one_time_is_one_members(britain: Embassy, anna: Member, boris: Member) -> None:
    shift(britain, anna, by=anna)

    with pytest.raises(Refused, match="Somebody has this turn"):
        shift(britain, boris, by=anna, begins=time(16), ends=time(20))
    shift(britain, boris, by=anna, begins=time(17), ends=time(20))
    shift(britain, boris, by=anna, desk="press")


def test_who_stands_in_is_on_duty_and_who_is_stood_in_for_is_not(
    britain: Embassy, anna: Member, boris: Member
) -> None:
    own = shift(britain, anna, by=anna)
    other = stand_in(own, boris, by=anna, now=NOW)

    assert names(britain, NOON) == ["boris"]
    with pytest.raises(Refused, match="Somebody stands in"):
        stand_in(own, helper("vera", britain), by=anna, now=NOW)
    end_shift(other, by=anna, now=NOON - timedelta(hours=1))
    assert names(britain, NOON) == ["anna"]
    assert names(britain, NOON - timedelta(hours=2)) == ["boris"]


def test_shift_that_is_ended_before_it_began_goes_with_who_stood_in(
    britain: Embassy, anna: Member, boris: Member
) -> None:
    own = shift(britain, anna, by=anna)
    stand_in(own, boris, by=anna, now=NOW)

    end_shift(own, by=anna, now=NOW)

    assert names(britain, NOON) == []
    assert not Shift.objects.exists()


def test_member_without_two_ways_to_their_key_cannot_be_on_duty(
    britain: Embassy, anna: Member
) -> None:
    keyless, single = seat("keyless", britain), seat("single", britain)
    desk_key_of(single, confirmed=("phrase",))

    for each in (keyless, single):
        with pytest.raises(Refused, match="cannot be on duty yet"):
            shift(britain, each, by=anna)


def test_member_of_another_embassy_cannot_be_on_duty(
    britain: Embassy, norland: Embassy, anna: Member
) -> None:
    with pytest.raises(Refused, match="cannot be on duty yet"):
        shift(britain, helper("nils", norland), by=anna)


@pytest.mark.parametrize("loss", ["device", "seat"])
def test_who_lost_key_or_seat_is_off_duty_at_once(
    britain: Embassy, anna: Member, boris: Member, *, loss: str
) -> None:
    shift(britain, boris, by=anna)
    assert names(britain, NOON) == ["boris"]

    if loss == "device":
        device_lost(boris, by=anna, now=NOW)
    else:
        end_seat(boris.seats.get(), by=anna, now=NOW)

    assert names(britain, NOON) == []


def test_only_coordinators_of_the_embassy_keep_its_rota(
    britain: Embassy, norland: Embassy, anna: Member
) -> None:
    writer = seat("writer", britain, role=Seat.Role.EDITOR)
    other = seat("nils", norland)
    own = shift(britain, anna, by=anna)

    for each in (writer, other):
        with pytest.raises(Refused, match="Only a coordinator"):
            shift(britain, anna, by=each, day=DAY + timedelta(days=1))
        with pytest.raises(Refused, match="Only a coordinator"):
            stand_in(own, anna, by=each, now=NOW)
        with pytest.raises(Refused, match="Only a coordinator"):
            end_shift(own, by=each, now=NOW)
        with pytest.raises(Refused, match="Only a coordinator"):
            name_mailboxes(britain, first="", second="", by=each, now=NOW)
    assert Shift.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"day": date(2027, 2, 1)}, "is over already"),
        ({"weekly_until": date(2027, 12, 1)}, "half a year"),
        ({"weekly_until": date(2027, 3, 7)}, "half a year"),
        ({"zone": "Europe/Nowhere"}, "no such time zone"),
    ],
)
def test_plan_that_cannot_be_kept_is_refused(
    britain: Embassy, anna: Member, *, changed: dict[str, object], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        shift(britain, anna, by=anna, **changed)


def test_shift_is_forgotten_a_day_after_it_ended(britain: Embassy, anna: Member) -> None:
    own = shift(britain, anna, by=anna)

    forget_shifts(now=own.ends_at + timedelta(hours=23))
    assert Shift.objects.exists()
    forget_shifts(now=own.ends_at + timedelta(hours=25))

    assert not Shift.objects.exists()


def test_mailbox_is_an_address_and_nothing_else(britain: Embassy, anna: Member) -> None:
    name_mailboxes(britain, first="duty@example.org", second="", by=anna, now=NOW)

    for wrong in ("duty", "a@example.org\nBcc: b@example.org", "Duty <a@example.org>"):
        with pytest.raises(Refused, match="Write one address"):
            name_mailboxes(britain, first=wrong, second="", by=anna, now=NOW)
    assert Rota.objects.get().first == "duty@example.org"


def test_stores_of_sealed_help_need_no_migration_of_another_app() -> None:
    """Else every migration of Wagtail would be gone through in each of them."""
    graph = MigrationLoader(None).graph
    own = [node for node in graph.nodes if node[0] == "casework"]

    assert {app for node in own for app, _name in graph.forwards_plan(node)} == {"casework"}


def test_duty_is_kept_beside_no_case() -> None:
    assert "store" not in vars(Shift)
    assert StaffKey.store == "sealed"

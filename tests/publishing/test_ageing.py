"""How a guide ages: by days, at midnight where the embassy is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from ambasada.lib.recorder import recording
from ambasada.network.models import Embassy
from ambasada.publishing.ageing import GRACE, LAW, Age, Stage, stage_today

DAY = timedelta(days=1)
CHECKED = date(2026, 11, 24)
EARLY, LATE = "Pacific/Kiritimati", "Pacific/Pago_Pago"  # never the same day


@pytest.mark.parametrize(
    ("is_law", "review_by", "listed_until"),
    [(True, date(2027, 2, 22), date(2027, 3, 24)), (False, date(2027, 11, 24), date(2027, 12, 24))],
)
def test_law_is_checked_after_ninety_days_and_the_rest_after_a_year(
    *, is_law: bool, review_by: date, listed_until: date
) -> None:
    age = Age.since(CHECKED, is_law=is_law)

    assert (age.review_by, age.listed_until) == (review_by, listed_until)
    assert [age.stage_on(day) for day in (CHECKED, review_by)] == [Stage.CURRENT] * 2
    assert [age.stage_on(day) for day in (review_by + DAY, listed_until)] == [Stage.OVERDUE] * 2
    assert age.stage_on(listed_until + DAY) is Stage.UNLISTED


def test_stage_changes_on_two_days_and_then_never_again() -> None:
    age = Age.since(CHECKED, is_law=True)

    changes = [date(2027, 2, 23), date(2027, 3, 25)]
    asked = [CHECKED, age.review_by, age.review_by + DAY, age.listed_until, changes[1]]
    assert [age.next_change(day) for day in asked] == [
        *(changes[0], changes[0], changes[1], changes[1]),
        None,
    ]
    for day, stage in zip(changes, (Stage.OVERDUE, Stage.UNLISTED), strict=True):
        assert age.stage_on(day) is stage
        assert age.stage_on(day - DAY) is not stage


def test_day_is_that_of_the_embassy() -> None:
    here = timezone.localdate(timezone=ZoneInfo(LATE))
    age = Age.since(here - LAW, is_law=True)

    assert stage_today(age, Embassy(time_zone=LATE)) is Stage.CURRENT
    assert stage_today(age, Embassy(time_zone=EARLY)) is Stage.OVERDUE


@pytest.mark.parametrize("days", [LAW, LAW + DAY, LAW + GRACE])
def test_what_is_rendered_holds_until_midnight_where_the_embassy_is(days: timedelta) -> None:
    zone = ZoneInfo(EARLY)
    age = Age.since(timezone.localdate(timezone=zone) - days, is_law=True)

    with recording() as noted:
        stage_today(age, Embassy(time_zone=EARLY))

    last = age.review_by if days == LAW else age.listed_until
    assert noted.until == datetime.combine(last + DAY, datetime.min.time(), zone)


def test_what_is_rendered_of_an_unlisted_guide_holds_for_good() -> None:
    age = Age.since(timezone.localdate() - LAW - GRACE - 3 * DAY, is_law=True)

    with recording() as noted:
        assert stage_today(age, Embassy(time_zone=EARLY)) is Stage.UNLISTED

    assert noted.until is None

from datetime import date, timedelta

import pytest

from ambasada.accounts.models import Member
from ambasada.accounts.queries import acts_from, may_act, members_ever, roll_for
from ambasada.accounts.rules import tenure_allows

FOUNDED = date(2026, 1, 1)


def member(joined: int, recovered: int | None = None) -> Member:
    """Return a member who joined, and perhaps was let back in, so many days after founding."""
    day = None if recovered is None else FOUNDED + timedelta(days=recovered)
    return Member(joined_on=FOUNDED + timedelta(days=joined), recovered_on=day)


@pytest.mark.parametrize(
    ("joined", "today", "may"),
    [
        (0, 0, True),
        (29, 29, True),  # the founding month: everybody, from the first day on
        (17, 30, False),
        (16, 30, True),
        (29, 30, False),  # somebody who could yesterday waits like any other now
        (29, 42, False),
        (29, 43, True),
        (100, 113, False),
        (100, 114, True),
    ],
)
def test_nobody_acts_in_their_first_14_days_after_the_founding_month(
    joined: int, today: int, *, may: bool
) -> None:
    day = FOUNDED + timedelta(days=today)

    assert tenure_allows(member(joined), founded_on=FOUNDED, today=day) is may


@pytest.mark.parametrize(
    ("recovered", "today", "may"),
    [(5, 18, False), (5, 19, True), (99, 112, False), (99, 113, True)],
)
def test_recovered_member_waits_14_days_even_in_the_founding_month(
    recovered: int, today: int, *, may: bool
) -> None:
    day = FOUNDED + timedelta(days=today)

    assert tenure_allows(member(0, recovered), founded_on=FOUNDED, today=day) is may


@pytest.mark.django_db
def test_recovered_member_waits_only_for_the_sake_of_others() -> None:
    one = Member.objects.create_member("one", "-", joined_on=FOUNDED)
    one.recovered_on = today = FOUNDED + timedelta(days=99)
    one.save()
    assert may_act(one, today=today)

    other = Member.objects.create_member("other", "-", joined_on=FOUNDED)
    assert not may_act(one, today=today)
    assert acts_from(one, today=today) == today + timedelta(days=14)

    Member.objects.filter(pk=other.pk).update(is_active=False)
    assert may_act(one, today=today)


@pytest.mark.django_db
def test_member_who_is_switched_off_does_not_act_and_is_counted_for_ever() -> None:
    one = Member.objects.create_member("one", "-", joined_on=FOUNDED)
    one.is_active = False
    one.save()

    assert not may_act(one, today=FOUNDED)
    assert members_ever() == 1
    assert not roll_for(one, today=FOUNDED).has_others

"""Days known in part."""

from datetime import date

import pytest

from ambasada.lib.contacts.days import is_partial
from ambasada.relations.days import is_before, last_day


@pytest.mark.parametrize("text", ["2021", "2021-05", "2021-05-09", "2024-02-29"])
def test_year_month_and_day_are_partial_days(text: str) -> None:
    assert is_partial(text)


@pytest.mark.parametrize(
    "text",
    ["", "21", "2021-13", "2021-00", "2021-5", "2023-02-29", "2021-05-09\n", "0000", "٢٠٢١", "x"],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_partial(text)


def test_last_day_is_the_last_one_it_can_mean() -> None:
    days = [last_day(each) for each in ("2021", "2024-02", "2021-05-09")]

    assert days == [date(2021, 12, 31), date(2024, 2, 29), date(2021, 5, 9)]


@pytest.mark.parametrize(
    ("one", "other", "is_so"),
    [
        ("2020", "2021", True),
        ("2021", "2021-05", False),
        ("2021-05", "2021", False),
        ("2021-04-30", "2021-05", True),
        ("2021-05-09", "2021-05-09", False),
    ],
)
def test_only_what_is_surely_before_is_before(one: str, other: str, *, is_so: bool) -> None:
    assert is_before(one, other) is is_so

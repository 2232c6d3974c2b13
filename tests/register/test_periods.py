"""Days, months and quarters, as the register tells them."""

from datetime import date

import pytest

from ambasada.register.periods import first_day_of, is_period, is_quarter, last_day_of, quarter_of


@pytest.mark.parametrize(
    ("text", "lasts", "quarter"),
    [
        ("2027-02-03", (date(2027, 2, 3), date(2027, 2, 3)), "2027-q1"),
        ("2028-02", (date(2028, 2, 1), date(2028, 2, 29)), "2028-q1"),
        ("2027-12", (date(2027, 12, 1), date(2027, 12, 31)), "2027-q4"),
        ("2027-q2", (date(2027, 4, 1), date(2027, 6, 30)), "2027-q2"),
        ("2027-q4", (date(2027, 10, 1), date(2027, 12, 31)), "2027-q4"),
    ],
)
def test_period_begins_and_ends_and_lies_in_a_quarter(
    text: str, lasts: tuple[date, date], quarter: str
) -> None:
    assert ((first_day_of(text), last_day_of(text)), quarter_of(text)) == (lasts, quarter)
    assert is_period(text)
    assert is_quarter(text) == ("q" in text)


@pytest.mark.parametrize(
    "text", ["", "2027", "2027-00", "2027-13", "2027-02-30", "2027-02-00", "2027-q5", "0000-01"]
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert not is_period(text)

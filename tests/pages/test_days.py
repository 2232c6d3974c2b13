"""Days as pages write them."""

from datetime import date

import pytest
from django.utils.translation import override

from ambasada.pages.templatetags.embassy_tags import day_name, month_name


@pytest.mark.parametrize(
    ("language", "month"), [("en", "June 2026"), ("be", "Чэрвень 2026"), ("ru", "Июнь 2026")]
)
def test_month_is_written_in_the_language_of_the_interface(language: str, month: str) -> None:
    with override(language):
        written = {month_name(date(2026, 6, day)).capitalize() for day in (1, 30)}

    assert written == {month}


def test_day_that_is_not_known_is_not_written() -> None:
    assert (day_name(None), month_name(None)) == ("", "")

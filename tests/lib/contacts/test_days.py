"""Partial days, and the order in which a column writes whole ones."""

import pytest

from ambasada.lib.contacts.column_days import Ambiguous, Evidence, NoCentury, read_day
from ambasada.lib.contacts.days import NotADay, is_partial
from ambasada.lib.contacts.records import ContactDetail, Membership


@pytest.mark.parametrize("text", ["2021", "2021-05", "2021-05-09", "2024-02-29", "0001"])
def test_partial_day_is_taken(text: str) -> None:
    assert is_partial(text)
    assert Membership(start=text).start == text


@pytest.mark.parametrize(
    "text", ["", "21", "2021-5", "2021-13", "2021-02-30", "2021-05-09T00:00", "0000", "２０２１"]
)
def test_anything_else_is_no_day(text: str) -> None:
    assert not is_partial(text)


def test_record_with_what_is_no_day_is_not_made() -> None:
    with pytest.raises(NotADay, match="is no day"):
        ContactDetail(type="email", value="a@example.org", valid_from="31.12.2021")


def order(*cells: str, century_from: int = 0) -> str:
    evidence = Evidence(century_from)
    for cell in cells:
        evidence.see(cell)
    return evidence.order()


@pytest.mark.parametrize(
    ("cells", "expected", "day"),
    [
        (("03/04/2021", "13/04/2021"), "DMY", "2021-04-03"),
        (("03/04/2021", "04/13/2021"), "MDY", "2021-03-04"),
        (("2021.03.04", "2021.03.14"), "YMD", "2021-03-04"),
        (("2021/04/03", "2021/13/04"), "YDM", "2021-03-04"),
        (("03 2021 04", "13 2021 04"), "DYM", "2021-04-03"),
        (("03-2021-04", "04-2021-13"), "MYD", "2021-03-04"),
    ],
)
def test_order_is_told_by_the_whole_column(cells: tuple[str, ...], expected: str, day: str) -> None:
    assert order(*cells) == expected
    assert read_day(cells[0], expected) == day


def test_order_does_not_matter_where_all_readings_are_one_day() -> None:
    assert read_day("05.05.2020", order("05.05.2020", "", "unknown")) == "2020-05-05"


def test_days_of_the_standard_need_no_order() -> None:
    assert order("2021-05-09", "2021", "20210509", "2021-05-09T10:00:00Z") == ""


def test_column_that_says_nothing_is_asked_about() -> None:
    with pytest.raises(Ambiguous) as asked:
        order("03/04/2021", "05/05/2021")

    assert asked.value.cell == "03/04/2021"
    assert asked.value.readings == {"DMY": "2021-04-03", "MDY": "2021-03-04"}


def test_column_in_two_orders_is_asked_about() -> None:
    with pytest.raises(Ambiguous, match="Say how the column"):
        order("13/04/2021", "04/13/2021")


def test_year_of_two_figures_is_asked_about() -> None:
    with pytest.raises(NoCentury, match="two figures"):
        order("31/12/99")

    assert order("31/12/99", "", century_from=1950) == "DMY"
    assert read_day("31/12/99", "DMY", century_from=1950) == "1999-12-31"
    assert read_day("31/12/49", "DMY", century_from=1950) == "2049-12-31"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("28 Sep 2026", "2026-09-28"),
        ("May 9, 2021", "2021-05-09"),
        ("9 мая 2021 г.", "2021-05-09"),
        ("9 траўня 2021", "2021-05-09"),
        ("красавік 2021", "2021-04"),
        ("ліпень 2021", "2021-07"),
        ("лістапад 2021", "2021-11"),
        ("05.2021", "2021-05"),
        ("2021/5", "2021-05"),
        ("20210509", "2021-05-09"),
        ("2021-05-09 10:00", "2021-05-09"),
        ("31/02/2021", None),
        ("soon", None),
        ("9 Thermidor 2021", None),
    ],
)
def test_cell_is_read_as_a_day_or_not_at_all(cell: str, day: str | None) -> None:
    assert read_day(cell, "DMY") == day

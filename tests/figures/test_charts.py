"""Charts: whole SVG that says itself in words, in shapes that differ without colour."""

from decimal import Decimal
from xml.etree.ElementTree import Element, fromstring

import pytest

from ambasada.figures.charts import Series, bar_chart, line_chart

SVG = "{http://www.w3.org/2000/svg}"


def numbers(*values: int | str | None) -> list[Decimal | None]:
    return [None if each is None else Decimal(each) for each in values]


def read(svg: str) -> Element:
    found = fromstring(svg)
    named = found.attrib["aria-labelledby"].split()
    ids = [each.attrib["id"] for each in found.iter() if "id" in each.attrib]
    assert found.attrib["role"] == "img"
    assert set(named) <= set(ids)
    assert len(ids) == len(set(ids))
    assert not any("style" in each.attrib for each in found.iter())
    return found


def test_line_says_title_and_words_and_leaves_out_what_is_missing() -> None:
    svg = read(
        line_chart(
            "c",
            "A <title> & more",
            "Fewer",
            days=["2020", "2021-05", "2022-01-01"],
            series=[Series("One", numbers(30, None, "12.5"))],
        )
    )

    assert svg.findtext("title") == "A <title> & more"
    assert svg.findtext("desc") == "Fewer"
    assert len(svg.findall("circle")) == 2
    said = {each.text for each in svg.findall("text")}
    assert {"30", "12.5"} <= said


def test_lines_differ_by_mark_and_dash() -> None:
    series = [Series(f"S{each}", numbers(each, each + 1)) for each in range(4)]
    svg = read(line_chart("c", "T", "W", days=["2020", "2024"], series=series))

    dashes = [each.get("stroke-dasharray") for each in svg.findall("path")]
    assert len(set(dashes)) == 4
    assert len(svg.findall("circle")) == 3
    assert {each.text for each in svg.findall("text")} >= {"S0", "S1", "S2", "S3"}


def test_bars_differ_by_hatching_and_carry_their_numbers() -> None:
    series = [Series("One", numbers(5, -2)), Series("Two", numbers(3, None))]
    svg = read(bar_chart("c", "T", "W", labels=["North", "South"], series=series))

    fills = {each.get("fill") for each in svg.findall("rect")}
    assert fills == {None, "url(#c-hatch-1)"}
    assert {each.text for each in svg.findall("text")} >= {"5", "−2", "3", "–", "North", "South"}


@pytest.mark.parametrize(
    "values",
    [(0,), (0, 0), (7,), (-5, -1), ("0.001", "0.002"), (10**9, 1), ("99999999999.9999",), (None,)],
    ids=str,
)
def test_chart_of_any_numbers_stays_inside_its_paper(values: tuple[int | str | None, ...]) -> None:
    days = [f"{2020 + each}" for each in range(len(values))]
    series = [Series("One", numbers(*values))]
    for drawn in (
        line_chart("c", "T", "W", days=days, series=series),
        bar_chart("c", "T", "W", labels=days, series=series),
    ):
        svg = read(drawn)
        _x, _y, wide, tall = map(int, svg.attrib["viewBox"].split())
        for each in svg.iter():
            for name, most in (("x", wide), ("y", tall), ("cx", wide), ("cy", tall)):
                if name in each.attrib and each.tag != "pattern":
                    assert -1 <= float(each.attrib[name]) <= most

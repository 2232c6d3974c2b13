import gzip
import re
from xml.etree import ElementTree as ET

import pytest

from ambasada.pages.band import REACH, SQUARE, band_svg


def squares_of(svg: str, name: str) -> set[tuple[int, int]]:
    """Read the squares of one thread back out of the drawing, as (column, line)."""
    found: set[tuple[int, int]] = set()
    for path in ET.fromstring(svg).iter("path"):
        if path.get("class") != name:
            continue
        for bar in re.finditer(r"M(\d+) (\d+)h(\d+)v1h-\3z", path.get("d", "")):
            column, line, length = map(int, bar.groups())
            found |= {(column + step, line) for step in range(length)}
    return found


def test_band_draws_every_square_of_its_thread() -> None:
    svg = band_svg(["#.o", "##.", "..o"])

    assert squares_of(svg, "band__red") == {(0, 0), (0, 1), (1, 1)}
    assert squares_of(svg, "band__ink") == {(2, 0), (2, 2)}


def copies_in(svg: str) -> list[int]:
    """Follow the doublings from the longest back to the one repeat, as columns they start at."""
    drawing = ET.fromstring(svg)
    groups = {group.get("id", ""): list(group.iter("use")) for group in drawing.iter("g")}

    def starts(name: str) -> list[int]:
        uses = groups[name]
        if not uses:
            return [0]
        return [
            int(use.get("x", "0")) + start
            for use in uses
            for start in starts(use.get("href", "").removeprefix("#"))
        ]

    return starts(list(drawing)[-1].get("href", "").removeprefix("#"))


@pytest.mark.parametrize("width", [1, 10, 14, 40, 2000])
def test_band_repeats_without_a_gap_as_far_as_a_page_reaches(width: int) -> None:
    starts = copies_in(band_svg(["#" * width]))

    assert starts == [width * number for number in range(len(starts))]
    assert len(starts) * width * SQUARE >= REACH


def test_band_is_as_high_as_its_rows() -> None:
    assert ET.fromstring(band_svg(["#."] * 9)).get("height") == str(9 * SQUARE)


def test_band_of_one_thread_draws_no_empty_path() -> None:
    assert len(list(ET.fromstring(band_svg(["#.#"])).iter("path"))) == 1


def test_band_is_hidden_from_screen_readers() -> None:
    drawing = ET.fromstring(band_svg(["#"]))

    assert drawing.get("aria-hidden") == "true"
    assert drawing.get("focusable") == "false"


def test_band_carries_no_style_and_no_script() -> None:
    svg = band_svg(["#o.", ".o#"])

    assert "style" not in svg
    assert "script" not in svg
    assert not re.search(r"\son\w+=", svg)


def test_band_of_the_largest_pattern_costs_a_reader_a_few_hundred_bytes() -> None:
    svg = band_svg([("#.o." * 10)[line % 4 :] + "#.o"[: line % 4] for line in range(13)])

    assert len(gzip.compress(svg.encode())) < 900


def test_band_without_rows_is_nothing() -> None:
    assert band_svg([]) == ""


@pytest.mark.parametrize("rows", [["##", "#"], [""], ["#x"], ['"/>']])
def test_band_refuses_what_is_no_rectangle_of_squares(rows: list[str]) -> None:
    with pytest.raises(ValueError, match="rows of one length"):
        band_svg(rows)

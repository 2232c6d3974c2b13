"""Bars that lie: their names stand above them, so that long ones have room on a narrow screen."""

from collections.abc import Sequence
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from ambasada.figures.charts.paper import (
    LINE,
    Scale,
    Series,
    bare,
    drawn,
    paper,
    rule,
    write,
)

_THICK, _GAP = 14, 10
_ROOM = 300  # for the longest bar; its number stands behind it
_LONGEST_NAME = 56


def bar_chart(
    name: str, title: str, words: str, *, labels: Sequence[str], series: Sequence[Series]
) -> str:
    """Return a bar for each label and column of numbers, as an SVG element."""
    legend = (LINE + 2) * len(series) if len(series) > 1 else 0
    tall = LINE + (_THICK + 2) * len(series) + _GAP
    svg = paper(name, title, words, height=legend + tall * len(labels))
    _hatch(svg, name, len(series))
    scale = Scale.over([value for each in series for value in each.values if value is not None])
    zero = scale.along(Decimal(0), _ROOM)
    for number, each in enumerate(series if legend else ()):
        y = (LINE + 2) * number + 2
        _bar(svg, (0, y, 26), _hatching(name, number))
        write(svg, each.name, (34, y + 12))
    for place, label in enumerate(labels):
        top = legend + tall * place
        short = label if len(label) <= _LONGEST_NAME else f"{label[: _LONGEST_NAME - 1]}…"
        write(svg, short, (0, top + LINE - 4))
        for number, each in enumerate(series):
            y, value = top + LINE + (_THICK + 2) * number, each.values[place]
            if value is None:
                write(svg, "–", (zero + 4, y + 12))
                continue
            end = scale.along(value, _ROOM)
            _bar(svg, (min(zero, end), y, abs(end - zero)), _hatching(name, number))
            write(svg, bare(value), (max(zero, end) + 6, y + 12))
    rule(svg, (zero, legend), (zero, legend + tall * len(labels) - _GAP), kind="chart__zero")
    return drawn(svg)


def _hatching(name: str, number: int) -> str:
    """Return how the hatching of a column of numbers is called; the first has none."""
    return f"{name}-hatch-{number}" if number else ""


def _bar(svg: Element, place: tuple[int, int, int], hatching: str) -> None:
    x, y, long = place
    bar = {"x": x, "y": y, "width": max(long, 1), "height": _THICK}
    fill = {"fill": f"url(#{hatching})"} if hatching else {}
    kind = "chart__bar chart__bar--hatched" if hatching else "chart__bar"
    SubElement(svg, "rect", {**{k: str(v) for k, v in bar.items()}, **fill, "class": kind})


def _hatch(svg: Element, name: str, count: int) -> None:
    """Draw what tells the bars of the second and third column from the first: strokes, dots."""
    for number in range(1, count):
        size = {"width": "6", "height": "6", "patternUnits": "userSpaceOnUse"}
        pattern = SubElement(svg, "pattern", {"id": _hatching(name, number), **size})
        if number == 1:
            SubElement(pattern, "path", {"d": "M0 6 L6 0", "class": "chart__hatch"})
        else:
            dot = {"cx": "3", "cy": "3", "r": "1.4", "class": "chart__dot"}
            SubElement(pattern, "circle", dot)

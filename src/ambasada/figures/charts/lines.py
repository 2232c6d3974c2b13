"""Lines over time."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement

from ambasada.figures.charts.paper import (
    LINE,
    WIDTH,
    At,
    Scale,
    Series,
    bare,
    drawn,
    paper,
    rule,
    write,
)
from ambasada.figures.days import first_day, said_day

_TOP, _BOTTOM, _LEFT, _RIGHT = 22, 26, 52, 22
_TALL = 190  # of the field of the lines
_DASHES = ("", "7 4", "2 3", "9 3 2 3")
_MOST_MARKED = 40  # points of a line that are marked one by one
_MOST_SAID = 8  # points that say their number, of a line that stands alone
_MOST_YEARS = 6


def line_chart(
    name: str, title: str, words: str, *, days: Sequence[str], series: Sequence[Series]
) -> str:
    """Return lines of numbers over days, as an SVG element."""
    legend = LINE * len(series) if len(series) > 1 else 0
    bottom = _TOP + legend + _TALL
    svg = paper(name, title, words, height=bottom + _BOTTOM)
    scale = Scale.over([value for each in series for value in each.values if value is not None])
    for tick in scale.ticks:
        y = bottom - scale.along(tick, _TALL)
        rule(
            svg, (_LEFT, y), (WIDTH - _RIGHT, y), kind="chart__zero" if tick == 0 else "chart__rule"
        )
        write(svg, bare(tick), (_LEFT - 6, y + 4), anchor="end")
    places = _places(svg, days, bottom=bottom)
    for number, each in enumerate(series):
        points = [
            (x, bottom - scale.along(value, _TALL), value)
            for x, value in zip(places, each.values, strict=True)
            if value is not None
        ]
        _line(svg, points, number)
        if len(series) == 1 and len(points) <= _MOST_SAID:
            _say(svg, points)
        if legend:
            y = LINE * (number + 1) - 4
            rule(svg, (_LEFT, y - 4), (_LEFT + 34, y - 4), kind="chart__line")
            svg[-1].set("stroke-dasharray", _DASHES[number] or "none")
            _mark(svg, (_LEFT + 17, y - 4), number)
            write(svg, each.name, (_LEFT + 42, y))
    return drawn(svg)


def _places(svg: Element, days: Sequence[str], *, bottom: int) -> list[int]:
    """Write the days below the field; return where each of them stands."""
    numbers = [first_day(each).toordinal() for each in days]
    first, last = min(numbers), max(numbers)
    room = WIDTH - _LEFT - _RIGHT

    def along(ordinal: int) -> int:
        return _LEFT + round(room * (ordinal - first) / (last - first or 1))

    years = range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1)
    if len(years) > 1:
        for year in years[:: -(-len(years) // _MOST_YEARS)]:
            x = along(date(year, 1, 1).toordinal())
            rule(svg, (x, bottom), (x, bottom + 5), kind="chart__zero")
            write(svg, str(year), (x, bottom + 19), anchor="middle")
    else:
        ends = {along(first): days[numbers.index(first)], along(last): days[numbers.index(last)]}
        for x, day in ends.items():
            anchor = "end" if x > WIDTH // 2 else "start"
            write(svg, said_day(day), (x, bottom + 19), anchor=anchor)
    return [along(each) for each in numbers]


def _line(svg: Element, points: Sequence[tuple[int, int, Decimal]], number: int) -> None:
    path = "M" + " L".join(f"{x} {y}" for x, y, _value in points)
    line = SubElement(svg, "path", {"d": path, "class": "chart__line"})
    if _DASHES[number]:
        line.set("stroke-dasharray", _DASHES[number])
    if len(points) <= _MOST_MARKED:
        for x, y, _value in points:
            _mark(svg, (x, y), number)


def _mark(svg: Element, at: At, number: int) -> None:
    """Draw the mark of a line: a disc, a square, a triangle, a diamond."""
    x, y = at
    if number == 0:
        SubElement(svg, "circle", {"cx": str(x), "cy": str(y), "r": "4", "class": "chart__mark"})
        return
    corners = (
        ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        ((0, -5), (5, 4), (-5, 4)),
        ((0, -5), (5, 0), (0, 5), (-5, 0)),
    )[number - 1]
    shape = " ".join(f"{x + right},{y + down}" for right, down in corners)
    SubElement(svg, "polygon", {"points": shape, "class": "chart__mark"})


def _say(svg: Element, points: Sequence[tuple[int, int, Decimal]]) -> None:
    """Write its number above each point."""
    for x, y, value in points:
        anchor = "start" if x < _LEFT + 20 else "end" if x > WIDTH - _RIGHT - 20 else "middle"
        write(svg, bare(value), (x, y - 9), anchor=anchor)

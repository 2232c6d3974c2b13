"""What a chart is drawn on: elements, a scale with round steps, the name and the words of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, tostring

from ambasada.figures.numbers import said

At = tuple[int, int]  # from the left, from the top
WIDTH = 400
LINE = 17  # from one line of text to the next
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Series:
    """A column of numbers with its name; None where one is missing."""

    name: str
    values: Sequence[Decimal | None]


@dataclass(frozen=True)
class Scale:
    """Which numbers an axis shows, in whole steps, with nothing always among them."""

    low: Decimal
    high: Decimal
    step: Decimal

    @classmethod
    def over(cls, values: Sequence[Decimal], *, steps: int = 4) -> "Scale":
        """Return the scale that has room for values."""
        low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
        reach = high - low or Decimal(1)
        power = Decimal(10) ** ((reach / steps).adjusted())
        step = next(power * each for each in _STEPS if power * each * steps >= reach)
        return cls(step * (low / step).to_integral_value("ROUND_FLOOR"), _up(high, step), step)

    @property
    def ticks(self) -> list[Decimal]:
        """The numbers that are written at the axis."""
        count = int((self.high - self.low) / self.step)
        return [self.low + self.step * each for each in range(count + 1)]

    def along(self, value: Decimal, length: int) -> int:
        """Return how far from its beginning a number stands on an axis of some length."""
        return round(length * (value - self.low) / (self.high - self.low))


def _up(high: Decimal, step: Decimal) -> Decimal:
    up = step * (high / step).to_integral_value("ROUND_CEILING")
    return up if up > 0 or high < 0 else step


def paper(name: str, title: str, words: str, *, height: int) -> Element:
    """Return an empty chart that says what it is: `name` tells it from others on the page."""
    svg = Element(
        "svg",
        {
            "class": "chart",
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-words",
        },
    )
    SubElement(svg, "title", {"id": f"{name}-title"}).text = title
    SubElement(svg, "desc", {"id": f"{name}-words"}).text = words
    return svg


def write(parent: Element, text: str, at: At, *, anchor: str = "start") -> None:
    """Write a line of text; it keeps its edge where a line passes under it."""
    x, y = at
    place = {"x": str(x), "y": str(y), "text-anchor": anchor, "class": "chart__text"}
    SubElement(parent, "text", place).text = text


def rule(parent: Element, start: At, end: At, *, kind: str) -> None:
    """Draw a straight line from one place to another."""
    ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    SubElement(parent, "line", {**{k: str(v) for k, v in ends.items()}, "class": kind})


def bare(value: Decimal) -> str:
    """Return a number as it is written in a chart."""
    return said(value)


def drawn(svg: Element) -> str:
    """Return the chart as it stands in a page."""
    return tostring(svg, encoding="unicode")

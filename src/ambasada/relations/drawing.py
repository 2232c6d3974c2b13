"""Where the boxes of a picture of institutions stand: the same picture of the same rows.

Above stands what others are part of, and below each organisation who holds an office there. Trees
that are no part of one another stand side by side, and below one another once a row is full.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_WIDE, _HIGH = 176, 56  # of the box of an organisation
_HOLDER_HIGH = 40
_BESIDE, _BELOW = 20, 36  # between boxes
_INDENT = 14  # of who holds an office
_ROW = 1400  # wider than this no row gets, unless by one tree
_LETTERS, _LINES = 24, 2  # of a name in a box; the table has it whole


@dataclass
class Node:
    """An organisation, with whoever holds an office there and what is part of it."""

    name: str
    holders: Sequence[tuple[str, str]] = ()  # who, and what they are there
    parts: list["Node"] = field(default_factory=list)


@dataclass(frozen=True)
class Box:
    """A box with lines of text in it."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[tuple[int, str], ...]  # how far down, and what
    is_holder: bool


@dataclass(frozen=True)
class Drawing:
    """A picture, ready to be written down."""

    width: int
    height: int
    boxes: list[Box]
    ties: list[tuple[int, int, int, int, int]]  # x and y of the upper end, of the lower; half-way

    def __bool__(self) -> bool:
        return bool(self.boxes)


def draw(roots: Sequence[Node]) -> Drawing:
    """Return the picture of trees of organisations."""
    boxes: list[Box] = []
    ties: list[tuple[int, int, int, int, int]] = []
    x = y = row_high = widest = 0
    for root in roots:
        width, height = _width(root), _height(root)
        if x and x + width > _ROW:
            x, y, row_high = 0, y + row_high + _BELOW, 0
        _place(root, (x, y), (boxes, ties))
        x, row_high = x + width + _BESIDE, max(row_high, height)
        widest = max(widest, x - _BESIDE)
    return Drawing(widest, y + row_high, boxes, ties)


_Drawn = tuple[list[Box], list[tuple[int, int, int, int, int]]]


def _place(node: Node, corner: tuple[int, int], drawn: _Drawn) -> int:
    """Place a tree with its upper left corner there; return the middle of its box."""
    (x, y), (boxes, ties) = corner, drawn
    left = x + (_width(node) - _WIDE) // 2
    boxes.append(Box(left, y, _WIDE, _HIGH, _lines(node.name, _HIGH), is_holder=False))
    below = y + _HIGH
    for who, what in node.holders:
        written = _lines(f"{who}\n{what}", _HOLDER_HIGH)
        boxes.append(
            Box(left + _INDENT, below, _WIDE - _INDENT, _HOLDER_HIGH, written, is_holder=True)
        )
        below += _HOLDER_HIGH
    middle = left + _WIDE // 2
    for part in node.parts:
        lower = _place(part, (x, below + _BELOW), drawn)
        ties.append((middle, below, lower, below + _BELOW, below + _BELOW // 2))
        x += _width(part) + _BESIDE
    return middle


def _width(node: Node) -> int:
    parts = sum(_width(each) + _BESIDE for each in node.parts) - _BESIDE
    return max(_WIDE, parts)


def _height(node: Node) -> int:
    own = _HIGH + _HOLDER_HIGH * len(node.holders)
    return own + max((_BELOW + _height(each) for each in node.parts), default=0)


def _lines(text: str, height: int) -> tuple[tuple[int, str], ...]:
    """Return the lines of a text, in the middle of a box so high."""
    found = list(_wrapped(text))
    first = height // 2 - 8 * (len(found) - 1) + 5  # 16 from line to line, 5 to its foot
    return tuple((first + 16 * number, line) for number, line in enumerate(found))


def _wrapped(text: str) -> Iterator[str]:
    parts = text.split("\n")
    room = 1 if len(parts) > 1 else _LINES
    for each in parts:
        if each:
            yield from textwrap.wrap(each, _LETTERS, max_lines=room, placeholder=" …")

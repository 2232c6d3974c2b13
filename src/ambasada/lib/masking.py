"""Masks: where a face is hidden, and whether what was found is still under one.

A place is given in hundredths of the picture, from its upper left corner, so that it says the same
of every size of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

from PIL import Image, ImageDraw

_WHOLE = 100.0
INK = (24, 24, 24)  # of a mask: solid, since what is blurred can be guessed
# A mask that was moved off this much of a face no longer hides it.
_COVERED = 0.85
_STEPS = 24


@dataclass(frozen=True)
class Box:
    """A rectangle in a picture, in hundredths of its width and height."""

    left: float
    top: float
    width: float
    height: float

    @property
    def is_inside(self) -> bool:
        """Whether it has a size and begins inside the picture."""
        return (
            self.width > 0
            and self.height > 0
            and 0 <= self.left < _WHOLE
            and 0 <= self.top < _WHOLE
        )

    def holds(self, across: float, down: float) -> bool:
        """Tell whether a point is in it."""
        return (
            self.left <= across <= self.left + self.width
            and self.top <= down <= self.top + self.height
        )

    def clipped(self) -> "Box":
        """Return the part of it that is inside the picture."""
        left, top = max(self.left, 0.0), max(self.top, 0.0)
        right = min(self.left + self.width, _WHOLE)
        bottom = min(self.top + self.height, _WHOLE)
        return Box(left, top, max(right - left, 0.0), max(bottom - top, 0.0))


def masked(picture: Image.Image, masks: Iterable[Box]) -> Image.Image:
    """Return a picture with masks burnt in: under them no pixel of it is left."""
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    across, down = made.width / _WHOLE, made.height / _WHOLE
    for each in masks:
        right, bottom = each.left + each.width, each.top + each.height
        draw.rectangle(
            (
                floor(each.left * across),
                floor(each.top * down),
                ceil(right * across),
                ceil(bottom * down),
            ),
            fill=INK,
        )
    return made


def uncovered(faces: Sequence[Box], masks: Sequence[Box]) -> list[Box]:
    """Return the faces of which more can be seen than their rim, whatever was moved or lifted."""
    return [face for face in faces if _covered(face, masks) < _COVERED]


def _covered(face: Box, masks: Sequence[Box]) -> float:
    """Return how much of a face masks hide, by looking at points spread over it."""
    points = [
        (
            face.left + face.width * (column + 0.5) / _STEPS,
            face.top + face.height * (row + 0.5) / _STEPS,
        )
        for row in range(_STEPS)
        for column in range(_STEPS)
    ]
    hidden = sum(any(mask.holds(*point) for mask in masks) for point in points)
    return hidden / len(points)

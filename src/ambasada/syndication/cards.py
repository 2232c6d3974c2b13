"""Cards: the small picture that another site shows beside a link, drawn here without a service.

Title, day and name on paper, below the woven band. A card has four colours, so that it weighs a few
kilobytes, and holds nothing but its picture.
"""

import io
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import ambasada.pages

# What the sites that show cards ask for: ogp.me names no size, they name 1.91 to 1.
_SIZE = (1200, 630)
_EDGE = 64
_WIDTH = _SIZE[0] - 2 * _EDGE
_SQUARE = 9  # pixels of a square of the band
_PAPER, _GREY, _INK, _RED = range(4)
_PALETTE = (255, 255, 255, 150, 150, 150, 23, 25, 29, 194, 26, 38)
_THREADS = {"#": _RED, "o": _INK}
_TITLE_SIZES = (72, 64, 56, 48, 42, 36)  # the first that lets the title fit is taken
_FOOT_SIZES = (34, 30, 26, 22)
_LINE = 1.22


def draw_card(title: str, foot: Sequence[str], band: Sequence[str]) -> bytes:
    """Return a card as PNG: the title, and below it the lines of the foot.

    A title or a line that is too long for a card loses its end. Without a band nothing of the
    embassy is drawn.
    """
    card = Image.new("P", _SIZE, _PAPER)
    card.putpalette(_PALETTE)
    _weave(ImageDraw.Draw(card), band)
    bottom = _SIZE[1] - _EDGE
    for line in reversed(foot):
        [shown], font = _fitted(line, _FOOT_SIZES, most=1)
        bottom -= round(font.size * _LINE)
        _write(card, (_EDGE, bottom), shown, font=font)
    top = len(band) * _SQUARE + _EDGE
    lines, font = _fitted(title, _TITLE_SIZES, height=bottom - _EDGE // 2 - top)
    for number, line in enumerate(lines):
        _write(card, (_EDGE, top + round(number * font.size * _LINE)), line, font=font)
    written = io.BytesIO()
    card.save(written, "PNG", bits=2)
    return written.getvalue()


def _weave(pen: ImageDraw.ImageDraw, band: Sequence[str]) -> None:
    """Draw the band along the upper edge, its repeats side by side."""
    for row, squares in enumerate(band):
        for column in range(-(-_SIZE[0] // _SQUARE)):
            colour = _THREADS.get(squares[column % len(squares)])
            if colour is not None:
                left, top = column * _SQUARE, row * _SQUARE
                pen.rectangle((left, top, left + _SQUARE - 1, top + _SQUARE - 1), fill=colour)


def _fitted(
    text: str, sizes: Sequence[int], *, height: int = 0, most: int = 0
) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """Return a text as lines, `most` or as many as the height takes, and the face for them."""
    for size in sizes:
        font = _face(size)
        lines, may = _broken(text, font), most or max(1, int(height / (size * _LINE)))
        if len(lines) <= may and max(map(font.getlength, lines)) <= _WIDTH:
            return lines, font
    kept = lines[:may]
    while font.getlength(f"{kept[-1]} …") > _WIDTH:
        kept[-1] = kept[-1][:-1]
    return [*kept[:-1], f"{kept[-1]} …"], font


def _broken(title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Break a title between words into lines that fit; a no-break space is no place to."""
    lines = [""]
    for word in re.split("[ \t\r\n\v\f]+", title.strip()):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > _WIDTH:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _write(
    card: Image.Image, place: tuple[int, int], text: str, *, font: ImageFont.FreeTypeFont
) -> None:
    """Put a line on a card: letters in ink, with edges half as dark."""
    _left, _top, right, bottom = (round(each) for each in font.getbbox(text))
    mask = Image.new("L", (max(right, 1), max(bottom, 1)), 0)
    ImageDraw.Draw(mask).text((0, 0), text, font=font, fill=255)
    card.paste(_GREY, place, mask.point(_is_edge))
    card.paste(_INK, place, mask.point(_is_inside))


# From which of 255 shades on a letter’s edge is grey, and its inside ink.
_FROM_GREY, _FROM_INK = 50, 150
_is_edge = [255 if shade > _FROM_GREY else 0 for shade in range(256)]
_is_inside = [255 if shade > _FROM_INK else 0 for shade in range(256)]


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    """Return the title face, which has the letters of all our languages."""
    folder = Path(ambasada.pages.__file__).parent / "static" / "ambasada"
    return ImageFont.truetype(folder / "title.woff2", size)

"""The woven band: one short pattern, repeated across the page, drawn as SVG shapes.

Every embassy weaves its own: rows of one repeat, where "#" is a red square, "o" an ink one and
"." the ground. The drawing holds no style and no script; the style sheet colours its two classes,
so that one band serves light, dark, forced colours and print. The repeat is copied by doubling
(two, four, eight times) and not by an SVG pattern, which browsers print as a blurred picture.
"""

from itertools import groupby

# Pixels a square takes: a whole number, so that its edges stay sharp.
SQUARE = 4
# Pixels the band reaches at least; the page cuts off what it does not need.
REACH = 4000
# Class of the drawing, and the colour where no style sheet arrives.
_THREADS = {"#": ("band__red", "#c21a26"), "o": ("band__ink", "#17191d")}


def band_svg(rows: list[str]) -> str:
    """Return the band as an SVG element, decoration only; no rows give no band.

    Raises ValueError if the rows are not one rectangle of "#", "o" and ".".
    """
    if not rows:
        return ""
    width = len(rows[0])
    if not width or {len(row) for row in rows} != {width} or set("".join(rows)) - set("#o."):
        message = 'a band is rows of one length, made of "#", "o" and "."'
        raise ValueError(message)
    paths = "".join(_path(rows, thread) for thread in _THREADS)
    copies, last = _copies(width)
    return (
        f'<svg class="band" aria-hidden="true" focusable="false" width="100%" '
        f'height="{len(rows) * SQUARE}"><defs><g id="band-0">{paths}</g>{copies}</defs>'
        f'<use href="#{last}" transform="scale({SQUARE})"/></svg>'
    )


def _copies(width: int) -> tuple[str, str]:
    """Return groups that each hold the one before twice, and the id of the longest."""
    groups, step = "", 0
    while width * SQUARE < REACH:
        before = f'<use href="#band-{step}"'
        step += 1
        groups += f'<g id="band-{step}">{before}/>{before} x="{width}"/></g>'
        width *= 2
    return groups, f"band-{step}"


def _path(rows: list[str], thread: str) -> str:
    """Return all squares of one thread as one path: a bar for each run in a row."""
    name, colour = _THREADS[thread]
    bars = "".join(_bars(row, line, thread) for line, row in enumerate(rows))
    return f'<path class="{name}" fill="{colour}" d="{bars}"/>' if bars else ""


def _bars(row: str, line: int, thread: str) -> str:
    """Return the bars of one thread in one row."""
    drawn, column = "", 0
    for square, run in groupby(row):
        length = len(list(run))
        if square == thread:
            drawn += f"M{column} {line}h{length}v1h-{length}z"
        column += length
    return drawn

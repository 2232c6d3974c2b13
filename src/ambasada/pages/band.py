"""The woven band: one short pattern, repeated across the page, drawn as SVG shapes.

Every embassy weaves its own: rows of one repeat, where "#" is a red square, "o" an ink one and
"." the ground. The drawing holds no style and no script; the style sheet colours its two classes,
so that one band serves light, dark, forced colours and print.
"""

from itertools import groupby

# Pixels a square takes: a whole number, so that its edges stay sharp.
SQUARE = 4
# Class of the drawing, and the colour where no style sheet arrives.
_THREADS = {"#": ("band__red", "#b3121d"), "o": ("band__ink", "#17191d")}


def band_svg(rows: list[str]) -> str:
    """Return the band as an SVG element, decoration only; no rows give no band.

    Raises ValueError if the rows are not one rectangle of "#", "o" and ".".
    """
    if not rows:
        return ""
    width, height = len(rows[0]), len(rows)
    if not width or {len(row) for row in rows} != {width} or set("".join(rows)) - set("#o."):
        message = 'a band is rows of one length, made of "#", "o" and "."'
        raise ValueError(message)
    paths = "".join(_path(rows, thread) for thread in _THREADS)
    return (
        f'<svg class="band" aria-hidden="true" focusable="false" width="100%" '
        f'height="{height * SQUARE}"><defs><pattern id="weave" width="{width}" '
        f'height="{height}" patternUnits="userSpaceOnUse" patternTransform="scale({SQUARE})">'
        f"{paths}</pattern></defs>"
        f'<rect width="100%" height="100%" fill="url(#weave)"/></svg>'
    )


def _path(rows: list[str], thread: str) -> str:
    """Return all squares of one thread as one path: a bar for each run in a row."""
    name, colour = _THREADS[thread]
    bars = "".join(_bars(row, line, thread) for line, row in enumerate(rows))
    return f'<path class="{name}" fill="{colour}" d="{bars}"/>' if bars else ""


def _bars(row: str, line: int, thread: str) -> str:
    drawn, column = "", 0
    for square, run in groupby(row):
        length = len(list(run))
        if square == thread:
            drawn += f"M{column} {line}h{length}v1h-{length}z"
        column += length
    return drawn

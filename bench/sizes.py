"""How many bytes a browser receives for each reading page."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import median
from urllib.parse import urljoin

from bench.figures import Figure
from bench.reading import Page, reading_pages
from bench.serving import Serving, fetch

_KB = 1000
_IN_STYLES = re.compile(r"""url\(["']?([^"')]+)""")


@dataclass(frozen=True)
class Weight:
    """The compressed bytes of one page with an empty browser cache, headers left out."""

    path: str
    core: int  # HTML and CSS
    whole: int  # and fonts, script, icon
    pictured: int  # and the first picture
    encoding: str


def measure_sizes(site: Serving) -> list[Figure]:
    """Weigh every reading page in every language."""
    connection = site.connect()
    weights = [_weigh(connection, path) for path in reading_pages(site)]
    connection.close()
    encodings = ", ".join(sorted({each.encoding or "not compressed" for each in weights}))
    pictured = sum(each.pictured > each.whole for each in weights)
    note = f"HTML: {encodings}; {pictured} with a picture"
    return [
        *_worst_and_median("HTML and CSS", weights, lambda each: each.core, limit=30),
        *_worst_and_median("Everything but pictures", weights, lambda each: each.whole, limit=60),
        *_worst_and_median(
            "With the first picture", weights, lambda each: each.pictured, limit=100
        )[:1],
        Figure("Reading pages weighed", len(weights), "", note=note, places=0),
    ]


def _worst_and_median(
    name: str, weights: list[Weight], of: Callable[[Weight], int], *, limit: float
) -> list[Figure]:
    worst = max(weights, key=of)
    return [
        Figure(f"{name}, worst page", of(worst) / _KB, "KB", limit, note=worst.path),
        Figure(f"{name}, median page", median(map(of, weights)) / _KB, "KB", limit),
    ]


def _weigh(connection: HTTPConnection, path: str) -> Weight:
    page = Page(fetch(connection, path, accept="identity")[0].decode())
    html, encoding = fetch(connection, path)
    core = len(html) + sum(_size(connection, path, each) for each in page.styles)
    fonts = {font for style in page.styles for font in _fonts(connection, urljoin(path, style))}
    extras = {*fonts, *(urljoin(path, each) for each in page.others)}
    whole = core + sum(_size(connection, path, each) for each in extras)
    picture = sum(_size(connection, path, each) for each in page.pictures[:1])
    return Weight(path, core, whole, whole + picture, encoding)


def _size(connection: HTTPConnection, page: str, address: str) -> int:
    """Return the bytes received for what a page loads; what is inside the page costs none."""
    if address.startswith("data:"):
        return 0
    return len(fetch(connection, urljoin(page, address))[0])


def _fonts(connection: HTTPConnection, style: str) -> list[str]:
    """Return everything a style sheet names, loaded or not: the most that it can cost."""
    text = fetch(connection, style, accept="identity")[0].decode()
    return [urljoin(style, each) for each in _IN_STYLES.findall(text) if each[:5] != "data:"]

"""Style sheets, scripts and fonts that pages load: taken into the edition as pages name them."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders

_LOADED = re.compile(rb"""url\(\s*["']?([^"')#?]+)""")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
}


def assets_of(links: Iterable[str]) -> dict[str, bytes]:
    """Return the assets among some links, and those that style sheets among them load, by path.

    One that is not there is left out.
    """
    waiting = [each for each in links if each.startswith(settings.STATIC_URL)]
    found: dict[str, bytes] = {}
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        body = _bytes_of(path)
        if body is None:
            continue
        found[path] = body
        if path.endswith(".css"):
            waiting += [urljoin(path, each.decode()) for each in _LOADED.findall(body)]
    return found


def _bytes_of(path: str) -> bytes | None:
    name = path.removeprefix(settings.STATIC_URL)
    if Path(name).suffix not in TYPES or ".." in name:
        return None
    collected = Path(settings.STATIC_ROOT) / name
    if collected.is_file():
        return collected.read_bytes()
    found = finders.find(name)  # where nothing was collected, as in tests
    return Path(found).read_bytes() if isinstance(found, str) else None

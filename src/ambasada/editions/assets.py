"""Style sheets, scripts and fonts that pages load: taken into the edition as pages name them."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.staticfiles import finders

from ambasada.lib.pictures import is_silent

_LOADED = re.compile(rb"""url\(\s*["']?([^"')#?]+)""")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".webp": "image/webp",
    ".txt": "text/plain; charset=utf-8",
}


def is_asset(path: str) -> bool:
    """Tell whether an asset that may be taken in stands at a path."""
    return path.startswith(settings.STATIC_URL) and _bytes_of(path) is not None


def assets_of(links: Iterable[str]) -> dict[str, bytes]:
    """Return the assets among some links, and those that style sheets among them load, by path.

    One that is not there is left out, and a picture that says more than it shows.
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
        waiting += loaded_by(path, body)
    return found


def loaded_by(path: str, body: bytes) -> list[str]:
    """Return the paths of what a style sheet loads; of another asset, nothing."""
    named = _LOADED.findall(body) if path.endswith(".css") else []
    return [urljoin(path, each.decode()) for each in named if not each.startswith(b"data:")]


def _bytes_of(path: str) -> bytes | None:
    name = path.removeprefix(settings.STATIC_URL)
    kind = TYPES.get(Path(name).suffix, "")
    if not kind or ".." in name:
        return None
    collected = Path(settings.STATIC_ROOT) / name
    # Where nothing was collected, as in tests, the finders know.
    file = str(collected) if collected.is_file() else finders.find(name)
    body = Path(file).read_bytes() if isinstance(file, str) else None
    if body is None or (kind.startswith("image/") and not is_silent(body, kind)):
        return None
    return body

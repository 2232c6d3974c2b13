"""The page of the desk: a few lines that name its script, its style and the root keys it trusts.

The same embassies, languages and assets are the same bytes, so that anybody can compare them. The
assets are made by frontend/build.py and served under /assets/.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

ASSETS = Path(__file__).parent / "static_desk"
_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class Office:
    """An embassy of this desk, as the page pins it."""

    code: str
    name: str  # in the language of the page
    root: str  # its root's public key on one line, as minisign writes it


def desk_page(language: str, offices: Sequence[Office], *, languages: Sequence[str]) -> bytes:
    """Return the page in one of its languages."""
    said = json.loads((ASSETS / f"{language}.json").read_bytes())["frame"]
    pinned = "".join(
        f'<meta name="ambasada-office" content="{escape(each.code)}"'
        f' data-name="{escape(each.name)}" data-root="{escape(each.root)}">\n'
        for each in offices
    )
    lines = (
        "<!doctype html>\n"
        f'<html lang="{escape(language)}" data-languages="{escape(" ".join(languages))}">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(said['name'])}</title>\n"
        f"{pinned}"
        f'<link rel="stylesheet" href="/assets/desk.css" integrity="{_integrity("desk.css")}">\n'
        f'<script src="/assets/desk.js" integrity="{_integrity("desk.js")}" defer></script>\n'
        "</head>\n"
        f'<body><noscript><p class="wrap">{escape(said["noScript"])}</p></noscript></body>\n'
        "</html>\n"
    )
    return lines.encode()


def desk_asset(name: str) -> tuple[bytes, str] | None:
    """Return an asset with its content type; None where the build made none of that name."""
    if name not in _names():
        return None
    return (ASSETS / name).read_bytes(), _KINDS[Path(name).suffix]


@cache
def _names() -> frozenset[str]:
    return frozenset(path.name for path in ASSETS.iterdir() if path.suffix in _KINDS)


def _integrity(name: str) -> str:
    digest = hashlib.sha384((ASSETS / name).read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"

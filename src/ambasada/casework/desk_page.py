"""The page of the desk: a few lines that name its script, its style and the root key it trusts.

The same embassy, languages and bundle are the same bytes, so that anybody can compare them. The
bundle is made by frontend/build.py, and its hashes are in `desk.sha256`.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from ambasada.casework.bundles import Bundle

BUNDLE = Bundle(
    "desk", Path(__file__).with_name("static_desk"), Path(__file__).with_name("desk.sha256")
)
_KINDS = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
}
_LANGUAGE = 2  # letters


@dataclass(frozen=True)
class Office:
    """The embassy of a desk, as its page pins it."""

    code: str
    name: str  # in the language of the page
    root: str  # its root's public key on one line, as minisign writes it


def desk_page(language: str, office: Office, *, languages: Sequence[str]) -> bytes:
    """Return the page in one of its languages. Raises NotServed if the bundle is another."""
    said = json.loads(desk_bundle()[f"{language}.json"])["frame"]
    lines = (
        "<!doctype html>\n"
        f'<html lang="{escape(language)}" data-languages="{escape(" ".join(languages))}">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{escape(said['name'])}</title>\n"
        f'<meta name="ambasada-office" content="{escape(office.code)}"'
        f' data-name="{escape(office.name)}" data-root="{escape(office.root)}">\n'
        f'<link rel="stylesheet" href="/assets/desk.css" integrity="{_integrity("desk.css")}">\n'
        f'<script src="/assets/desk.js" integrity="{_integrity("desk.js")}" defer></script>\n'
        "</head>\n"
        f'<body><noscript><p class="wrap">{escape(said["noScript"])}</p></noscript></body>\n'
        "</html>\n"
    )
    return lines.encode()


@cache
def desk_bundle() -> Mapping[str, bytes]:
    """Return the files of the bundle by name, as this process found them. Raises NotServed."""
    return BUNDLE.whole()


def desk_languages() -> list[str]:
    """Return the languages that the page speaks. Raises NotServed."""
    texts = (Path(name) for name in desk_bundle() if name.endswith(".json"))
    return sorted(each.stem for each in texts if len(each.stem) == _LANGUAGE)


def desk_asset(name: str) -> tuple[bytes, str] | None:
    """Return a file of the bundle with its content type; None where none has this name.

    Raises NotServed.
    """
    body = desk_bundle().get(name)
    return None if body is None else (body, _KINDS[Path(name).suffix])


def _integrity(name: str) -> str:
    digest = hashlib.sha384(desk_bundle()[name]).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"

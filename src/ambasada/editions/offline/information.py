"""The page itself: every text of an edition, a table of contents, and a search inside it."""

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ambasada.editions.offline.texts import is_unlisted, language_of, text_of
from ambasada.lib.bundles import pages_of
from ambasada.lib.manifests import Entry, Manifest

# What somebody looks for first where there is no network.
_FIRST = ("", "emergency", "help", "verify", "contact")


@dataclass(frozen=True)
class Article:
    """One page in the file; its text is HTML that `text_of` made of a baked page."""

    anchor: str
    title: str
    html: SafeString


@dataclass(frozen=True)
class Section:
    """All pages in one language."""

    language: str
    name: str  # of the language, in itself
    articles: list[Article]


def information(manifest: Manifest, read: Callable[[str], bytes]) -> bytes:
    """Return the file. The same edition always makes the same bytes.

    `read` returns the body of a hash. A page without a text of its own in a language stands once,
    in the language it was written in. What lists leave out is not in it: a file goes on telling it.
    """
    pages = pages_of(manifest)
    bodies = {path: read(entry.sha256) for path, entry in pages.items()}
    own = [
        path
        for path in pages
        if language_of(bodies[path]) == pages[path].language and not is_unlisted(bodies[path])
    ]
    anchors = _anchors(pages, {path: f"p{place}" for place, path in enumerate(_ordered(own), 1)})
    names = dict(settings.LANGUAGES)
    sections = [
        Section(
            language,
            names.get(language, language),
            [
                _article(bodies[path], anchors, path)
                for path in _ordered(own)
                if pages[path].language == language
            ],
        )
        for language in _languages(manifest, pages.values())
    ]
    style, style_hash = _inline("style", "reader.css")
    script, script_hash = _inline("script", "reader.js")
    policy = (
        f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'; "
        "base-uri 'none'; form-action 'none'"
    )
    context = {
        "manifest": manifest,
        "sections": [each for each in sections if each.articles],
        "policy": policy,
        "style": style,
        "script": script,
    }
    return render_to_string("editions/offline/information.html", context).encode()


def _article(body: bytes, anchors: dict[str, str], path: str) -> Article:
    text = text_of(body, anchors)
    # Safe: made of the tags and attributes that `text_of` lets through, all else escaped.
    return Article(anchors[path], text.title, mark_safe(text.html))  # noqa: S308


def _anchors(pages: dict[str, Entry], own: dict[str, str]) -> dict[str, str]:
    """Return where in the file each path is read: in another language where it has no text."""
    below = {path.partition("/")[2].partition("/")[2]: anchor for path, anchor in own.items()}
    elsewhere = {path: below.get(path.partition("/")[2].partition("/")[2], "") for path in pages}
    return {**{path: anchor for path, anchor in elsewhere.items() if anchor}, **own}


def _ordered(paths: Iterable[str]) -> list[str]:
    """Sort pages: what is looked for first, then section by section, the newest first."""
    return sorted(sorted(paths, reverse=True), key=_place)


def _place(path: str) -> tuple[str, int, str, bool]:
    language, _slash, below = path[1:].partition("/")
    section, _slash, rest = below.partition("/")
    rank = _FIRST.index(section) if section in _FIRST else len(_FIRST)
    return language, rank, section, bool(rest)


def _languages(manifest: Manifest, pages: Iterable[Entry]) -> list[str]:
    """Return the languages, that of the first page first."""
    first = manifest.entries["/"].language if "/" in manifest.entries else ""
    return sorted({each.language for each in pages}, key=lambda each: (each != first, each))


def _inline(tag: str, name: str) -> tuple[SafeString, str]:
    """Return a file of ours as an element, and the hash by which the page lets it in.

    It stands in the page because a file on a stick has no origin to load a second one from.
    """
    content = Path(__file__).with_name(name).read_text(encoding="utf-8")
    digest = hashlib.sha256(content.encode()).digest()
    # Safe: our own file, which holds no closing tag.
    element = format_html("<{0}>{1}</{0}>", mark_safe(tag), mark_safe(content))  # noqa: S308
    return element, base64.b64encode(digest).decode("ascii")

"""From a baked page to the text in it: what stands in its <main>, without what a site needs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

_KEPT = (
    *("p", "ul", "ol", "li", "dl", "dt", "dd", "div", "blockquote", "br"),
    *("strong", "em", "b", "i", "q", "cite", "abbr", "code", "span", "time"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
)
# Headings stand below the page's own title, which stands below the name of the language.
_HEADINGS = {"h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}
_BLOCKS = dict.fromkeys(
    (
        *("section", "header", "footer", "article", "aside", "figure", "figcaption"),
        *("details", "summary"),
    ),
    "div",
)
_AS = {**{name: name for name in _KEPT}, **_HEADINGS, **_BLOCKS}
_LEFT_OUT = frozenset({"script", "style", "svg", "nav", "form", "button", "template"})
_VOID = frozenset({"br", "img", "hr", "input", "source", "wbr"})
_ATTRIBUTES = frozenset({"lang", "datetime", "scope", "start", "data-label"})
_MAIN = re.compile(rb"""<main\b[^>]*\blang="([A-Za-z-]+)\"""")
_UNLISTED = b'<meta name="robots" content="noindex">'
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Text:
    """What one page says: its title, and the rest as HTML in which nothing is loaded."""

    title: str
    html: str


def language_of(body: bytes) -> str:
    """Return the language a page's text is in, which may be another than its address says."""
    found = _MAIN.search(body)
    return found[1].decode("ascii") if found else ""


def is_unlisted(body: bytes) -> bool:
    """Tell whether lists leave a page out: nobody has checked for too long what it says."""
    return _UNLISTED in body


def text_of(body: bytes, anchors: Mapping[str, str]) -> Text:
    """Return what a page says.

    A link to a path among `anchors` leads to that place in the same file. Every other link becomes
    its words, and an outside one is followed by its address, which nobody reaches by a slip.
    """
    reading = _Reading(anchors)
    reading.feed(body.decode())
    reading.close()
    return Text(_words(reading.title), _words(reading.parts))


def _words(parts: Iterable[str]) -> str:
    return _SPACE.sub(" ", "".join(parts)).strip()


class _Reading(HTMLParser):
    """Goes through a page and keeps what its <main> says."""

    def __init__(self, anchors: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._anchors = anchors
        self.title: list[str] = []
        self.parts: list[str] = []
        self._is_inside = False
        self._is_in_title = False
        self._left_out: list[str] = []  # the elements that are open inside what is left out
        self._link: tuple[str, int] | None = None  # the address, and where its words begin

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Open an element, or begin to leave out what is in it."""
        values = {name: value or "" for name, value in attributes}
        if tag == "main":
            self._is_inside = True
        elif not self._is_inside or tag in _VOID - {"br"}:
            return
        elif self._left_out or tag in _LEFT_OUT or _is_for_others(values):
            self._left_out += [] if tag in _VOID else [tag]
        elif tag == "h1":
            self._is_in_title = True
        elif tag == "a":
            self._link = (values.get("href", ""), len(self.parts))
        elif tag in _AS and not self._is_in_title:
            kept = {name: values[name] for name in values if name in _ATTRIBUTES}
            said = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
            # A span with a class is often a line of its own on the site.
            space = " " if tag == "span" and "class" in values else ""
            self.parts.append(f"{space}<{_AS[tag]}{said}>")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, or what was left out."""
        if self._left_out:
            if tag == self._left_out[-1]:
                self._left_out.pop()
        elif tag == "main":
            self._is_inside = False
        elif not self._is_inside:
            return
        elif tag == "h1":
            self._is_in_title = False
        elif tag == "a":
            self._close_link()
        elif tag in _AS and tag not in _VOID and not self._is_in_title:
            self.parts.append(f"</{_AS[tag]}>")

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if not self._is_inside or self._left_out:
            return
        if self._is_in_title:
            self.title.append(data)
        else:
            self.parts.append(escape(data, quote=False))

    def _close_link(self) -> None:
        if self._link is None:
            return
        address, start = self._link
        self._link = None
        words = "".join(self.parts[start:])
        anchor = self._anchors.get(urlsplit(address).path)
        if address.startswith("/"):
            linked = f'<a href="#{anchor}">{words}</a>' if anchor else words
        else:
            linked = f"{words}{_in_words(address, words)}"
        self.parts[start:] = [linked]


def _is_for_others(values: Mapping[str, str]) -> bool:
    """Tell whether an element is for the eye or for paper alone."""
    return values.get("aria-hidden") == "true" or "paper-only" in values.get("class", "").split()


def _in_words(address: str, words: str) -> str:
    """Return an outside address to stand behind its words, unless they say it already.

    The words of a telephone link are its number, as it is dialled there.
    """
    said = address.removeprefix("mailto:")
    bare = re.sub(r"^https?://|/$", "", said)
    is_said = bare in words or address.startswith(("tel:", "#"))
    return "" if is_said else f" ({escape(said, quote=False)})"

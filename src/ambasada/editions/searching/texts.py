"""From a baked page to the words that are searched: those in its <main>, without any markup."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from ambasada.editions.offline.texts import is_unlisted, language_of
from ambasada.lib.searching import tidy

_LEFT_OUT = frozenset({"script", "style", "svg", "nav", "form", "button", "template"})
_VOID = frozenset({"br", "img", "hr", "input", "source", "wbr"})
_SPACE = re.compile(r"\s+")
# Between these no word goes on.
_INSIDE_WORDS = frozenset({"a", "b", "i", "em", "strong", "span", "abbr", "q", "cite", "wbr"})
# What only paper shows, and what a list says of other pages: each of them is found by itself.
_OF_OTHERS = frozenset({"paper-only", "datelist", "people"})
# What stands on many pages alike, and is not what anybody looks for.
_OF_MANY = frozenset({"notice", "dateline"})
_INTRODUCTION = "title-block__introduction"


@dataclass(frozen=True)
class PageText:
    """What a page says."""

    language: str
    title: str
    introduction: str
    text: str
    is_unlisted: bool = False


def page_text(body: bytes) -> PageText:
    """Return what a page says of itself; without what is for the eye or for paper alone."""
    reading = _Reading()
    reading.feed(body.decode())
    reading.close()
    title, introduction, text = (
        tidy(_SPACE.sub(" ", "".join(each)).strip())
        for each in (reading.title, reading.introduction, reading.text)
    )
    return PageText(language_of(body), title, introduction, text, is_unlisted(body))


class _Reading(HTMLParser):
    """Goes through a page and keeps the words of its <main>."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title: list[str] = []
        self.introduction: list[str] = []
        self.text: list[str] = []
        self._is_inside = False
        self._left_out: list[str] = []  # the elements that are open inside what is left out
        self._into = self.text

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Open an element, or begin to leave out what is in it."""
        values = {name: value or "" for name, value in attributes}
        classes = values.get("class", "").split()
        is_for_others = values.get("aria-hidden") == "true" or not (
            _OF_OTHERS.isdisjoint(classes) and _OF_MANY.isdisjoint(classes)
        )
        if tag == "main":
            self._is_inside = True
        elif not self._is_inside:
            return
        elif self._left_out or tag in _LEFT_OUT or is_for_others:
            self._left_out += [] if tag in _VOID else [tag]
        elif tag == "h1":
            self._into = self.title
        elif _INTRODUCTION in classes:
            self._into = self.introduction
        elif tag not in _INSIDE_WORDS or "class" in values:
            self._into.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, or what was left out."""
        if self._left_out:
            if tag == self._left_out[-1]:
                self._left_out.pop()
        elif tag == "main":
            self._is_inside = False
        elif tag == "h1" or (tag == "p" and self._into is self.introduction):
            self._into = self.text
        elif tag not in _INSIDE_WORDS:
            self._into.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep words."""
        if self._is_inside and not self._left_out:
            self._into.append(data)

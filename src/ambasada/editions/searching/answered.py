"""The page that is sent to who searches: the baked one, with a form and what was found in it.

The edition holds a page for copies of the site, where no server answers. Between two marks in it
stand the words of a form as attributes; the script of a copy makes its form of them, and so does
this. What somebody typed is in the answer as the value of the box, and nowhere else.
"""

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from urllib.parse import parse_qs

from ambasada.editions.searching.asked import MOST, Piece, Result

LONGEST = 100  # letters of what somebody looks for
_SLOT = re.compile(rb"<!--search-->.*<!--/search-->", re.DOTALL)
_SAID = re.compile(rb'\sdata-([a-z-]+)="([^"]*)"')
_FORM = (
    '<form class="search" method="post" action="{action}" role="search" autocomplete="off">'
    '<label class="search__label" for="q">{label}</label>'
    '<input class="search__box" type="search" id="q" name="q" maxlength="{longest}" value="{typed}"'
    ' autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false">'
    '<button class="search__button">{button}</button></form>'
)


def typed_in(body: bytes) -> str:
    """Return what was typed into the box, of a form as browsers send it; "" if there is nothing."""
    try:
        fields = parse_qs(
            body.decode("ascii"), encoding="utf-8", errors="replace", max_num_fields=4
        )
    except ValueError:
        return ""
    return " ".join(fields.get("q", [""])[0].replace("\0", "").split())[:LONGEST]


class SearchPage:
    """The baked page of a language, about to be sent."""

    def __init__(self, baked: bytes, path: str) -> None:
        self._baked = baked
        self._path = path
        slot = _SLOT.search(baked)
        self._slot = slot.span() if slot else (len(baked), len(baked))
        self._said = _said(slot.group() if slot else b"")

    def empty(self) -> bytes:
        """Return the page before anything was asked."""
        return self._with("", "")

    def later(self, typed: str) -> bytes:
        """Return the page while what is searched is being made."""
        return self._with(typed, self._line("later"))

    def found(self, typed: str, results: list[Result]) -> bytes:
        """Return the page with what was found."""
        if not results:
            return self._with(typed, f"{self._line('none')}{self._elsewhere()}")
        language = self._path[1:].partition("/")[0]
        items = "".join(self._item(each, language) for each in results)
        told = escape(self._told(len(results)))
        said = f'<p class="search__said" role="status">{told}</p><ul class="plain">{items}</ul>'
        return self._with(typed, said)

    def _told(self, number: int) -> str:
        """Return how many pages were found; at the most that are shown there may be more."""
        if number >= MOST:
            return self._said.get("first", "")
        return f"{self._said.get('found', '')} {number}"

    def _with(self, typed: str, found: str) -> bytes:
        first, last = self._slot
        content = f"{self._form(typed)}<div data-found>{found}</div>"
        return self._baked[:first] + content.encode() + self._baked[last:]

    def _form(self, typed: str) -> str:
        values = {"action": self._path, "typed": typed} | {
            name: self._said.get(name, "") for name in ("label", "button")
        }
        safe = {name: escape(value) for name, value in values.items()}
        return _FORM.format(longest=LONGEST, **safe)

    def _line(self, name: str) -> str:
        return f'<p class="search__said" role="status">{escape(self._said.get(name, ""))}</p>'

    def _elsewhere(self) -> str:
        """Return where to go if nothing was found."""
        language = self._path[1:].partition("/")[0]
        ways = (("all", f"/{language}/a-z/"), ("emergency", f"/{language}/emergency/"))
        links = "".join(
            f'<li><a href="{href}">{escape(self._said.get(name, ""))}</a></li>'
            for name, href in ways
        )
        return f'<ul class="plain">{links}</ul>'

    def _item(self, result: Result, language: str) -> str:
        label = ""
        if result.language != language:
            said = escape(self._said.get(f"in-{result.language}", result.language))
            label = f' <span class="search__language">{said}</span>'
        spoken = escape(result.language)
        return (
            f'<li class="search__result"><a class="datelist__title" href="{escape(result.path)}"'
            f' lang="{spoken}">{escape(result.title)}</a>{label}'
            f'<p class="datelist__text" lang="{spoken}">{_shown(result.pieces)}</p></li>'
        )


def _shown(pieces: Iterable[Piece]) -> str:
    return "".join(
        f"<mark>{escape(each.words)}</mark>" if each.is_found else escape(each.words)
        for each in pieces
    )


def _said(slot: bytes) -> Mapping[str, str]:
    """Return the words of the form, by name."""
    return {name.decode("ascii"): unescape(value.decode()) for name, value in _SAID.findall(slot)}

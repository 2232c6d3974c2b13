"""Links in running text: inside the site by the page itself, outside without a trace."""

import re
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.rich_text import LinkHandler

from ambasada.lib.recorder import once, reads
from ambasada.lib.tags import NUMBER, PAGE
from ambasada.network.models import FairCopy

# What a text may be made of, as Wagtail keeps it; each part has a key of its own.
_TAGS = {"p", "h2", "h3", "b", "i", "ol", "ul", "li", "a", "blockquote", "hr", "br"}
_ATTRIBUTES = {
    **{tag: {"data-block-key"} for tag in _TAGS},
    "a": {"href", "linktype", "id"},
}
_BOLD_AND_ITALIC = (("strong", "b"), ("em", "i"))
_EMPTY = re.compile(r"<(p|h2|h3|li)(?: [^>]*)?>(?:\s|\u00a0|&nbsp;|<br>)*</\1>")
_NAMED = ("object_id", "translation_key", "path")
_NUMBER = re.compile(r"[0-9]{1,18}")


class PageLink(LinkHandler):
    """A link to a page, in the language of the interface that shows it."""

    identifier = "page"

    @staticmethod
    def get_model() -> type[Page]:
        return Page

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Return the opening tags of many links with two queries; a lost target is no link.

        Where the target has a text in the language of the interface, the link leads to that one.
        In a bake a page and its other forms, which have the same links, ask once.
        """
        numbers = [_number(attrs.get("id")) for attrs in attrs_list]
        wanted = frozenset(number for number in numbers if number is not None)
        paths = once(("links", get_language(), wanted), lambda: cls._paths(wanted))
        return [cls._tag(paths.get(number)) for number in numbers]

    @staticmethod
    def _paths(wanted: frozenset[int]) -> dict[int | None, str | None]:
        # Facts have no path; pages of all kinds share their numbers.
        public = FairCopy.objects.once_public().filter(is_public=True, path__isnull=False)
        pages = public.filter(object_id__in=wanted)
        named = {each: (key, path) for each, key, path in pages.values_list(*_NAMED)}
        keys = {key for key, _path in named.values()}
        reads(*(f"{NUMBER}{number}" for number in wanted), *(f"{PAGE}{key}" for key in keys))
        here = public.filter(translation_key__in=keys, language=get_language())
        own = dict(here.values_list("translation_key", "path"))
        return {number: own.get(key, path) for number, (key, path) in named.items()}

    @staticmethod
    def _tag(path: str | None) -> str:
        return "<a>" if path is None else f'<a href="/{get_language()}/{escape(path)}">'


def _number(given: object) -> int | None:
    """Return the number of a page; None for what can be none, which an approved text may hold."""
    said = str(given)
    return int(said) if _NUMBER.fullmatch(said) else None


class OutsideLink(LinkHandler):
    """A link to another site, which is not told where the reader comes from."""

    identifier = "external"

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Return the opening tags of many links."""
        return [
            f'<a class="outside" rel="noopener noreferrer external" href="{escape(attrs["href"])}">'
            for attrs in attrs_list
        ]


def cleaned(html: str) -> str:
    """Return rich text without anything a text may not hold: styles, classes, empty lines.

    What is pasted from a word processor brings all of these. The words stay.
    """
    for long, short in _BOLD_AND_ITALIC:
        html = re.sub(rf"<(/?){long}(?=[ >])", rf"<\1{short}", html)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel=None,
    )
    return _EMPTY.sub("", clean).strip()

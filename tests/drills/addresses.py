"""Every address a table of addresses knows, each with something plausible filled in."""

from collections.abc import Iterator
from itertools import chain, product
from typing import Any
from uuid import UUID

from django.urls import Resolver404, URLResolver, resolve
from django.utils.regex_helper import normalize

LANGUAGES = ("en", "be", "ru")
PAGES = (
    "",
    "news/",
    "statements/",
    "about/",
    "contact/",
    "emergency/",
    "verify/",
    "help/",
    "partners/",
    "partners/meetings/",
    "safety/",
    "privacy/",
    "accessibility/",
    "a-z/",
    "search/",
)
SITE_WIDE = ("/", "/exit/", "/healthz", "/robots.txt", "/sitemap.xml")
READERS = (*SITE_WIDE, *(f"/{code}/{page}" for code in LANGUAGES for page in PAGES))
NOWHERE = ("/en/nope/", "/be/nope", "/EN/", "/xx/", "/en/news/2026-01-01-nope/", "/nope.php")

_FILLED = ("1", str(UUID(int=1)), "a" * 64, "en", "network", "channel", ".txt")


def addresses_of(urlconf: str) -> list[str]:
    """Return one address for each pattern of a table, those of included tables too."""
    return list(dict.fromkeys(_walk(__import__(urlconf, fromlist=["_"]).urlpatterns, "", urlconf)))


def _walk(patterns: list[Any], before: str, urlconf: str) -> Iterator[str]:
    for each in patterns:
        for form, names in normalize(each.pattern.regex.pattern):
            path = before + form
            if isinstance(each, URLResolver):
                yield from _walk(each.url_patterns, path % dict.fromkeys(names, "1"), urlconf)
            else:
                yield _filled(f"/{path}", names, urlconf)


def _filled(form: str, names: list[str], urlconf: str) -> str:
    """Return the first address that leads somewhere by name, not to Wagtail’s for all others."""
    found = []
    # One value for all names, and where none fits, one for each.
    alike = [dict.fromkeys(names, value) for value in _FILLED]
    apart = (dict(zip(names, each, strict=True)) for each in product(_FILLED, repeat=len(names)))
    for values in chain(alike, apart):
        path = form % values
        try:
            leads_to = resolve(path, urlconf)
        except Resolver404:
            continue
        found.append(path)
        if leads_to.url_name:
            return path
    return found[0] if found else form % dict.fromkeys(names, "1")

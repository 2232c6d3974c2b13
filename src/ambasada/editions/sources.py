"""The publication boundary: what may become public bytes, and nothing else may.

A path in this list is rendered from approved fair copies alone. Whoever adds a line here makes
something public.
"""

from collections.abc import Collection, Iterator

from django.conf import settings

from ambasada.editions.folders import Folders
from ambasada.editions.hiding import EVERYTHING, NOT_FOUND, SEARCH, SITE_WIDE, WORDS
from ambasada.network.models import Embassy, FairCopy, NamedFile
from ambasada.publishing.models import NewsIndexPage


def paths_of(embassy: Embassy, *, without: Collection[FairCopy] = ()) -> Iterator[str]:
    """Return every path of an embassy's edition but those of assets, which pages name themselves.

    A page that was public once keeps its paths in every language: it moved, or it is gone. The
    languages of a page stand together: what is made for one is at hand for the next. `without` are
    copies of pages that are about to be erased.
    """
    yield from SITE_WIDE
    below = {
        "",
        NOT_FOUND,
        SEARCH,
        EVERYTHING,
        *_page_paths(embassy, without),
        *_month_paths(embassy),
    }
    for path in sorted(below):
        for language in embassy.languages:
            yield f"/{language}/{path}"
    yield from sorted(_document_paths(embassy))
    folders = Folders(settings.EDITIONS_ROOT)
    for language in embassy.languages:
        if folders.words(embassy.code, language).exists():
            yield f"/{language}/{SEARCH}{WORDS}"


def _month_paths(embassy: Embassy) -> set[str]:
    """Return the paths of what lists of news show of single months."""
    lists = FairCopy.objects.public(embassy).filter(kind=NewsIndexPage._meta.label_lower)
    sections = set(lists.values_list("path", flat=True))
    months = NewsIndexPage.months(embassy)
    return {f"{section}{month:%Y-%m}/" for section in sections for month in months}


def _page_paths(embassy: Embassy, without: Collection[FairCopy]) -> set[str]:
    copies = FairCopy.objects.filter(embassy=embassy, path__isnull=False).once_public()
    if without:
        copies = copies.exclude(pk__in=[each.pk for each in without])
    found = copies.filter(language__in=embassy.languages).values_list("path", flat=True)
    return {path for path in found if path is not None}


def _document_paths(embassy: Embassy) -> set[str]:
    named = NamedFile.objects.filter(copy__embassy=embassy, copy__is_public=True)
    return {
        f"/documents/{sha256}{suffix}" for sha256, suffix in named.values_list("sha256", "suffix")
    }

"""The publication boundary: what may become public bytes, and nothing else may.

A path in this list is rendered from approved fair copies alone. Whoever adds a line here makes
something public.
"""

from collections.abc import Collection, Iterator

from django.conf import settings

from ambasada.editions.folders import Folders
from ambasada.editions.hiding import EVERYTHING, NOT_FOUND, SEARCH, SITE_WIDE, WORDS
from ambasada.network.models import Embassy, FairCopy, NamedFile, public_path
from ambasada.pages.history import held_versions
from ambasada.pages.models import PublicPage
from ambasada.prisoners.models import PrisonersPage
from ambasada.publishing.models import NewsIndexPage, SituationPage
from ambasada.syndication.queries import card_paths, feed_paths

# The kinds of pages that answer paths below their own, at which no page stands.
HOLDING: tuple[type[PublicPage], ...] = (NewsIndexPage, PrisonersPage, SituationPage)


def paths_of(embassy: Embassy, *, without: Collection[FairCopy] = ()) -> Iterator[str]:
    """Return every path of an embassy's edition but those of assets, which pages name themselves.

    A page that was public once keeps its paths in every language: it moved, or it is gone. The
    languages of a page stand together: what is made for one is at hand for the next. `without` are
    copies of pages that are about to be erased.
    """
    yield from SITE_WIDE
    held = _held_paths(embassy)
    in_one = {path for path in held if path.startswith("/")}
    below = {"", NOT_FOUND, SEARCH, EVERYTHING, *_page_paths(embassy, without)}
    below |= (held - in_one) | feed_paths(embassy)
    for path in sorted(below):
        for language in embassy.languages:
            yield f"/{language}/{path}"
    yield from sorted(in_one)
    yield from sorted(card_paths(embassy))
    yield from sorted(held_versions(embassy, without))
    yield from sorted(_file_paths(embassy))
    folders = Folders(settings.EDITIONS_ROOT)
    for language in embassy.languages:
        if folders.words(embassy.code, language).exists():
            yield f"/{language}/{SEARCH}{WORDS}"


def _held_paths(embassy: Embassy) -> set[str]:
    return {path for kind in HOLDING for path in kind.held_below(embassy)}


def _page_paths(embassy: Embassy, without: Collection[FairCopy]) -> set[str]:
    copies = FairCopy.objects.filter(embassy=embassy, path__isnull=False).once_public()
    if without:
        copies = copies.exclude(pk__in=[each.pk for each in without])
    found = copies.filter(language__in=embassy.languages).values_list("path", flat=True)
    return {path for path in found if path is not None}


def _file_paths(embassy: Embassy) -> set[str]:
    """Return the paths of documents and pictures that something public names."""
    named = NamedFile.objects.filter(copy__embassy=embassy, copy__is_public=True)
    return {public_path(*each) for each in named.values_list("sha256", "suffix")}

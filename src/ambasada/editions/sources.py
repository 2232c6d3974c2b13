"""The publication boundary: what may become public bytes, and nothing else may.

A path in this list is rendered from approved fair copies alone. Whoever adds a line here makes
something public.
"""

from collections.abc import Collection, Iterator, Mapping

from django.apps import apps
from django.conf import settings

from ambasada.editions.folders import Folders
from ambasada.editions.hiding import EVERYTHING, NOT_FOUND, SEARCH, SITE_WIDE, WORDS
from ambasada.network.models import Embassy, FairCopy, NamedFile, public_path
from ambasada.pages.history import held_versions
from ambasada.pages.models import PAPER, PLAIN_TEXT, PublicPage
from ambasada.pages.papers import papers_of
from ambasada.pages.queries import page_paths, public_rows
from ambasada.prisoners.models import PrisonersPage
from ambasada.publishing.models import (
    EVENT,
    EventIndexPage,
    EventPage,
    NewsIndexPage,
    PressIndexPage,
    ReportIndexPage,
    SituationPage,
)
from ambasada.register.models import RegisterPage
from ambasada.syndication.queries import card_paths, feed_paths

# The kinds of pages that answer paths below their own, at which no page stands.
HOLDING: tuple[type[PublicPage], ...] = (
    NewsIndexPage,
    EventIndexPage,
    EventPage,
    PressIndexPage,
    PrisonersPage,
    RegisterPage,
    ReportIndexPage,
    SituationPage,
)

# The last parts of the addresses of a page's other forms.
OTHER_FORMS = (PLAIN_TEXT, PAPER, EVENT, "card.png")


def paths_of(embassy: Embassy, *, without: Collection[FairCopy] = ()) -> Iterator[str]:
    """Return every path of an embassy's edition but those of assets, which pages name themselves.

    A page that was public once keeps its paths in every language in which it was read there: it
    moved, or it is gone. The languages of a page stand together: what is made for one is at hand
    for the next. `without` are copies of pages that are about to be erased.
    """
    yield from SITE_WIDE
    there = {path: set(embassy.languages) for path in ("", NOT_FOUND, SEARCH, EVERYTHING)}
    for path, languages in page_paths(embassy, without):
        there.setdefault(path, set()).update(languages)
    for path in _held_paths(embassy) | feed_paths(embassy):
        there.setdefault(path, set()).update(_above(path, there))
    for path in sorted(there):
        for language in embassy.languages:
            if language in there[path]:
                yield f"/{language}/{path}"
    yield from sorted(_own_paths(embassy, without))
    yield from sorted(held_versions(embassy, without))
    yield from sorted(_file_paths(embassy))
    folders = Folders(settings.EDITIONS_ROOT)
    for language in embassy.languages:
        if folders.words(embassy.code, language).exists():
            yield f"/{language}/{SEARCH}{WORDS}"


def _held_paths(embassy: Embassy) -> set[str]:
    return {path for kind in HOLDING for path in kind.held_below(embassy)}


def _above(path: str, there: Mapping[str, set[str]]) -> set[str]:
    """Return the languages in which the nearest page above a path is read."""
    while path:
        path = path.rstrip("/").rpartition("/")[0]
        path += "/" if path else ""
        if path in there:
            return there[path]
    return set()


def _own_paths(embassy: Embassy, without: Collection[FairCopy]) -> set[str]:
    """Return what is there in the language of the page above it alone: its text, its calendar."""
    held = {f"/{path}" for kind in HOLDING for path in kind.held_in_own_language(embassy)}
    kinds = [kind for kind in apps.get_models() if issubclass(kind, PublicPage)]
    written = [kind._meta.label_lower for kind in kinds if kind.has_plain_text]
    rows = [row for row in public_rows(embassy, written) if row.language in embassy.languages]
    papers = {f"{path}{PAPER}" for path in papers_made(embassy)}
    texts = {f"/{row.language}/{row.path}{PLAIN_TEXT}" for row in rows}
    own = held | papers | texts | set(card_paths(embassy))
    if not without:
        return own
    others = FairCopy.objects.public(embassy).exclude(pk__in=[each.pk for each in without])
    left = {f"/{language}/{path}" for language, path in others.values_list("language", "path")}
    going = {f"/{each.language}/{each.path}" for each in without} - left
    return {each for each in own if f"{each.rpartition('/')[0]}/" not in going}


def printable(embassy: Embassy) -> dict[str, FairCopy]:
    """Return the public copies of which a PDF may be made, by the path of their page."""
    kinds = [kind for kind in apps.get_models() if issubclass(kind, PublicPage) and kind.has_paper]
    copies = FairCopy.objects.public(embassy).filter(
        kind__in=[kind._meta.label_lower for kind in kinds], language__in=embassy.languages
    )
    rows = copies.only("kind", "object_id", "sha256", "language", "path")
    return {f"/{each.language}/{each.path}": each for each in rows}


def papers_made(embassy: Embassy) -> set[str]:
    """Return the paths of the pages of which there is a PDF, made of what is public now."""
    papers = papers_of(embassy.code).all()
    if not papers:
        return set()
    copies = printable(embassy)
    return {
        path for path, each in papers.items() if path in copies and copies[path].sha256 == each.copy
    }


def _file_paths(embassy: Embassy) -> set[str]:
    """Return the paths of documents and pictures that something public names."""
    named = NamedFile.objects.filter(copy__embassy=embassy, copy__is_public=True)
    return {public_path(*each) for each in named.values_list("sha256", "suffix")}

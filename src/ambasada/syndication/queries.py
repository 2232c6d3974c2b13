"""What the feed of a section holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from django.apps import apps
from django.utils.translation import override
from wagtail.models import Page

from ambasada.lib.recorder import holds_until, once, reads, recording
from ambasada.network.models import Embassy
from ambasada.pages.models import PublicPage
from ambasada.pages.queries import approved_at, listed, once_public, public_rows

# A feed reader asks at most every few hours, and no newsroom of ours writes twenty texts between.
LONGEST = 20
FORMS = ("atom", "json")


@dataclass(frozen=True)
class Entry:
    """A page as a feed tells it: all of its words, in one language."""

    id: str  # stays the same wherever the page moves to
    address: str  # with the embassy's origin
    language: str
    title: str
    summary: str
    words: str  # HTML, whose links are whole addresses
    corrections: tuple[tuple[date, str], ...]
    published: datetime  # the day that lists sort by, at midnight UTC
    updated: datetime  # when it was approved, to the minute, UTC


def feed_paths(embassy: Embassy) -> set[str]:
    """Return the paths of all feeds below the language, also of where a section stood before."""
    kinds = [kind._meta.label_lower for kind in _page_kinds() if kind.has_feed]
    keys = {row.key for row in public_rows(embassy, kinds)}
    ever = (row for row in once_public(embassy) if row.kind in kinds)
    sections = {row.path for row in ever if row.key in keys}
    return {f"{section}feed.{form}" for section in sections if section for form in FORMS}


def card_paths(embassy: Embassy) -> Iterator[str]:
    """Yield the whole path of the card of each page that has one, in its own languages alone."""
    kinds = [kind._meta.label_lower for kind in _page_kinds() if kind.has_card]
    for row in public_rows(embassy, kinds):
        if row.language in embassy.languages:
            yield f"/{row.language}/{row.path}card.png"


def entries_of(embassy: Embassy, language: str, section: Page) -> list[Entry]:
    """Return the newest pages of a section as a reader of a language is served them.

    Pages of the yellow class are left out: a feed reader keeps what it was given. In a bake the
    forms of one feed share them.
    """
    key = ("entries", embassy.pk, language, section.pk)
    return once(key, lambda: _made_entries(embassy, language, section))


def _made_entries(embassy: Embassy, language: str, section: Page) -> list[Entry]:
    pages = [
        page
        for kind in _listed_by(type(section))
        for page in listed(kind, embassy, language, at_most=LONGEST)
        if not page.is_neutral
    ]
    newest = sorted(pages, key=lambda each: (each.dated_on, each.pk), reverse=True)[:LONGEST]
    approved = approved_at(newest)
    return [_entry(page, embassy, updated=approved[page.pk]) for page in newest]


def _page_kinds() -> list[type[PublicPage]]:
    return [model for model in apps.get_models() if issubclass(model, PublicPage)]


def _listed_by(section: type[PublicPage]) -> list[type[Page]]:
    """Return the kinds of pages that stand below a kind of section."""
    return [apps.get_model(name) for name in section.subpage_types]


def _entry(page: Page, embassy: Embassy, *, updated: datetime) -> Entry:
    language, day = page.locale.language_code, page.dated_on
    return Entry(
        id=f"urn:uuid:{uuid5(UUID(str(page.translation_key)), language)}",
        address=f"{embassy.origin}/{language}/{page.address}",
        language=language,
        title=page.title,
        summary=getattr(page, "introduction", ""),
        words=_with_whole_addresses(_words_of(page, language), embassy.origin),
        corrections=tuple(
            (each.value["corrected_on"], each.value["text"]) for each in page.corrections
        ),
        published=datetime(day.year, day.month, day.day, tzinfo=UTC),
        updated=updated,
    )


# The words of copies that are made of nothing but the copy, by its hash.
_KNOWN: dict[str, str] = {}
_MOST_KNOWN = 500


def _words_of(page: Page, language: str) -> str:
    """Return the words of an approved page; those that read nothing else are made once.

    Each publication makes a dozen feeds anew, and nearly all they hold is as it was.
    """
    sha256 = page.fair_copy.sha256
    if sha256 in _KNOWN:
        return _KNOWN[sha256]
    with recording() as read, override(language):
        words: str = page.words_html()
    if read.tags or read.until is not None:
        reads(*read.tags)
        holds_until(read.until or datetime.max.replace(tzinfo=UTC))
        return words
    if len(_KNOWN) >= _MOST_KNOWN:
        _KNOWN.clear()
    _KNOWN[sha256] = words
    return words


def _with_whole_addresses(words: str, origin: str) -> str:
    """Name this site in links and pictures: in a feed reader an address has no host to lean on."""
    for attribute in ("href", "src"):
        words = words.replace(f'{attribute}="/', f'{attribute}="{origin}/')
    return words

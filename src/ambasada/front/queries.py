"""Every page by its title: for readers whose browser runs no script, where no server searches."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps

from ambasada.lib.recorder import reads
from ambasada.lib.searching import tidy
from ambasada.lib.tags import FACT, LIST
from ambasada.network.models import Embassy, FairCopy, SearchWords
from ambasada.network.queries import Facts
from ambasada.pages.models import PublicPage
from ambasada.publishing.models import GuidePage
from ambasada.publishing.models.months import ByMonth
from ambasada.publishing.queries import unlisted_numbers
from ambasada.statements.models import StatementIndexPage

_ALPHABETS = {
    "be": "абвгґдеёжзійклмнопрстуўфхцчшыьэюя",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
_OTHER = "…"  # what no letter begins


@dataclass(frozen=True)
class Title:
    """A page as a list names it."""

    title: str
    introduction: str
    href: str


@dataclass(frozen=True)
class Titles:
    """The pages that are written in one language, but for those that lists by day have.

    They stand in the order of its alphabet.
    """

    every: tuple[Title, ...]

    def by_letter(self) -> list[tuple[str, list[Title]]]:
        """Return them under the letters that they begin with."""
        return [
            (letter, list(titles))
            for letter, titles in groupby(self.every, lambda each: _initial(each.title))
        ]


@dataclass(frozen=True)
class SubjectOfPages:
    """What some pages are about."""

    name: str
    titles: list[Title]


def listed_titles(embassy: Embassy, language: str) -> Titles:
    """Return every page written in a language, but for those that lists by day have."""
    kinds = list(_kinds())
    reads(*(f"{LIST}{kind}" for kind in kinds))
    copies = FairCopy.objects.public(embassy).filter(kind__in=kinds, language=language)
    unlisted, guides = unlisted_numbers(embassy), GuidePage._meta.label_lower
    shown = (each for each in copies if each.kind != guides or each.object_id not in unlisted)
    titles = [_title_of(each) for each in shown if each.path and each.is_whole]
    return Titles(tuple(_in_order(titles, language)))


def subjects_of(facts: Facts, titles: Titles, language: str) -> list[SubjectOfPages]:
    """Return what pages are about, of the embassy's own words, as their titles and leads tell."""
    reads(f"{FACT}{SearchWords._meta.label_lower}")
    lexicon = facts.lexicon
    spoken = [
        (each, f" {' '.join(lexicon.stems(tidy(f'{each.title} {each.introduction}'), language))} ")
        for each in titles.every
    ]
    found = []
    for subject in lexicon.subjects:
        name = subject.name(language)
        stems = {
            f" {' '.join(lexicon.stems(tidy(each), language))} "
            for each in subject.words.get(language, ())
        }
        about = [title for title, said in spoken if any(each in said for each in stems)]
        if name and about:
            found.append(SubjectOfPages(name, about))
    return sorted(found, key=lambda each: _ranks(each.name, language))


def lists_by_day(embassy: Embassy, language: str) -> list[Title]:
    """Return the lists in which the pages stand that have a day."""
    kinds = [each._meta.label_lower for each in _sections_by_day()]
    reads(*(f"{LIST}{kind}" for kind in kinds))
    copies = FairCopy.objects.public(embassy).filter(kind__in=kinds, language=language)
    titles = [_title_of(each) for each in copies if each.is_whole]
    return _in_order(titles, language)


def _in_order(titles: list[Title], language: str) -> list[Title]:
    """Sort by the alphabet; two pages of one title by their address, on every database alike."""
    return sorted(titles, key=lambda each: (_ranks(each.title, language), each.href))


def _sections_by_day() -> list[type[Any]]:
    """Return the kinds of sections that list pages by their day."""
    by_month = [each for each in apps.get_models() if issubclass(each, ByMonth)]
    return [*by_month, StatementIndexPage]


def _kinds() -> Iterator[str]:
    """Yield the kinds of pages that have no day."""
    dated = {apps.get_model(name) for each in _sections_by_day() for name in each.subpage_types}
    for model in apps.get_models():
        if issubclass(model, PublicPage) and model not in dated:
            yield model._meta.label_lower


def _title_of(copy: FairCopy) -> Title:
    fields = copy.content["fields"]
    return Title(fields["title"], fields.get("introduction") or "", f"/{copy.language}/{copy.path}")


def _initial(title: str) -> str:
    """Return the letter under which a title stands."""
    first = next((each for each in tidy(title) if each.isalnum()), "")
    return first.upper() if first.isalpha() else _OTHER


def _ranks(title: str, language: str) -> tuple[tuple[int, str], ...]:
    """Return by what a title is sorted: the alphabet of its language, then whatever comes."""
    alphabet = _ALPHABETS.get(language, "")
    letters = (each for each in tidy(title).lower() if each.isalnum())
    return tuple(
        (alphabet.index(each) if each in alphabet else len(alphabet), each) for each in letters
    )

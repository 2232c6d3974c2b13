"""Where people are found: by status, year of arrest and letter, on pages that are never renumbered.

A page lists at most two hundred people. One that would list more leads to pages of single letters
instead, those to pages of two letters, and so on: somebody new joins the page of their own name,
and no other page moves.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ambasada.lib.slugs import slug_of
from ambasada.lib.tags import PEOPLE, PERSON
from ambasada.network.languages import Spoken, spoken
from ambasada.prisoners.records import Person

ON_ONE_PAGE = 200
BIRTHDAYS = "birthdays/"
_DEEPEST = 8  # letters
# The letters of our Cyrillic alphabets in one order, which is that of each of them.
_ORDER = {letter: place for place, letter in enumerate("абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя")}
_CYRILLIC = 0x400


@dataclass(frozen=True, slots=True)
class Standing:
    """What pages that lead to a person need to know."""

    ref: str
    sha256: str
    face: str  # what stands beside everybody of the list, as a hash
    of_list: int
    names: Mapping[str, str]
    language: str
    status: str
    status_slug: str
    year: int | None
    birthday: tuple[int, int] | None
    is_held: bool

    def name(self, language: str) -> Spoken:
        """Return the name as a reader of a language is shown it; never one that we made up."""
        return spoken(dict(self.names), language)


def tags_of(each: Standing, languages: Iterable[str]) -> frozenset[str]:
    """Return the tags that a change of a person touches: theirs, and those of groups."""
    bases = [f"status-{each.status_slug}/", *([f"year-{each.year}/"] if each.year else [])]
    tags = {f"{PERSON}{each.ref}", PEOPLE, *(f"{PEOPLE}{base}" for base in bases)}
    if each.is_held and each.birthday:
        tags.add(f"{PEOPLE}born:{each.birthday[0]}")
    for language in languages:
        first = letters_of(each.name(language).text)[0]
        tags |= {group_tag(base, language, first) for base in ("", *bases)}
    return frozenset(tags)


def group_tag(base: str, language: str, letters: str) -> str:
    """Return the tag of a page that leads to people by letters."""
    return f"{PEOPLE}{base}{language}:{letters[0]}" if letters else f"{PEOPLE}{base}"


def standing_of(person: Person, of_list: int, *, held: frozenset[str], face: str) -> Standing:
    """Return what pages need to know of a person on a list."""
    status, language = person.facts["status"], person.facts["language"]
    return Standing(
        ref=person.ref,
        sha256=person.sha256,
        face=face,
        of_list=of_list,
        names=person.facts["names"],
        language=language,
        status=status,
        status_slug=_slug(status, language),
        year=person.arrested_in,
        birthday=person.born.birthday if person.born else None,
        is_held=status.casefold() in held,
    )


def _slug(word: str, language: str) -> str:
    try:
        return slug_of(word, language)
    except ValueError:  # signs alone
        return "other"


def letters_of(name: str) -> str:
    """Return the letters by which a name is sorted and found, in lower case."""
    return "".join(each for each in name.casefold() if each.isalpha()) or "?"


def order_of(letters: str) -> list[tuple[int, int]]:
    """Return what sorts letters as an alphabet does: Latin first, then our Cyrillic."""
    return [
        (1, _ORDER[each]) if each in _ORDER else (0 if ord(each) < _CYRILLIC else 2, ord(each))
        for each in letters
    ]


def key_of(letters: str) -> str:
    """Return letters as part of an address: a Latin one is itself, another one its number."""
    return "-".join(
        each if each.isascii() and each.isalpha() else f"{ord(each):04x}" for each in letters
    )


@dataclass(frozen=True)
class Group:
    """A page that leads to people: either all of them, or pages of their next letters."""

    path: str  # below the section
    base: str  # "", "status-x/" or "year-2020/"
    letters: str
    people: tuple[Standing, ...] = ()
    below: tuple["Group", ...] = ()


@dataclass
class Directory:
    """Every page that leads to people of an embassy."""

    people: Iterable[Standing]
    languages: Sequence[str]
    _groups: dict[str, dict[str, Group]] = field(default_factory=dict, init=False, repr=False)

    @cached_property
    def statuses(self) -> dict[str, list[str]]:
        """The source's words of status, by the part of the address that they have."""
        found: dict[str, set[str]] = defaultdict(set)
        for each in self.people:
            found[each.status_slug].add(each.status)
        return {slug: sorted(words) for slug, words in sorted(found.items())}

    @cached_property
    def years(self) -> list[int]:
        """The years in which people were arrested, newest first."""
        return sorted({each.year for each in self.people if each.year}, reverse=True)

    def paths(self) -> Iterator[str]:
        """Yield the paths below the section that are there in every language."""
        if self.statuses:
            yield BIRTHDAYS
        yield from (f"status-{slug}/" for slug in self.statuses)
        yield from (f"year-{year}/" for year in self.years)
        yield from (f"{each.ref}/" for each in self.people)

    def paths_in(self, language: str) -> Iterator[str]:
        """Yield the paths below the section that are there in one language: those of letters."""
        yield from (path for path, group in self.groups(language).items() if group.letters)

    def groups(self, language: str) -> dict[str, Group]:
        """Return the pages of a language that lead to people, by their path below the section."""
        if language not in self._groups:
            self._groups[language] = {
                group.path: group
                for base, members in self._bases(language).items()
                for group in _all(_split(base, "", members))
            }
        return self._groups[language]

    def _bases(self, language: str) -> dict[str, list[tuple[str, Standing]]]:
        texts = {each.ref: each.name(language).text for each in self.people}
        named = [(letters_of(texts[each.ref]), each) for each in self.people]
        named.sort(key=lambda pair: (order_of(pair[0]), texts[pair[1].ref], pair[1].ref))
        found: dict[str, list[tuple[str, Standing]]] = defaultdict(list)
        for pair in named:
            found[""].append(pair)
            found[f"status-{pair[1].status_slug}/"].append(pair)
            if pair[1].year:
                found[f"year-{pair[1].year}/"].append(pair)
        return found

    def born_in(self, month: int) -> list[Standing]:
        """Return who is held and has a birthday in a month, by day."""
        found = [each for each in self.people if each.is_held and each.birthday]
        return sorted(
            (each for each in found if each.birthday and each.birthday[0] == month),
            key=lambda each: (each.birthday, each.ref),
        )


def _path(base: str, letters: str) -> str:
    if not letters:
        return base
    return f"{base}{key_of(letters)}/" if base else f"letter-{key_of(letters)}/"


def _split(base: str, letters: str, members: list[tuple[str, Standing]]) -> Group:
    """Return the page of some letters, with those below it if it would list too many.

    The page of everybody always leads to letters.
    """
    everybody = not base and not letters
    at = len(letters)
    if (len(members) <= ON_ONE_PAGE and not everybody) or at == _DEEPEST:
        return Group(_path(base, letters), base, letters, tuple(each for _name, each in members))
    by_next: dict[str, list[tuple[str, Standing]]] = defaultdict(list)
    whole = []
    for pair in members:
        if len(pair[0]) > at:
            by_next[pair[0][at]].append(pair)
        else:
            whole.append(pair[1])
    below = tuple(_split(base, letters + each, by_next[each]) for each in by_next)
    return Group(_path(base, letters), base, letters, tuple(whole), below)


def _all(group: Group) -> Iterator[Group]:
    yield group
    for each in group.below:
        yield from _all(each)

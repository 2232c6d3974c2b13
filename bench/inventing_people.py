"""Invented people, some of them written down twice: by others, in another script, with slips.

The names are made of common given names and of invented stems with the endings of our surnames, a
few of them common and most rare. Telephones and mail addresses are of ranges that belong to nobody.
"""

import random
from collections.abc import Iterator
from itertools import accumulate, count
from pathlib import Path
from typing import NamedTuple

from latynkatar import CyrLatConverter

import ambasada.lib.names
from ambasada.lib.slugs import slug_of

_GIVEN = Path(ambasada.lib.names.__file__).with_name("given_names.txt")
# Of a surname: for a man and for a woman, in Russian and then in Belarusian.
_ENDINGS = (
    ("ов", "ова", "аў", "ава"),
    ("ин", "ина", "ін", "іна"),
    ("ский", "ская", "скі", "ская"),
    ("енко", "енко", "енка", "енка"),
    ("евич", "евич", "евіч", "евіч"),
    ("ович", "ович", "овіч", "овіч"),
    ("ук", "ук", "ук", "ук"),
    ("ик", "ик", "ік", "ік"),
)
_CONSONANTS = "бвгдзклмнпрсф"
_VOWELS = "аоуе"
_STEMS = 20_000
# The commonest surname is borne by one of 75, the next are a little rarer each: Mandelbrot's law.
_COMMON = list(accumulate(1 / (rank + 10) for rank in range(_STEMS)))
_PASSPORT = str.maketrans(
    {"č": "ch", "š": "sh", "ž": "zh", "ŭ": "u", "j": "i", "ł": "l"}
    | {"ć": "ts", "ś": "s", "ź": "z", "ń": "n", "c": "ts"}
)


# How often: a slip in what is written again, the surname first, and what is known besides.
_SLIPS, _SURNAME_FIRST, _BORN, _SWAPPED, _PHONE, _EMAIL = 0.25, 0.3, 0.5, 0.03, 0.4, 0.5


class Entry(NamedTuple):
    """What somebody wrote down of a person; the part of the name before the hyphen says of whom."""

    record: str
    values: dict[str, list[str]]


class _Person(NamedTuple):
    russian: tuple[str, str]
    belarusian: tuple[str, str]
    born: str
    phone: str
    email: str


def invented_people(many: int, *, seed: int, twice: float = 0.1) -> Iterator[Entry]:
    """Yield entries, of which that part is of somebody who was written down before."""
    chance = random.Random(seed)  # noqa: S311 -- nothing secret
    people = _people(chance)
    again: list[tuple[int, _Person]] = []
    for place in range(many):
        if again and chance.random() < twice:
            number, person = again.pop()
            yield Entry(f"p-{number}-{place}", _entry(chance, person, again=True))
            continue
        person = next(people)
        if chance.random() < 2 * twice:
            again.append((place, person))
        yield Entry(f"p-{place}-{place}", _entry(chance, person, again=False))


def _people(chance: random.Random) -> Iterator[_Person]:
    stems = ["".join(_stem(chance)) for _ in range(_STEMS)]
    given = [line.split()[:2] for line in _GIVEN.read_text(encoding="utf-8").splitlines()]
    for number in count(1):
        belarusian, russian = chance.choice(given)
        (rank,) = chance.choices(range(_STEMS), cum_weights=_COMMON)
        stem, endings = stems[rank], _ENDINGS[rank % len(_ENDINGS)]
        is_woman = russian[-1] in "ая"
        soft = stem.replace("де", "дзе")
        day = f"{chance.randint(1940, 2005)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield _Person(
            (russian, (stem + endings[is_woman]).capitalize()),
            (belarusian, (soft + endings[2 + is_woman]).capitalize()),
            day,
            f"+44{chance.choice(('7700900', '2079460'))}{chance.randrange(1000):03}",
            f"{slug_of(stem, 'ru')}.{number}@example.org",
        )


def _stem(chance: random.Random) -> Iterator[str]:
    for _ in range(chance.randint(1, 2)):
        yield chance.choice(_CONSONANTS) + chance.choice(_VOWELS)
    yield chance.choice(_CONSONANTS)


def _entry(chance: random.Random, person: _Person, *, again: bool) -> dict[str, list[str]]:
    given, surname = _written(chance, person)
    if again and chance.random() < _SLIPS:
        surname = _with_a_slip(chance, surname)
    order = (surname, given) if chance.random() < _SURNAME_FIRST else (given, surname)
    values = {"name": [" ".join(order)]}
    if chance.random() < _BORN:
        values["born"] = [_swapped(person.born) if chance.random() < _SWAPPED else person.born]
    if chance.random() < _PHONE:
        values["phone"] = [person.phone]
    if chance.random() < _EMAIL:
        values["email"] = [person.email]
    return values


def _written(chance: random.Random, person: _Person) -> tuple[str, str]:
    """Return a given name and a surname in one of five ways to write them."""
    belarusian, russian = " ".join(person.belarusian), " ".join(person.russian)
    signed = CyrLatConverter(belarusian).convert()
    ways = (
        belarusian,
        russian,
        slug_of(russian, "ru").replace("-", " ").title(),
        signed,
        signed.lower().replace("ch", "kh").translate(_PASSPORT).title(),
    )
    given, surname = chance.choice(ways).split()
    return given, surname


def _with_a_slip(chance: random.Random, word: str) -> str:
    """Return a word with a letter left out, doubled or two in the wrong order, not the first."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _swapped(day: str) -> str:
    year, month, of_month = day.split("-")
    return f"{year}-{of_month}-{month}"

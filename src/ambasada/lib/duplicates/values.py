"""Kinds of value: how each is read, and how alike two of them are.

A value is read once, and what is read is compared as often as it must be. What cannot be read is
left out: it agrees with nothing and contradicts nothing.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, NamedTuple, Protocol, TypeVar

import phonenumbers
from rapidfuzz.distance import OSA

from ambasada.lib.names import Name, likeness, name_of
from ambasada.lib.names.sounding import plain
from ambasada.lib.searching.folding import tidy, words_in

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_DATE = re.compile(r"([0-9]{4})(?:-?([0-9]{2})(?:-?([0-9]{2}))?)?")
_NOT_DIGIT = re.compile(r"[^0-9]+")
_DIGITS = re.compile(r"[0-9]+")
_TAG = re.compile(r"\+[^@]*(?=@)")


class How(StrEnum):
    """In what way two values agree: a stable key, which the screens above put into words."""

    SAME = "same"
    SKELETON = "skeleton"  # a name in another spelling: the consonants are the same
    SIMILAR = "similar"  # but for a slip or two
    SWAPPED = "swapped"  # a date with its day and month the other way round
    PARTIAL = "partial"  # a date of which one of the two leaves out the day, or the month


class Alike(NamedTuple):
    """How alike two values are, from 0 to 1, and in what way."""

    ratio: float
    how: How


_NOT_ALIKE = Alike(0.0, How.SIMILAR)
_SAME = Alike(1.0, How.SAME)
_SWAPPED = Alike(0.9, How.SWAPPED)
_PARTIAL = Alike(0.8, How.PARTIAL)
_ONE_SLIP = Alike(0.8, How.SIMILAR)

T = TypeVar("T")


class Kind(Protocol[T]):
    """A kind of value, where T is what comes of reading one."""

    is_dear: ClassVar[bool]
    """Whether comparing two takes much longer than comparing two words."""

    def read(self, text: str) -> T | None:
        """Return what is compared of a text, or None if there is nothing to compare."""
        ...

    def alike(self, one: T, other: T) -> Alike:
        """Return how alike two are, the same whichever comes first."""
        ...

    def key(self, value: T) -> str:
        """Return a text that is equal for values that are the same."""
        ...


@dataclass(frozen=True)
class PersonName:
    """The name of a person, in any spelling; below `least` one is as good as another."""

    least: float = 0.7
    is_dear: ClassVar[bool] = True

    def read(self, text: str) -> Name | None:
        name = name_of(text)
        return name if name.words else None

    def alike(self, one: Name, other: Name) -> Alike:
        ratio = likeness(one, other, least=self.least)
        if ratio == 1.0:
            return _SAME
        is_spelling = one.key == other.key and ratio > 0
        return Alike(ratio, How.SKELETON if is_spelling else How.SIMILAR)

    def key(self, value: Name) -> str:
        return value.key


class BodyName(NamedTuple):
    """The name of an organisation as it is compared: its words, and its numbers apart."""

    name: Name
    numbers: tuple[str, ...]
    key: str
    """Equal for the spellings of one name: two schools of one town differ in a number alone."""


@dataclass(frozen=True)
class BodyNames:
    """The name of an organisation, in any spelling: with another number it is another one's."""

    least: float = 0.7
    is_dear: ClassVar[bool] = True

    def read(self, text: str) -> BodyName | None:
        name = name_of(text)
        numbers = tuple(each.lstrip("0") or "0" for each in _DIGITS.findall(text))
        key = " ".join(filter(None, (name.key, *numbers)))
        return BodyName(name, numbers, key) if name.words or numbers else None

    def alike(self, one: BodyName, other: BodyName) -> Alike:
        if one.numbers != other.numbers:
            return _NOT_ALIKE
        if not (one.name.words or other.name.words):
            return _SAME
        return PersonName(self.least).alike(one.name, other.name)

    def key(self, value: BodyName) -> str:
        return value.key


class _Plain:
    """A kind that is compared as the text it is read to."""

    is_dear: ClassVar[bool] = False

    def key(self, value: str) -> str:
        return value


class Exact(_Plain):
    """A word that is the same or is not, but for its script and its capital letters."""

    def read(self, text: str) -> str | None:
        return " ".join(_words(text)) or None

    def alike(self, one: str, other: str) -> Alike:
        return _SAME if one == other else _NOT_ALIKE


class Words(_Plain):
    """Words in any order, with slips: a street, a town, the name of an organization."""

    def read(self, text: str) -> str | None:
        return " ".join(sorted(_words(text))) or None

    def alike(self, one: str, other: str) -> Alike:
        return _SAME if one == other else Alike(OSA.normalized_similarity(one, other), How.SIMILAR)


class Number(_Plain):
    """A number that is written and not counted with: a register's, a house's, a postcode."""

    def read(self, text: str) -> str | None:
        return "".join(_words(text)) or None

    def alike(self, one: str, other: str) -> Alike:
        return _SAME if one == other else Alike(OSA.normalized_similarity(one, other), How.SIMILAR)


class Day(_Plain):
    """A date, which may be partial: `2021`, `2021-05`, `2021-05-09`, with or without hyphens."""

    def read(self, text: str) -> str | None:
        found = _DATE.fullmatch(text.strip())
        return "".join(part for part in found.groups() if part) if found else None

    def alike(self, one: str, other: str) -> Alike:
        if one == other:
            return _SAME
        if len(one) != len(other):
            is_same = one.startswith(other) or other.startswith(one)
            return _PARTIAL if is_same else _NOT_ALIKE
        if one == f"{other[:4]}{other[6:]}{other[4:6]}":
            return _SWAPPED
        return _ONE_SLIP if OSA.distance(one, other, score_cutoff=1) == 1 else _NOT_ALIKE


@dataclass(frozen=True)
class Telephone(_Plain):
    """A telephone number, brought to E.164 by the numbering plan of its country.

    A number without a country's code is taken for one of `region`, if that is given, and else is
    compared by its digits.
    """

    region: str | None = None

    def read(self, text: str) -> str | None:
        written = text.strip()
        if _E164.fullmatch(written):
            return written
        try:
            number = phonenumbers.parse(written, self.region)
        except phonenumbers.NumberParseException:
            return _NOT_DIGIT.sub("", written) or None
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

    def alike(self, one: str, other: str) -> Alike:
        return _SAME if one == other else _NOT_ALIKE


class Mail(_Plain):
    """A mail address, without what its owner may add to it after a plus."""

    def read(self, text: str) -> str | None:
        address = _TAG.sub("", text.strip().casefold().removeprefix("mailto:"))
        return address if "@" in address else None

    def alike(self, one: str, other: str) -> Alike:
        return _SAME if one == other else _NOT_ALIKE


def _words(text: str) -> list[str]:
    """Return the words of a text, letters as `plain` writes them, digits as they are."""
    tidied = tidy(text)
    return [_word(tidied[each.start : each.end]) for each in words_in(tidied)]


def _word(word: str) -> str:
    return word.lower() if any(map(str.isdigit, word)) else plain(word)

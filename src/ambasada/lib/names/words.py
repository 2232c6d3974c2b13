"""The words of a name, each with everything that is compared, worked out once."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ambasada.lib.names.given import GIVEN
from ambasada.lib.names.sounding import plain, skeleton, sound
from ambasada.lib.searching.folding import is_cyrillic

_LONGEST_INITIAL = 2
_SOUNDED_INITIALS = frozenset({"ie", "iu", "zh", "h", "t", "ch", "sh"})  # Ya. Yu. Zh. Kh. Ts.
_PATRONYMIC = re.compile(r"^(\w+?)(?:avich|ievich|avna|ievna|inichna|ichna|ilich)$")
_ENDINGS_OF_GIVEN = ("", "i", "a", "ie", "iei")
# Of surnames alone: how a woman's ends, and how a man's of that family does.
_WOMANS = re.compile(r"(?:(?<=.av)a|(?<=.iev)a|(?<=.in)a|(?<=[st]k)(?:aie|a))$")
_MANS = re.compile(r".(?:av|iev|in|[st]ki)$")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a name; the same spelling is the same object, and is equal to no other."""

    sound: str
    key: str
    """Equal for the spellings of one name in both scripts and in every romanisation."""
    sounds: tuple[str, ...]
    """What may be heard where this word is meant; the forms of one family are one."""
    letters: frozenset[str]
    """What an initial that stands for it may be."""
    is_given: bool = False
    is_initial: bool = False
    gender: str = ""
    """Whose form of a surname it is, "m" or "f", if that can be told."""
    found_by: frozenset[str] = frozenset()
    """Its beginnings are what somebody types who looks for it, in a-z."""


@lru_cache(maxsize=100_000)
def word_of(spelling: str, *, is_dotted: bool = False, in_lacinka: bool = False) -> Word:
    """Return what is compared of a word; one of two letters is an initial if a dot follows it."""
    heard = sound(spelling, in_lacinka=in_lacinka)
    found_by = frozenset({plain(spelling), heard}) - {""}
    if _is_initial(spelling, heard, is_dotted=is_dotted):
        letter = _first(heard)
        return Word(
            heard, letter, (heard,), frozenset({letter}), is_initial=True, found_by=found_by
        )
    # Łacinka without a letter of its own, `Valancina`, is known by the name it makes.
    given = GIVEN.get(heard) or GIVEN.get(_in_lacinka(spelling))
    if given is not None:
        letters = frozenset(map(_first, given.sounds))
        return Word(
            *(heard, given.key, given.sounds, letters),
            is_given=True,
            found_by=found_by.union(given.sounds),
        )
    family, gender = _family(heard)
    return Word(
        *(heard, skeleton(heard), (family,), frozenset({_first(heard)})),
        gender=gender,
        found_by=found_by,
    )


def patronymic_key(word: Word) -> str:
    """Return the key of the given name a patronymic is made of; empty if it is none."""
    found = _PATRONYMIC.match(word.sound)
    if found is None:
        return ""
    for ending in _ENDINGS_OF_GIVEN:
        given = GIVEN.get(found.group(1) + ending)
        if given is not None:
            return given.key
    return skeleton(found.group(1))


def _first(heard: str) -> str:
    """Return the first letter of a skeleton: vowels are one."""
    return skeleton(heard)[:1]


def _in_lacinka(spelling: str) -> str:
    return "" if is_cyrillic(spelling) else sound(spelling, in_lacinka=True)


def _is_initial(spelling: str, heard: str, *, is_dotted: bool) -> bool:
    if len(spelling) == 1:
        return True
    return is_dotted and (len(spelling) <= _LONGEST_INITIAL and heard in _SOUNDED_INITIALS)


def _family(heard: str) -> tuple[str, str]:
    """Return a surname as a man of the family bears it, and whose form it was."""
    if _WOMANS.search(heard):
        mans = _WOMANS.sub("", heard)
        return (f"{mans}i" if mans.endswith("k") else mans), "f"
    return heard, "m" if _MANS.search(heard) else ""

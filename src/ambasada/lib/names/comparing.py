"""Names: what finds one, the key its spellings share, and how alike two of them are.

A name is compared word by word, in whatever order the words stand; Christen, “A Comparison of
Personal Name Matching” (2006), found that order and missing words cost more than misspelt letters.
Words are compared by what they sound like, with the edit distance that counts two letters in the
wrong order as one mistake (optimal string alignment). What this cannot know is who somebody is:
equal names are a reason to look, never to merge.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import permutations, product, starmap
from typing import NamedTuple

from rapidfuzz.distance import OSA

from ambasada.lib.names.sounding import is_lacinka, plain, sound
from ambasada.lib.names.words import Word, patronymic_key, word_of
from ambasada.lib.searching.folding import spans_in, tidy

SAME = 0.85
"""Names this much alike are proposed as one; see tests/lib/test_names.py for what it finds."""

_OTHER_GIVEN = 0.3  # Maria and Marta are further apart than their letters
_OTHER_GENDER = 0.82  # some passports write a woman's surname as her father's
_OTHER_FATHER = 0.75
_INITIAL = 0.85
_WEIGHT_OF_INITIAL = 0.5
_MISSING = 0.93  # a second surname, or a middle name, that one of two spellings leaves out
_MISSING_INITIAL = 0.99
_MISSING_PATRONYMIC = 0.99  # most spellings in Latin letters do
_LONE = 0.6  # a surname alone says little about who is meant
_MOST_WORDS = 4  # orders of more words than that are not tried
_WHOLE = 2  # a given name and a surname


class Name(NamedTuple):
    """A name as it is compared: its words, and the patronymic apart."""

    words: tuple[Word, ...]
    key: str
    """The key of the name as a whole, the same in every order, without initials."""
    patronymic: str = ""
    """The key of the father's name."""


@lru_cache(maxsize=10_000)
def name_of(text: str) -> Name:
    """Return a name as it is compared. Signs, digits and letters of other scripts are left out."""
    words = [*_words(text)]
    number = _patronymic_in(words)
    patronymic = "" if number is None else patronymic_key(words.pop(number))
    key = " ".join(sorted(each.key for each in words if not each.is_initial))
    return Name(tuple(words), key, patronymic)


def search_words(text: str) -> frozenset[str]:
    """Return the words, in a-z, under which a name is kept to be found, patronymic and all."""
    return frozenset().union(*(each.found_by for each in _words(text)))


def search_beginnings(typed: str) -> list[frozenset[str]]:
    """Return for each word typed the beginnings to look for, of which any may be met.

    A name is found if every word typed is the beginning of one of its `search_words`. What is typed
    is not known to be whole, so nothing is made of it but letters: `Свят` is not yet `Святлана`.
    """
    tidied = tidy(typed)
    in_lacinka = is_lacinka(tidied)
    spellings = (tidied[start:end] for start, end in spans_in(tidied))
    found = (
        frozenset({plain(each), sound(each, in_lacinka=in_lacinka)}) - {""} for each in spellings
    )
    return [each for each in found if each]


def likeness(one: Name, other: Name, *, least: float = 0.0) -> float:
    """Return how alike two names are, from 0 to 1, whichever comes first.

    Who needs to know only whether it is `least` gets 0 for less, sooner.
    """
    few, many = one.words, other.words
    if len(few) > len(many):
        few, many = many, few
    if not few:
        return 0.0
    cost = _cost_of_missing(few, many) if len(few) < len(many) else 1.0
    if one.patronymic != other.patronymic:
        cost *= _OTHER_FATHER if one.patronymic and other.patronymic else _MISSING_PATRONYMIC
    return 0.0 if cost < least else cost * _aligned(few, many, least=least)


@lru_cache(maxsize=10_000)
def _words(text: str) -> tuple[Word, ...]:
    tidied = tidy(text)
    in_lacinka = is_lacinka(tidied)
    found = (
        word_of(tidied[start:end], is_dotted=tidied[end : end + 1] == ".", in_lacinka=in_lacinka)
        for start, end in spans_in(tidied)
    )
    return tuple(each for each in found if each.sound)


def _patronymic_in(words: list[Word]) -> int | None:
    """Return which word is the patronymic; surnames in -ovich are as many as patronymics.

    It follows the given name. Without one that is known it is the second of three words.
    """
    if len(words) <= _WHOLE:
        return None
    possible = [number for number, each in enumerate(words) if patronymic_key(each)]
    after_given = [number for number in possible if number and words[number - 1].is_given]
    return next(iter(after_given), 1 if 1 in possible else None)


def _aligned(few: tuple[Word, ...], many: tuple[Word, ...], *, least: float) -> float:
    """Return how alike words are in the order that makes them most alike.

    It is halfway between the mean and the worst: one other word is somebody else.
    """
    best = 0.0
    have_initials = any(each.is_initial for each in few + many)
    for order in permutations(many[:_MOST_WORDS], min(len(few), _MOST_WORDS)):
        scores = [*map(_alike, few, order)]
        worst = min(scores)
        if (1 + worst) / 2 < least:
            continue
        mean = _mean(few, order, scores) if have_initials else sum(scores) / len(scores)
        score = (mean + worst) / 2 if mean else 0.0
        if score > best:
            if score == 1.0:
                return score
            best = score
            least = max(best, least)
    return best


def _mean(few: Iterable[Word], many: Iterable[Word], scores: Iterable[float]) -> float:
    """Return the mean; initials stand for words, but only beside one that is written out."""
    total, weights, are_all_initials = 0.0, 0.0, True
    for one, other, score in zip(few, many, scores, strict=False):
        if one.is_initial or other.is_initial:
            weight = _WEIGHT_OF_INITIAL
        else:
            weight, are_all_initials = 1.0, False
        total += weight * score
        weights += weight
    return 0.0 if are_all_initials else total / weights


def _alike(one: Word, other: Word) -> float:
    if one.is_given and other.is_given:
        return 1.0 if one.key == other.key else _OTHER_GIVEN
    if one.is_initial or other.is_initial:
        return 0.0 if one.letters.isdisjoint(other.letters) else _INITIAL
    if len(one.sounds) == len(other.sounds) == 1:
        ratio = OSA.normalized_similarity(one.sounds[0], other.sounds[0])
    else:
        pairs = product(one.sounds, other.sounds)
        ratio = max(starmap(OSA.normalized_similarity, pairs))
    if one.key == other.key:
        ratio = (1 + ratio) / 2
    is_other = one.gender != other.gender and one.gender and other.gender
    return ratio * _OTHER_GENDER if is_other else ratio


def _cost_of_missing(few: tuple[Word, ...], many: tuple[Word, ...]) -> float:
    if len(few) < _WHOLE:
        return _LONE
    missing = len(many) - len(few)
    initials = min(missing, sum(each.is_initial for each in many))
    return float(_MISSING_INITIAL**initials * _MISSING ** (missing - initials))

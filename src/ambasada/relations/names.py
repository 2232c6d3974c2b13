"""The words of a name, as a search and a text are compared with them: in Latin letters."""

from functools import lru_cache

from ambasada.lib import names
from ambasada.lib.searching import spans_in, tidy
from ambasada.lib.slugs import slug_of

# How Cyrillic is read decides its Latin letters: č and ch, j and y. A word is kept as both.
_READINGS = ("be", "ru")
LONGEST = 80  # letters of a word that are kept and compared


def stored_words(name: str) -> frozenset[str]:
    """Return the words whose beginnings find a name, in whichever script somebody types it.

    `lib.names` knows what names sound like; a number or another script is kept as it is spelt.
    """
    return frozenset(each[:LONGEST] for each in names.search_words(name).union(*forms_of(name)))


def beginnings(typed: str) -> list[frozenset[str]]:
    """Return for each word typed the beginnings to look for, of which any may be met."""
    return [
        frozenset(
            each[:LONGEST] for each in _forms(word).union(*names.search_beginnings(word)) if each
        )
        for word in _words(typed)
    ]


def forms_of(name: str) -> list[frozenset[str]]:
    """Return for each word of a name how it is written in Latin letters, and no other name."""
    return [_forms(word) for word in _words(name)]


@lru_cache(maxsize=20_000)
def sort_key(name: str) -> str:
    """Return what a name is sorted by: the first reading of its words."""
    return "-".join(_slug(word, _READINGS[0]) for word in _words(name))[:LONGEST]


@lru_cache(maxsize=20_000)
def _forms(word: str) -> frozenset[str]:
    if word.isascii():  # in Latin letters already: both readings are one
        return frozenset({_slug(word, _READINGS[0])})
    return frozenset(_slug(word, reading) for reading in _READINGS)


@lru_cache(maxsize=40_000)  # a file of many people repeats the words of their names
def _slug(word: str, reading: str) -> str:
    return slug_of(word, reading)


def _words(text: str) -> list[str]:
    tidied = tidy(text)
    return [tidied[start:end] for start, end in spans_in(tidied)]

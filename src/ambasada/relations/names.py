"""The words of a name, as a search compares them: in Latin letters, whatever it is written in."""

from ambasada.lib.searching import tidy, words_in
from ambasada.lib.slugs import slug_of

# How Cyrillic is read decides its Latin letters: č and ch, j and y. A word is kept as both.
_READINGS = ("be", "ru")


def search_words(name: str) -> list[frozenset[str]]:
    """Return for each word of a name the forms in Latin letters under which it is found."""
    tidied = tidy(name)
    words = [tidied[each.start : each.end] for each in words_in(tidied)]
    return [frozenset(slug_of(word, reading) for reading in _READINGS) for word in words]


def sort_key(name: str) -> str:
    """Return what a name is sorted by: the first reading of its words."""
    tidied = tidy(name)
    words = [tidied[each.start : each.end] for each in words_in(tidied)]
    return "-".join(slug_of(word, _READINGS[0]) for word in words)[:80]

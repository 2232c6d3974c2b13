"""The part of a word that its forms share: our own rules for Belarusian, Snowball for the others.

No library has a stemmer for Belarusian. Ours takes the longest ending off, then writes what became
soft before it as it was hard (дз as д, ц as т), and leaves out a vowel that comes and goes
(бежанец, бежанцы). The letters are those of `folded`. `script/bench search` says how well it does.
"""

import re
import threading
from functools import lru_cache

from ambasada.lib.searching.folding import RULES, folded, is_cyrillic

_MOST = 6  # letters in an ending
_SHORT = 3  # letters that always stay; then only endings of nouns go
_LONG = 4
_ENDINGS = frozenset(folded(each) for line in RULES["endings"] for each in line.split())
_OF_SHORT = frozenset(folded(each) for each in RULES["endingsOfShort"].split())
_SMALL = {
    language: frozenset(map(folded, words.split())) for language, words in RULES["small"].items()
}
# Classical spelling marks a consonant that is soft because the next one is: сьвет is свет.
_SOFT_SIGN = re.compile(r"([сзцнл])ь(?=[бвгджзклмнпрстфхцчш])")
_FLEETING = re.compile(r"(?<=[бвгджзйклмнпрстфхцчш])[аоея](?=[кт]$)")
_OF_ITSELF = 5  # letters a word must have more than, to be a verb that ends in -ся
_SNOWBALL = {"ru": "russian", "en": "english"}
_OWN = threading.local()  # a stemmer of Snowball keeps the word it is at work on


def is_small(word: str) -> bool:
    """Tell whether a folded word is too small to look for, in one of the languages."""
    return any(word in words for words in _SMALL.values())


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """Return what a folded word shares with its other forms.

    A Cyrillic word is Russian in a Russian text and Belarusian in any other; a word in Latin
    letters is English.
    """
    if word.isdecimal():
        return word
    if not is_cyrillic(word):
        return _snowball("en", word)
    return _snowball("ru", word) if language == "ru" else belarusian(word)


def _snowball(language: str, word: str) -> str:
    made = getattr(_OWN, language, None)
    if made is None:
        # It loads the stemmers of thirty languages, which no command needs that does not search.
        import snowballstemmer  # noqa: PLC0415 -- slow

        made = snowballstemmer.stemmer(_SNOWBALL[language])
        setattr(_OWN, language, made)
    stemmed: str = made.stemWord(word)
    return stemmed


def belarusian(word: str) -> str:
    """Return the stem of a folded Belarusian word."""
    whole = _SOFT_SIGN.sub(r"\1", RULES["sameInBe"].get(word, word))
    bare = _without_ending(_without_itself(whole))
    if len(bare) > _SHORT:
        bare = bare.rstrip("ь")
    if bare.endswith("дз"):
        bare = bare[:-1]
    elif bare.endswith("ц"):
        bare = f"{bare[:-1]}т"
    return _FLEETING.sub("", bare) if len(bare) > _LONG else bare


def _without_itself(word: str) -> str:
    """Take off what makes a verb reflexive."""
    if len(word) <= _OF_ITSELF:
        return word
    if word.endswith("ся"):
        return word[:-2]
    return f"{word[:-2]}ь" if word.endswith("цца") else word


def _without_ending(word: str) -> str:
    for length in range(min(_MOST, len(word) - _SHORT), 0, -1):
        endings = _ENDINGS if len(word) - length >= _LONG else _OF_SHORT
        if word[-length:] in endings:
            return word[:-length]
    return word

"""The word lists of the code: 2,048 words in each language, told apart by their first letters."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "be", "ru")  # in the order in which a typed code is looked for
WORDS = 2048
TELLING = 4  # letters that tell a word from every other of its list

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LEFT_OUT = re.compile("['’‘ʼ`´′＇\u0301\u00ad\u200b-\u200d\u2060\ufeff]")
# Letters that stand for another when they are typed without care, in a Cyrillic list: Latin ones
# that look like them in small or in capitals, and those a Russian keyboard lacks.
_AS_CYRILLIC = str.maketrans("abcehikmoptxyёўіґ", "авсеникмортхуеуиг")
_AS_LATIN = str.maketrans("авсенікмортхуё", "abcehikmoptxye")


@cache
def word_list(language: str) -> tuple[str, ...]:
    """Return the words of a language, in their order. Raises KeyError where there is no list."""
    if language not in LANGUAGES:
        raise KeyError(language)
    text = files(__package__).joinpath("words", f"{language}.txt").read_text(encoding="utf-8")
    words = tuple(text.split())
    if len(words) != WORDS:
        message = f"The word list {language} has {len(words)} words."
        raise ValueError(message)
    return words


def plain(typed: str) -> str:
    """Return typed text without case, apostrophes, stress marks and signs that do not show."""
    return unicodedata.normalize("NFKC", _LEFT_OUT.sub("", typed)).lower()


def places(language: str) -> Mapping[str, int]:
    """Return the place of each word of a language, under its telling letters."""
    return _places(word_list(language))


def telling(word: str, language: str) -> str:
    """Return the letters by which a word, as `plain` made it, is looked for in a list."""
    return _folded(word, is_cyrillic=_is_cyrillic(word_list(language)))[:TELLING]


@cache
def _places(words: tuple[str, ...]) -> Mapping[str, int]:
    is_cyrillic = _is_cyrillic(words)
    return MappingProxyType(
        {
            _folded(plain(word), is_cyrillic=is_cyrillic)[:TELLING]: place
            for place, word in enumerate(words)
        }
    )


@cache
def _is_cyrillic(words: tuple[str, ...]) -> bool:
    return bool(_CYRILLIC.search(words[0]))


def _folded(word: str, *, is_cyrillic: bool) -> str:
    return word.translate(_AS_CYRILLIC if is_cyrillic else _AS_LATIN)

"""One way to write each word, whatever keyboard it was typed on."""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

RULES: dict[str, Any] = json.loads(Path(__file__).with_name("rules.json").read_bytes())

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Typed on the wrong keyboard and invisible to the eye: as in `lib.slugs`, before letters are small.
_LOOK_ALIKES = str.maketrans(*RULES["lookAlikes"])
_IS_MIXED = re.compile(rf"[\u0400-\u04ff0-9'{RULES['lookAlikes'][0]}]+")
_LETTERS = str.maketrans(RULES["letters"] | {"'": ""})
_LATIN = str.maketrans(RULES["latin"])
_APOSTROPHES = str.maketrans(dict.fromkeys("’ʼ‘ʹ`´′", "'"))
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘ʹ`´′][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded, and where it stands there."""

    folded: str
    start: int
    end: int


def tidy(text: str) -> str:
    """Return a text in composed letters, without stress marks and signs nobody sees."""
    composed = unicodedata.normalize("NFC", text)
    # Letters and spaces alone, as most names are, are tidy: signs are of other categories.
    if composed.isascii() or composed.replace(" ", "").isalpha():
        return composed
    return "".join(each for each in composed if unicodedata.category(each) not in {"Mn", "Cf"})


def words_in(tidied: str) -> list[Word]:
    """Return the words of a text that `tidy` made."""
    return [
        Word(folded(found.group()), found.start(), found.end()) for found in _WORD.finditer(tidied)
    ]


def spans_in(tidied: str) -> Iterator[tuple[int, int]]:
    """Yield where each word of such a text begins and ends."""
    return (found.span() for found in _WORD.finditer(tidied))


def is_cyrillic(word: str) -> bool:
    """Tell whether a word has a Cyrillic letter."""
    return bool(_CYRILLIC.search(word))


@lru_cache(maxsize=20_000)
def folded(word: str) -> str:
    """Return a word in small letters, in one alphabet, without what keyboards lack.

    ё is е, ў is у, і is и, as people type them. The apostrophe goes from Cyrillic words, and so
    does the ъ that stands for it on a Russian keyboard; of Latin letters the accents go.
    """
    plain = word.translate(_APOSTROPHES)
    if is_cyrillic(plain):
        if _IS_MIXED.fullmatch(plain):
            plain = plain.translate(_LOOK_ALIKES)
        return plain.lower().translate(_LETTERS)
    apart = unicodedata.normalize("NFD", plain.lower().translate(_LATIN))
    return "".join(each for each in apart if not unicodedata.combining(each))

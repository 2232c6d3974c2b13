"""The code of a case: the one thing a person keeps, as eight words or as 27 digits."""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from ambasada.lib.refused import Refused
from ambasada.lib.sealing import word_lists

SECRET_BYTES = 10
WORDS = 8
DIGITS = 27
_GROUP = 9
_BITS = 11  # of a word
_LONGEST = 1000  # characters typed, more than any code with everything around it
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"[0-9]")


class Mistake(StrEnum):
    """What is wrong with a typed code."""

    EMPTY = "empty"
    COUNT = "count"  # neither eight words nor 27 digits
    WORD = "word"  # one of the words is in no list with the others
    CHECK = "check"  # well formed, and mistyped somewhere


_SENTENCES = {
    Mistake.EMPTY: "Type the eight words or the 27 digits of your code.",
    Mistake.COUNT: "A code has eight words or 27 digits; please count what you typed.",
    Mistake.WORD: "One of these words is in no list of ours; please look at the spelling.",
    Mistake.CHECK: "Something in this code is mistyped; please compare it with what you kept.",
}


class WrongCode(Refused):
    """What was typed is not a code."""

    def __init__(self, mistake: Mistake, *, place: int = 0) -> None:
        if place:
            super().__init__(f"Word {place} is in no list of ours; please look at its spelling.")
        else:
            super().__init__(_SENTENCES[mistake])
        self.mistake = mistake
        self.place = place  # of the word, from 1; 0 where no single one is to blame


@dataclass(frozen=True)
class CaseCode:
    """80 random bits, from which everything a person needs is derived."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != SECRET_BYTES:
            message = f"A code is made of {SECRET_BYTES} bytes."
            raise ValueError(message)

    @classmethod
    def new(cls) -> "CaseCode":
        """Return a code nobody knows."""
        return cls(secrets.token_bytes(SECRET_BYTES))

    def words(self, language: str) -> str:
        """Return the code as eight words of a language."""
        words = word_lists.word_list(language)
        shifts = range(_BITS * (WORDS - 1), -1, -_BITS)
        return " ".join(words[self._number >> shift & len(words) - 1] for shift in shifts)

    @property
    def digits(self) -> str:
        """The code as 27 digits in three groups."""
        text = f"{self._number:0{DIGITS}}"
        return " ".join(text[start : start + _GROUP] for start in range(0, DIGITS, _GROUP))

    @property
    def check(self) -> int:
        """The byte that tells a mistyped code without asking anybody."""
        return hashlib.sha256(b"pe-code-v1" + self.secret).digest()[0]

    @property
    def _number(self) -> int:
        return int.from_bytes(self.secret + bytes([self.check]), "big")

    @classmethod
    def read(cls, typed: str) -> "CaseCode":
        """Read a code as somebody typed it, in either form. Raises WrongCode."""
        text = word_lists.plain(typed[:_LONGEST])
        words, digits = _WORD.findall(text), _DIGIT.findall(text)
        if not words and not digits:
            raise WrongCode(Mistake.EMPTY)
        if len(typed) > _LONGEST:
            raise WrongCode(Mistake.COUNT)
        if len(words) == WORDS:
            return _first_right(words)
        if not words and len(digits) == DIGITS:
            return cls._of_number(int("".join(digits)))
        raise WrongCode(Mistake.COUNT)

    @classmethod
    def _of_number(cls, number: int) -> "CaseCode":
        if number.bit_length() > _BITS * WORDS:
            raise WrongCode(Mistake.CHECK)
        whole = number.to_bytes(SECRET_BYTES + 1, "big")
        code = cls(whole[:SECRET_BYTES])
        if code.check != whole[SECRET_BYTES]:
            raise WrongCode(Mistake.CHECK)
        return code


def _first_right(words: list[str]) -> CaseCode:
    """Return the code of the first list in which these words are one. Raises WrongCode."""
    mistakes = []
    for language in word_lists.LANGUAGES:
        try:
            return CaseCode._of_number(_number_of(words, language))  # noqa: SLF001 -- its reader
        except WrongCode as mistake:
            mistakes.append(mistake)
    raise max(mistakes, key=lambda each: (each.mistake is Mistake.CHECK, each.place))


def _number_of(words: list[str], language: str) -> int:
    places = word_lists.places(language)
    number = 0
    for place, word in enumerate(words, start=1):
        found = places.get(word_lists.telling(word, language))
        if found is None:
            raise WrongCode(Mistake.WORD, place=place)
        number = number << _BITS | found
    return number

"""Codes: how a secret is shown, and what is read of what people type."""

from typing import Any

from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.word_lists import LANGUAGES
from tests.vectors.makers.given import secret_of

FIRST = "000102030405060708ff"
SECRETS = (
    FIRST,
    "00000000000000000000",
    "ffffffffffffffffffff",
    "80000000000000000001",
    *(secret_of(f"code {each}").hex()[:20] for each in range(4)),
)
DIGITS = "000004759477275222530916119"


def make() -> dict[str, Any]:
    return {"format": "codes 1", "shown": _shown(), "read": _read(), "wrong": _wrong()}


def _shown() -> list[dict[str, Any]]:
    return [
        {
            "secret": secret,
            "check": f"{code.check:02x}",
            "digits": code.digits,
            "words": {each: code.words(each) for each in LANGUAGES},
        }
        for secret in SECRETS
        for code in [CaseCode(bytes.fromhex(secret))]
    ]


def _read() -> list[dict[str, Any]]:
    code = CaseCode(bytes.fromhex(FIRST))
    by_hand = {
        "digits in three groups": code.digits,
        "digits in one piece": DIGITS,
        "digits with dashes and dots": "000-004-759.477.275.222  530 916 119",
        "digits in lines": "000004759\n477275222\r\n530916119\n",
        "wide digits": "".join(chr(ord("０") + int(each)) for each in DIGITS),
    }
    typed = [{"name": name, "typed": text} for name, text in by_hand.items()]
    for language in LANGUAGES:
        typed += _typed(language, code.words(language))
    return [{**each, "secret": FIRST} for each in typed]


def _typed(language: str, words: str) -> list[dict[str, Any]]:
    def case(what: str, text: str) -> dict[str, Any]:
        return {"name": f"{language}: {what}", "typed": text}

    return [
        case("as shown", words),
        case("in capitals", words.upper()),
        case("with dashes", words.replace(" ", "-")),
        case("in numbered lines", _numbered(words)),
        case("four letters of each", " ".join(each[:4] for each in words.split())),
        case("look-alikes of the other alphabet", _exchanged(words)),
        case("other endings", " ".join(f"{each[:4]}{each[4:] and 'x'}" for each in words.split())),
        case("without apostrophes and marks", _careless(words)),
        case("invisible signs between letters", "\u200b".join(words)),
    ]


def _wrong() -> list[dict[str, Any]]:
    words = CaseCode(bytes.fromhex(FIRST)).words("en").split()
    swapped = " ".join([words[1], words[0], *words[2:]])
    unknown = " ".join([*words[:4], "zzzzzz", *words[5:]])
    typed = {
        "nothing": ("", "empty", 0),
        "spaces alone": (" \n\t", "empty", 0),
        "punctuation alone": ("... — !?", "empty", 0),
        "26 digits": (DIGITS[:-1], "count", 0),
        "28 digits": (DIGITS + "0", "count", 0),
        "seven words": (" ".join(words[:7]), "count", 0),
        "nine words": (" ".join([*words, words[0]]), "count", 0),
        "words and digits": (f"{words[0]} {DIGITS}", "count", 0),
        "far too much": ("0" * 1001, "count", 0),
        "a wrong digit": ("1" + DIGITS[1:], "check", 0),
        "two digits exchanged": (DIGITS[:-2] + DIGITS[-1] + DIGITS[-2], "check", 0),
        "a number with no room in 88 bits": ("9" * 27, "check", 0),
        "the first number with no room": (f"{2**88:027}", "check", 0),
        "two words exchanged": (swapped, "check", 0),
        "a word of no list": (unknown, "word", 5),
    }
    return [
        {"name": name, "typed": text, "mistake": mistake, "place": place}
        for name, (text, mistake, place) in typed.items()
    ]


def _numbered(words: str) -> str:
    return "\n".join(f"{place}. {each}" for place, each in enumerate(words.split(), start=1))


def _exchanged(words: str) -> str:
    """Return words with letters of the other alphabet that look alike."""
    latin, cyrillic = "aceopxyk", "асеорхук"
    there = str.maketrans(latin + cyrillic, cyrillic + latin)
    return words.translate(there)


def _careless(words: str) -> str:
    return words.translate(str.maketrans("ёў", "еу", "'’ʼ"))

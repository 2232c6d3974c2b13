"""Slugs: the readable last part of a public address, made from a title.

A slug is an address and not a spelling. Nothing here may be shown as a person's name:
how somebody is written in Latin letters is theirs to say, and is stored, never worked
out by a machine.
docs/languages.md holds the rules and twenty pairs, which the tests read from the page.
"""

import hashlib
import re
import unicodedata

from latynkatar import CyrLatConverter

LIMIT = 80
"""Longest slug: with the date before it, an address still fits one line of a letter."""

# What every site has by itself below a language: the page for what is not there, the one to
# search on, the list from A to Z, lists of a month; and below a page: what it said before.
_RESERVED = re.compile(r"404|search|a-z|[0-9]{4}-[0-9]{2}|versions")

RUSSIAN_TABLE = {
    "а": "a",
    "б": "b",
    "в": "v",
    "г": "g",
    "д": "d",
    "е": "e",
    "ё": "e",  # as people type it, so correcting the letter does not move the page
    "ж": "zh",
    "з": "z",
    "и": "i",
    "й": "y",
    "к": "k",
    "л": "l",
    "м": "m",
    "н": "n",
    "о": "o",
    "п": "p",
    "р": "r",
    "с": "s",
    "т": "t",
    "у": "u",
    "ф": "f",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
}
NEIGHBOURS_TABLE = {"і": "i", "ў": "u", "ґ": "g", "є": "ye", "ї": "yi"}
"""Cyrillic letters the other alphabets have, for words quoted in a Russian text."""

_CYRILLIC = str.maketrans(RUSSIAN_TABLE | NEIGHBOURS_TABLE)
_APOSTROPHES = str.maketrans("\u2019\u02bc", "''")
# Latin letters that decomposition leaves whole; Łacinka needs the first.
_WHOLE = str.maketrans(
    {"ł": "l", "đ": "d", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)
# Typed on the wrong keyboard and invisible to the eye: Latin on the left.
_LOOK_ALIKES = str.maketrans("ABCEHIKMOPTXaceiopxy", "АВСЕНІКМОРТХасеіорху")
_WORD = re.compile(r"[^\W\d_]+")
_FOREIGN_TO_CYRILLIC = re.compile(r"[^\u0400-\u04ffABCEHIKMOPTXaceiopxy]")
_HAS_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


def slug_of(title: str, language: str) -> str:
    """Return the address form of a title: a-z, 0-9 and hyphens, at most LIMIT long.

    The language decides how Cyrillic is read: Łacinka for `be`, else our own table.
    A title in a script without a rule here gets "title-" and eight hexadecimal digits,
    the same each time, and one that is reserved ends in "-1". Two titles may share a slug: the
    caller keeps addresses apart.

    Raises ValueError if the title has neither a letter nor a digit.
    """
    # Of a few hundred thousand names most are plain already, and the rules below leave those.
    text = title.lower() if title.isascii() else _unified(title)
    if not any(character.isalnum() for character in text):
        reason = "a title needs a letter or a digit to have an address: write one"
        raise ValueError(reason)
    latin = text if text.isascii() else _latin(text, language)
    slug = _BETWEEN_WORDS.sub("-", latin.replace("'", "")).strip("-")
    if is_reserved(slug):
        return f"{slug}-1"
    return _shortened(slug) or _fingerprint(text)


def is_reserved(slug: str) -> bool:
    """Tell whether no page may have a slug, since every site has something at such an address."""
    return _RESERVED.fullmatch(slug) is not None


def _unified(title: str) -> str:
    """Write one thing one way: composed letters, one apostrophe, no invisible signs.

    Composing comes first: ў and й taken apart would lose their breve and be у and и.
    """
    composed = unicodedata.normalize("NFC", title).translate(_APOSTROPHES)
    visible = "".join(
        character for character in composed if unicodedata.category(character) not in {"Mn", "Cf"}
    )
    return _WORD.sub(_in_one_alphabet, visible).lower()


def _in_one_alphabet(word: re.Match[str]) -> str:
    """Turn Latin look-alikes to Cyrillic where the rest of the word is Cyrillic."""
    letters = word.group()
    if _HAS_CYRILLIC.search(letters) and not _FOREIGN_TO_CYRILLIC.search(letters):
        return letters.translate(_LOOK_ALIKES)
    return letters


def _latin(text: str, language: str) -> str:
    if language.partition("-")[0].lower() == "be":
        text = CyrLatConverter(text).convert()
    return _folded(text.translate(_CYRILLIC))


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_WHOLE))
    return "".join(
        character for character in decomposed.lower() if not unicodedata.combining(character)
    )


def _shortened(slug: str) -> str:
    """Cut at the last word end within the limit, or inside a longer first word."""
    if len(slug) <= LIMIT:
        return slug
    return slug[: LIMIT + 1].rsplit("-", 1)[0][:LIMIT]


def _fingerprint(text: str) -> str:
    return f"title-{hashlib.sha256(text.encode()).hexdigest()[:8]}"

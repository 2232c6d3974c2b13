"""How a word of a name sounds, in plain Latin letters, whatever script and romanisation it is in.

Five ways lead to Latin letters and each is in use: Belarusian Łacinka, the romanisation of
Belarusian passports (the United Nations' of 2007 without its diacritics), that of the BGN and PCGN,
that of Russian passports (ICAO Doc 9303), and what people are used to. What they disagree about is
written one way: `я`, `ia`, `ya`, `ja` and `е`, `ie`, `e`, `ё`, `io` are "ie", since Belarusian
writes `я` where Russian has an unstressed `е`; `о` is "a" for the same reason; `г` and `х` are "h";
`дз` is "d" and `ц` is "t", as in the Russian spelling of most names; `ў` is "v".

It is done letter by letter from the left, so that what the first letters sound like is nearly
always the beginning of what the word sounds like: `Svi` and `Sviat` both find `Светлана`.
"""

import re
from functools import lru_cache

from ambasada.lib.searching.folding import folded, is_cyrillic
from ambasada.lib.slugs import NEIGHBOURS_TABLE, RUSSIAN_TABLE

_CYRILLIC = str.maketrans(RUSSIAN_TABLE | NEIGHBOURS_TABLE)
_NOT_LATIN = re.compile(r"[^a-z]+")

# What Łacinka writes with a sign, and so does Polish; its plain "c" and "ch" follow below.
_SIGNED = str.maketrans(
    {"č": "ch", "š": "sh", "ž": "zh", "ż": "zh", "ŭ": "v", "ś": "s", "ź": "z", "ń": "n", "ł": "l"}
)
_IS_LACINKA = re.compile("[čšžćśźńłŭ]")
_LACINKA = (("cz", "č"), ("ch", "kh"), ("ć", "ts"), ("c", "ts"))
_LACINKA_SOFT_L = re.compile("l(?=[aou])")

# In this order, from the left of a word: what is longer comes before its beginning.
_RULES = {
    r"shch": "shch",
    r"tsch|tch|cz|ch": "ch",
    r"sch|sh|sz": "sh",
    r"zh": "zh",
    r"kh|gh|h|g": "h",
    r"ck(?=(?:i|y|aia|aya|aja|a|ij|iy|yi)$)": "tk",  # Łacinka without its signs: Savicki
    r"ck": "k",
    r"c(?=[eiyj])|ts|tz": "t",
    r"c|q|k": "k",
    r"dz(?!h)|d": "d",
    r"th|t": "t",
    r"ph|f": "f",
    r"x": "ks",
    r"w|v": "v",
    r"^u(?=[bcdfghklmnpqrstvwxz])": "v",  # Uladzimir, Uralski: Vladimir and nobody else
    r"(?<=[aoe])u": "v",
    r"[ijy]+[aeo]|e": "ie",
    r"[ijy]+u": "iu",
    r"[ijy]+": "i",
    r"[ao]": "a",
}
_RULE = re.compile("|".join(f"(?P<r{number}>{rule})" for number, rule in enumerate(_RULES)))
_SOUNDS = {f"r{number}": sound for number, sound in enumerate(_RULES.values())}
_TWICE = re.compile(r"([bdfhklmnprstvz])\1+")
_LETTERS = str.maketrans("", "", "aeiu")
_PAIRS = (("sh", "x"), ("ch", "c"), ("zh", "j"))


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """Return a word in a-z as somebody would type it who knows no better: for finding alone."""
    known = folded(word)
    if is_cyrillic(known):
        known = known.translate(_CYRILLIC)
    return _NOT_LATIN.sub("", known)


def is_lacinka(text: str) -> bool:
    """Tell whether a text has a letter that only Łacinka and its neighbours write with a sign."""
    return bool(_IS_LACINKA.search(text.lower()))


@lru_cache(maxsize=20_000)
def sound(word: str, *, in_lacinka: bool = False) -> str:
    """Return how a word of a name sounds; empty if it has no letter of these two scripts.

    Without a sign of its own, a word in Łacinka looks like English, where `c`, `ch` and `l` are
    other letters; who knows it from the words beside it says so.
    """
    known = word.lower()
    if not is_cyrillic(known):
        if in_lacinka or is_lacinka(known):
            known = _LACINKA_SOFT_L.sub("li", known)
            for letters, meant in _LACINKA:
                known = known.replace(letters, meant)
        known = known.translate(_SIGNED)
    heard = _RULE.sub(lambda found: _SOUNDS[str(found.lastgroup)], plain(known))
    return _TWICE.sub(r"\1", heard)


def skeleton(heard: str) -> str:
    """Return the consonants of what is heard, one letter for each, and "a" for a vowel before them.

    Vowels are what scripts and romanisations disagree about. What is left is the same for both
    forms of a surname, `Іваноў` and `Иванова`: they are one family.
    """
    for sounds, letter in _PAIRS:
        heard = heard.replace(sounds, letter)
    consonants = heard.translate(_LETTERS)
    return f"a{consonants}" if heard[:1] in set("aeiu") else consonants

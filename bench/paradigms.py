"""Paradigms of a spelling dictionary: each entry with every form that its affixes make of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Unmeasured

DICTIONARY = Path("/usr/share/hunspell/be_BY")  # Debian's hunspell-be; nothing of it is kept here


@dataclass(frozen=True)
class _Rule:
    """One line of an affix file: what goes, what comes instead, and where that is done."""

    gone: str
    added: str
    where: re.Pattern[str]


def paradigms(dictionary: Path = DICTIONARY) -> list[frozenset[str]]:
    """Return the forms of each entry of a dictionary, small letters alone.

    Prefixes make other words and are left out. Raises Unmeasured if the dictionary is not here.
    """
    try:
        rules = _rules(dictionary.with_suffix(".aff").read_text(encoding="utf-8"))
        lines = dictionary.with_suffix(".dic").read_text(encoding="utf-8").splitlines()[1:]
    except OSError:
        message = "The dictionary is not here: install Debian’s package hunspell-be."
        raise Unmeasured(message) from None
    return [forms for line in lines if (forms := frozenset(_forms(line.split()[0], rules)))]


def _rules(affixes: str) -> dict[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for line in affixes.splitlines():
        parts = line.split()
        if len(parts) < 5 or parts[0] != "SFX":  # noqa: PLR2004 -- the form of a rule
            continue
        flag, gone, added, where = parts[1:5]
        rule = _Rule(
            "" if gone == "0" else gone,
            "" if added == "0" else added.partition("/")[0],
            re.compile(f"(?:{where})$"),
        )
        found.setdefault(flag, []).append(rule)
    return found


def _forms(entry: str, rules: dict[str, list[_Rule]]) -> Iterator[str]:
    word, _slash, flags = entry.partition("/")
    if not word.islower():
        return
    yield word
    for flag in flags:
        for rule in rules.get(flag, ()):
            if word.endswith(rule.gone) and rule.where.search(word):
                yield word[: len(word) - len(rule.gone)] + rule.added

"""Spelling of our Belarusian and Russian texts: what Debian's dictionaries do not know.

One hunspell a language, for all its words at once. A word the dictionaries lack, but we mean,
stands in a list of ours beside the texts that need it.
"""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).parents[1]
LOCALE = ROOT / "src" / "ambasada" / "locale"
CONTENT = ROOT / "content"
FRONTEND = ROOT / "frontend"
DICTIONARIES = {"be": "be_BY", "ru": "ru_RU", "en": "en_GB"}

_NO_PROSE = re.compile(
    r"<[^>]*>"  # tags
    r"|%\(\w+\)[ds]|%[ds]|\{\w+\}"  # placeholders
    r"|\]\([^)]*\)"  # where a link leads
    r"|\S+@\S+|https?://\S+"  # addresses
)
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z]")


def misspelt(language: str) -> list[str]:
    """Return each word in doubt with the first place it stands in, sorted by word."""
    places: dict[str, str] = {}
    for place, text in _texts(language):
        for word in _words(text):
            places.setdefault(word, place)
    in_doubt = unknown(language, list(places)) - own_words(language)
    return [
        f"{word} ({place})"
        for word, place in sorted(places.items())
        if _LATIN.search(word) or {word, *word.split("-")} & in_doubt
    ]


def unknown(language: str, words: list[str]) -> set[str]:
    """Return the words that the dictionary of a language does not know, or halves of such."""
    answer = subprocess.run(
        ["hunspell", "-d", DICTIONARIES[language], "-i", "utf-8", "-l"],
        input="\n".join(words),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(answer.stdout.splitlines())


def word_lists(language: str) -> list[Path]:
    """Return our lists of words for a language."""
    return [*sorted(CONTENT.glob(f"*/words.{language}.txt")), LOCALE / f"words.{language}.txt"]


def own_words(language: str) -> set[str]:
    """Return the words that we mean although the dictionaries lack them, also with a capital."""
    words = [word for path in word_lists(language) for word in path.read_text("utf-8").split()]
    return {*words, *(word.capitalize() for word in words)}


def sentences(language: str) -> Iterator[str]:
    """Yield every sentence of our catalogue in a language, each plural form on its own."""
    for entry in polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po")):
        yield from entry.msgstr_plural.values() or [entry.msgstr]


def intake_texts(language: str) -> dict[str, str]:
    """Return what the page for people in danger says, by key."""
    return dict(json.loads((FRONTEND / "intake" / "texts" / f"{language}.json").read_text("utf-8")))


def _texts(language: str) -> Iterator[tuple[str, str]]:
    """Yield all texts of a language, each with the name of its file."""
    for path in sorted(FRONTEND.glob(f"*/texts/{language}.json")):
        for text in _strings(json.loads(path.read_text("utf-8"))):
            yield str(path.relative_to(ROOT)), text
    for sentence in sentences(language):
        yield f"locale/{language}", sentence
    for path in sorted(CONTENT.rglob("*.toml")):
        for text in _values(tomllib.loads(path.read_text("utf-8")), language):
            yield str(path.relative_to(ROOT)), text
    for path in sorted(CONTENT.rglob("*.md")):
        if path.name == f"{language}.md" or path.name.endswith(f".{language}.md"):
            yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def _values(value: object, language: str, key: str = "") -> Iterator[str]:
    """Yield the strings of a TOML file that stand under the key of a language."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _values(inner, language, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(inner, language, key)
    elif (
        isinstance(value, str) and key.partition("_")[0] == language
    ):  # be, and be_few of the glossary
        yield value


def _strings(value: object) -> Iterator[str]:
    """Yield the strings of a JSON file, wherever they stand in it."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def _words(text: str) -> Iterator[str]:
    """Yield the words with a Cyrillic letter; of «onion-адрас» only the half that has one."""
    for found in _WORD.finditer(_NO_PROSE.sub(" ", text)):
        word = found[0]
        halves = word.split("-") if _LATIN.search(word) else [word]
        yield from (half for half in halves if _CYRILLIC.search(half))

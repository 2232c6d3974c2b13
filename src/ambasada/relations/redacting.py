"""Taking a person’s name out of texts, whatever alphabet and case it stands in."""

import re
from collections.abc import Iterable

from ambasada.lib.searching import spans_in, tidy
from ambasada.relations.names import search_words

TAKEN_OUT = "[…]"
_SHORTEST = 3  # letters of a word that is a name
_ENDING = 3  # letters by which its cases may differ


class Redaction:
    """Knows one person by all spellings of their name, and by their addresses and numbers."""

    def __init__(self, spellings: Iterable[str], values: Iterable[str]) -> None:
        self._names = [words for each in spellings if (words := search_words(each))]
        self._words = [
            forms
            for name in self._names
            for forms in name
            if max(len(each) for each in forms) >= _SHORTEST
        ]
        self._known: dict[str, frozenset[str]] = {}  # texts repeat their words
        known = sorted(filter(None, values), key=len, reverse=True)
        self._values = re.compile("|".join(map(re.escape, known)) or r"(?!)", re.IGNORECASE)

    def of(self, text: str, *, is_about: bool) -> str:
        """Return a text without them: their whole name, and in one about them any word of it."""
        text = self._values.sub(TAKEN_OUT, tidy(text))
        spans = list(spans_in(text))
        words = [self._forms_of(text[start:end]) for start, end in spans]
        found = [place for name in self._names for place in _places(words, name)]
        if is_about:
            found += [
                (place, place + 1)
                for place, word in enumerate(words)
                if any(_is_form_of(word, each) for each in self._words)
            ]
        return _without(text, [(spans[first][0], spans[last - 1][1]) for first, last in found])

    def _forms_of(self, word: str) -> frozenset[str]:
        if word not in self._known:
            self._known[word] = frozenset().union(*search_words(word))
        return self._known[word]


def _places(words: list[frozenset[str]], name: list[frozenset[str]]) -> list[tuple[int, int]]:
    """Return where a name stands among words, in either order of its own."""
    length = len(name)
    windows = range(len(words) - length + 1)
    return [
        (start, start + length)
        for start in windows
        for order in (name, name[::-1])
        if all(
            _is_form_of(word, each)
            for word, each in zip(words[start : start + length], order, strict=True)
        )
    ]


def _is_form_of(word: frozenset[str], name: frozenset[str]) -> bool:
    """Tell whether a word may be a name in one of its cases."""
    return any(_is_alike(one, other) for one in word for other in name)


def _is_alike(one: str, other: str) -> bool:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    needed = max(_SHORTEST, len(other) - 2)
    return one == other or (shared >= needed and abs(len(one) - len(other)) <= _ENDING)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return a text with spans taken out, the last first; those that overlap become one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    for start, end in reversed(merged):
        text = f"{text[:start]}{TAKEN_OUT}{text[end:]}"
    return text

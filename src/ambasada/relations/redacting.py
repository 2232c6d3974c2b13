"""Taking a person’s name out of texts, whatever alphabet and case it stands in."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from ambasada.lib.searching import spans_in, tidy
from ambasada.relations.names import forms_of

TAKEN_OUT = "[…]"
_SHORTEST = 3  # letters of a word that is a name
_ENDING = 3  # letters by which its cases may differ
_TELLING = 5  # letters of a word that may tell who somebody is where it stands alone
_VALUE = 6  # characters of an address or number that is nobody else’s
_TAIL = 7  # digits by which telephone numbers are the same, however the rest is written
_BEFORE = 8  # digits of a country and an area
_BETWEEN = r"[\s().\-/–]{0,3}"
_JAMO = range(0x1160, 0x1200)  # vowels and ends of syllables, which join with what is before them

Spans = list[tuple[int, int]]


class Redaction:
    """Knows one person by all spellings of their name, and by their addresses and numbers."""

    def __init__(self, spellings: Iterable[str], values: Iterable[str] = ()) -> None:
        names = [words for each in spellings if (words := forms_of(each))]
        self._names = [name for name in names if len(name) > 1]
        self._alone = [name[0] for name in names if len(name) == 1]
        self._words = [
            forms
            for name in self._names
            for forms in name
            if max(len(each) for each in forms) >= _SHORTEST
        ]
        self._telling = [
            each
            for each in (*self._words, *self._alone)
            if max(len(form) for form in each) >= _TELLING
        ]
        self._known: dict[str, frozenset[str]] = {}  # texts repeat their words
        self._values = _pattern_of(values)

    def of(self, text: str, *, is_about: bool) -> str:
        """Return a text without them: their whole name, and in one about them any word of it.

        A name of one word goes from texts about them alone, and only as it is written.
        """
        read = _read(text)
        spans = list(spans_in(read.text))
        words = self._forms_in(read.text, spans)
        found = [each.span() for each in self._values.finditer(read.text)]
        found += _whole(spans, words, self._names)
        if is_about:
            found += [
                span
                for span, word in zip(spans, words, strict=True)
                if any(_is_form_of(word, each) for each in self._words)
                or any(word & each for each in self._alone)
            ]
        return _without(read, found)

    def of_others(self, text: str) -> str:
        """Return a text of others without their whole name, where it is written as a name is.

        Whoever writes names down must not choose what goes from texts that are not theirs.
        """
        read = _read(text)
        spans = list(spans_in(read.text))
        found = _whole(spans, self._forms_in(read.text, spans), self._names)
        return _without(read, [each for each in found if not read.text[each[0]].islower()])

    def hints_at(self, text: str) -> bool:
        """Tell whether a long word of their name stands in a text, which may be about them."""
        tidied = tidy(text)
        words = self._forms_in(tidied, list(spans_in(tidied)))
        return any(_is_form_of(word, each) for word in words for each in self._telling)

    def _forms_in(self, text: str, spans: Spans) -> list[frozenset[str]]:
        return [self._forms_of(text[start:end]) for start, end in spans]

    def _forms_of(self, word: str) -> frozenset[str]:
        if word not in self._known:
            self._known[word] = frozenset().union(*forms_of(word))
        return self._known[word]


def _pattern_of(values: Iterable[str]) -> re.Pattern[str]:
    """Return what finds addresses as they are, and numbers by their last digits."""
    known = {each for value in values if len(each := tidy(value).strip()) >= _VALUE}
    found = [
        rf"(?<!\w){re.escape(each)}(?!\w)" for each in sorted(known, key=lambda each: -len(each))
    ]
    tails = {digits[-_TAIL:] for each in known if (digits := _number_in(each))}
    found += [
        rf"(?<!\w)\+?\(?(?:\d{_BETWEEN}){{0,{_BEFORE}}}?{_BETWEEN.join(each)}(?!\w)"
        for each in sorted(tails)
    ]
    return re.compile("|".join(found) or r"(?!)", re.IGNORECASE)


def _number_in(value: str) -> str:
    """Return the digits of a telephone number; "" for what is none."""
    digits = re.sub(r"\D", "", value)
    return digits if len(digits) >= _TAIL and not re.search(r"[^\W\d_]|@", value) else ""


class _Read(NamedTuple):
    """A text as words are compared in it, and where each of its letters was written."""

    text: str
    written: str
    starts: list[int] | None  # None if each stands where it was
    ends: list[int] | None


def _read(text: str) -> _Read:
    tidied = tidy(text)
    if tidied == text:
        return _Read(text, text, None, None)
    made: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    while place < len(text):
        end = place + 1
        while end < len(text) and _joins(text[end]):
            end += 1
        part = tidy(text[place:end])
        made.append(part)
        starts += [place] * len(part)
        ends += [end] * len(part)
        place = end
    return _Read("".join(made), text, starts, ends)


def _joins(letter: str) -> bool:
    """Tell whether a letter may become one with what stands before it, or is not seen."""
    kind = unicodedata.category(letter)
    return kind.startswith("M") or kind == "Cf" or ord(letter) in _JAMO


def _whole(spans: Spans, words: list[frozenset[str]], names: list[list[frozenset[str]]]) -> Spans:
    """Return where whole names stand."""
    return [
        (spans[first][0], spans[last - 1][1])
        for name in names
        for first, last in _places(words, name)
    ]


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


def _without(read: _Read, spans: Spans) -> str:
    """Return a text with spans taken out; those that overlap become one. The rest is untouched."""
    if read.starts is not None and read.ends is not None:
        spans = [(read.starts[start], read.ends[end - 1]) for start, end in spans]
    merged: Spans = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    text = read.written
    for start, end in reversed(merged):
        text = f"{text[:start]}{TAKEN_OUT}{text[end:]}"
    return text

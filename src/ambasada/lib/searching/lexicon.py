"""What an embassy's own list of words adds: forms that no rule brings together, and synonyms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ambasada.lib.searching.folding import is_cyrillic, tidy, words_in
from ambasada.lib.searching.stemming import is_small, stem

Stems = tuple[str, ...]  # of a word, or of words that stand one behind the other


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: any of these, each a stem or several in a row."""

    any_of: tuple[Stems, ...]
    typed: str = ""  # the folded word, if it is a single one


@dataclass(frozen=True)
class Lexicon:
    """The words of one embassy's list.

    `forms` has, by language, lines of forms of one word; `same` lines of words that mean the same,
    in whatever language, with a semicolon between them.
    """

    forms: Mapping[str, str] = field(default_factory=dict)
    same: str = ""

    @cached_property
    def _stem_of(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for language, lines in self.forms.items():
            for line in lines.splitlines():
                words = [each.folded for each in words_in(tidy(line))]
                for word in words:
                    found.setdefault((language, word), stem(words[0], language))
        return found

    @cached_property
    def _groups(self) -> dict[Stems, tuple[Stems, ...]]:
        found: dict[Stems, tuple[Stems, ...]] = {}
        for line in self.same.splitlines():
            group = tuple(dict.fromkeys(self._readings(line.split(";"))))
            for each in group:
                found[each] = tuple(dict.fromkeys((*found.get(each, ()), *group)))
        return found

    def _readings(self, phrases: Iterable[str]) -> Iterator[Stems]:
        for phrase in phrases:
            words = [each.folded for each in words_in(tidy(phrase))]
            for language in _languages_of(words):
                made = tuple(self.stem(word, language) for word in words)
                if made:
                    yield made

    def stem(self, word: str, language: str) -> str:
        """Return the stem of a folded word in a text of a language."""
        spoken = language if language == "ru" or not is_cyrillic(word) else "be"
        return self._stem_of.get((spoken, word)) or stem(word, spoken)

    def terms(self, typed: str) -> list[Term]:
        """Return what somebody looks for, whatever language they typed it in.

        Small words are left out, unless there are no others.
        """
        every = [each.folded for each in words_in(tidy(typed))]
        words = [each for each in every if not is_small(each)] or every
        found: list[Term] = []
        rest = list(words)
        while rest:
            term, length = self._next(rest)
            found.append(term)
            rest = rest[length:]
        return found

    def _next(self, words: list[str]) -> tuple[Term, int]:
        """Return the term that some words begin with, and of how many words it is."""
        for length in range(min(self._longest, len(words)), 1, -1):
            for language in _languages_of(words[:length]):
                stems = tuple(self.stem(each, language) for each in words[:length])
                if stems in self._groups:
                    return Term(self._groups[stems]), length
        stems = [(self.stem(words[0], each),) for each in _languages_of(words[:1])]
        every = [other for each in stems for other in (each, *self._groups.get(each, ()))]
        return Term(tuple(dict.fromkeys(every)), words[0]), 1

    @cached_property
    def _longest(self) -> int:
        return max((len(each) for each in self._groups), default=1)


def _languages_of(words: list[str]) -> tuple[str, ...]:
    """Return the languages in which words may have been typed."""
    return ("be", "ru") if any(map(is_cyrillic, words)) else ("en",)

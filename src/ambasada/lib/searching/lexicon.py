"""What an embassy's own list of words adds: forms that no rule brings together, and synonyms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest

from ambasada.lib.searching.folding import is_cyrillic, tidy, words_in
from ambasada.lib.searching.stemming import is_small, stem

Stems = tuple[str, ...]  # of a word, or of words that stand one behind the other
_MOST_TERMS = 8


@dataclass(frozen=True)
class Term:
    """One thing that is looked for: any of these, each a stem or several in a row."""

    any_of: tuple[Stems, ...]
    typed: str = ""  # the folded word, if it is a single one


@dataclass(frozen=True)
class Subject:
    """Words that mean the same, by language, and what they are called in each."""

    words: Mapping[str, tuple[str, ...]]

    def name(self, language: str) -> str:
        """Return the first of its words in a language; "" if it has none there."""
        return next(iter(self.words.get(language, ())), "")


@dataclass(frozen=True)
class Lexicon:
    """The words of one embassy's list, by language.

    `forms` has lines of forms of one word, with spaces between them; `same` has lines of words that
    mean the same, with commas between them, and the same line in another language means it too.
    """

    forms: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """What the lines of `same` are about, in their order."""
        spoken = list(self.same)
        lines = zip_longest(*(self.same[each].splitlines() for each in spoken), fillvalue="")
        return tuple(
            Subject(
                {
                    language: tuple(filter(None, (each.strip() for each in line.split(","))))
                    for language, line in zip(spoken, of_all, strict=True)
                }
            )
            for of_all in lines
        )

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
        for subject in self.subjects:
            group = tuple(dict.fromkeys(self._readings(subject)))
            for each in group:
                found[each] = tuple(dict.fromkeys((*found.get(each, ()), *group)))
        return found

    def _readings(self, subject: Subject) -> Iterator[Stems]:
        for language, phrases in subject.words.items():
            for phrase in phrases:
                made = tuple(self.stem(each.folded, language) for each in words_in(tidy(phrase)))
                if made:
                    yield made

    def stem(self, word: str, language: str) -> str:
        """Return the stem of a folded word in a text of a language."""
        if not is_cyrillic(word):
            return self._stem_of.get(("en", word)) or stem(word, "en")
        spoken = "ru" if language == "ru" else "be"
        return self._stem_of.get((spoken, word)) or stem(word, spoken)

    def stems(self, text: str, language: str) -> list[str]:
        """Return the stem of each word of a text that `tidy` made, in their order."""
        return [self.stem(each.folded, language) for each in words_in(text)]

    def irregular(self, language: str) -> dict[str, str]:
        """Return the stems of words of the list that the rules of a language would not give."""
        return {
            word: made
            for (spoken, word), made in sorted(self._stem_of.items())
            if spoken == language and made != stem(word, language)
        }

    @property
    def groups(self) -> list[list[Stems]]:
        """What means the same: of each meaning its words, in stems, in all languages."""
        return [list(dict.fromkeys(self._readings(each))) for each in self.subjects]

    def terms(self, typed: str) -> list[Term]:
        """Return what somebody looks for, whatever language they typed it in.

        Small words are left out, unless there are no others; so is what comes after eight words.
        """
        every = [each.folded for each in words_in(tidy(typed))]
        rest = ([each for each in every if not is_small(each)] or every)[:_MOST_TERMS]
        found: list[Term] = []
        while rest:
            term, length = self._next(rest)
            found.append(term)
            rest = rest[length:]
        return found

    def _next(self, words: list[str]) -> tuple[Term, int]:
        """Return the term that some words begin with, and of how many words it is."""
        for length in range(min(self._longest, len(words)), 1, -1):
            for stems in self._typed(words[:length]):
                if stems in self._groups:
                    return Term(self._groups[stems]), length
        alone = list(self._typed(words[:1]))
        every = [other for each in alone for other in (each, *self._groups.get(each, ()))]
        return Term(tuple(dict.fromkeys(every)), words[0]), 1

    def _typed(self, words: list[str]) -> Iterator[Stems]:
        """Yield the stems of words in each language that they may have been typed in."""
        for language in ("be", "ru") if any(map(is_cyrillic, words)) else ("en",):
            yield tuple(self.stem(each, language) for each in words)

    @cached_property
    def _longest(self) -> int:
        return max((len(each) for each in self._groups), default=1)

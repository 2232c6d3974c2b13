"""What a file answers: the pages that have what is looked for, in the reader's language first."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ambasada.editions.searching.written import Maker
from ambasada.lib.searching import Term, spans_in

MOST = 30  # results
_ALWAYS_OTHERS = 8  # of them, for what is found in other languages alone
_FEW = 6  # exact results: then what only begins as the last word does is shown as well
_LEAST_BEGUN = 3  # letters of a word that somebody has begun
_WITHIN = 1.0  # seconds, for the baker to end what it writes
_BEFORE, _AFTER = 9, 18  # words of a piece of text, around what was found


class NotMade(Exception):
    """There is no whole file yet."""


@dataclass(frozen=True)
class Piece:
    """Some words of a text; `is_found` if they are what was looked for."""

    words: str
    is_found: bool


@dataclass(frozen=True)
class Result:
    """A page that was found."""

    path: str
    language: str
    title: str
    pieces: tuple[Piece, ...]


def results(
    file: Path, typed: str, *, language: str, is_shown: Callable[[str], bool]
) -> list[Result]:
    """Return the best pages for what somebody typed, those in their language first.

    `is_shown` tells of a path whether readers are sent it now. Raises NotMade.
    """
    if not file.exists():
        raise NotMade
    try:
        address = f"{file.as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=_WITHIN)) as database:
            return _Asked(database, typed, language).results(is_shown)
    except sqlite3.DatabaseError:
        raise NotMade from None


@dataclass(frozen=True)
class _Row:
    number: int
    path: str
    language: str


class _Asked:
    """One question."""

    def __init__(self, database: sqlite3.Connection, typed: str, language: str) -> None:
        self._database = database
        # Whatever is rewritten meanwhile: one question sees one state of the file.
        database.execute("BEGIN")
        told = dict(database.execute("SELECT name, value FROM told").fetchall())
        if "whole" not in told:
            raise NotMade
        self._maker = _maker_of(told["maker"])
        self._terms = self._maker.lexicon.terms(typed)
        self._language = language

    def results(self, is_shown: Callable[[str], bool]) -> list[Result]:
        if not self._terms:
            return []
        found = [each for each in self._rows() if is_shown(each.path)]
        own = [each for each in found if each.language == self._language]
        order = (self._language, *self._maker.order.get(self._language, ()))
        others = [each for each in found if each.language != self._language]
        others.sort(key=lambda each: _place(each.language, order))
        own = own[: MOST - min(len(others), _ALWAYS_OTHERS)]
        return [self._result(each) for each in [*own, *others[: MOST - len(own)]]]

    def _rows(self) -> list[_Row]:
        """Return what has all that is looked for; else what has any of it."""
        found = dict.fromkeys(self._having(" AND ".join(_any_of(each) for each in self._terms)))
        begun = self._begun()
        if len(found) < _FEW and begun:
            found |= dict.fromkeys(self._having(begun))
        if not found and len(self._terms) > 1:
            found = dict.fromkeys(self._having(" OR ".join(_any_of(each) for each in self._terms)))
        return list(found)

    def _begun(self) -> str:
        """Return the question for pages with a word that begins as the last one does."""
        last = self._terms[-1]
        if len(last.typed) < _LEAST_BEGUN:
            return ""
        begun = " OR ".join(f"{_quoted(each)} *" for each in {(last.typed,), *last.any_of})
        return " AND ".join([*(_any_of(each) for each in self._terms[:-1]), f"({begun})"])

    def _having(self, question: str) -> Iterable[_Row]:
        rows = self._database.execute(
            "SELECT page.id, page.path, page.language FROM word JOIN page ON page.id = word.rowid "
            "WHERE word MATCH ? ORDER BY page.language != ?, page.id NOT IN "
            "(SELECT rowid FROM word WHERE word MATCH ?), bm25(word, 8.0, 3.0, 1.0) LIMIT ?",
            # A title that has it comes first, however often a text says it.
            (question, self._language, f"title : ({question})", 3 * MOST),
        )
        return [_Row(*row) for row in rows.fetchall()]

    def _result(self, row: _Row) -> Result:
        title, text, stems = self._database.execute(
            "SELECT page.title, page.text, word.text FROM page JOIN word ON word.rowid = page.id "
            "WHERE page.id = ?",
            (row.number,),
        ).fetchone()
        return Result(row.path, row.language, title, _pieces(text, stems.split(" "), self._terms))


def _place(language: str, order: tuple[str, ...]) -> int:
    return order.index(language) if language in order else len(order)


_MAKERS: dict[str, Maker] = {}  # the one asked last: to read it again takes longer than to search


def _maker_of(told: str) -> Maker:
    made = _MAKERS.get(told)
    if made is None:
        made = Maker.read(told)
        if len(_MAKERS) > 8:  # noqa: PLR2004 -- embassies of one installation, and then some
            _MAKERS.clear()
        _MAKERS[told] = made
    return made


def _any_of(term: Term) -> str:
    return f"({' OR '.join(_quoted(each) for each in term.any_of)})"


def _quoted(stems: tuple[str, ...]) -> str:
    """Return stems in a row as FTS5 takes them: in quotes nothing is an operator."""
    return '"{}"'.format(" ".join(stems).replace('"', ""))


def _pieces(text: str, stems: list[str], terms: list[Term]) -> tuple[Piece, ...]:
    """Return the words around what was found first, and which of them are it.

    The stems of a text stand in the order of its words.
    """
    wanted = {stem for term in terms for phrase in term.any_of for stem in phrase}
    begun = terms[-1].typed if len(terms[-1].typed) >= _LEAST_BEGUN else None

    def is_found(stem: str) -> bool:
        return stem in wanted or (begun is not None and stem.startswith(begun))

    hit = next((place for place, stem in enumerate(stems) if is_found(stem)), 0)
    first = max(0, hit - _BEFORE)
    spans = list(islice(spans_in(text), first, first + _BEFORE + _AFTER))
    if not spans:
        return ()
    pieces = [Piece("…", is_found=False)] if first else []
    cut = spans[0][0]
    for (start, end), stem in zip(spans, stems[first:], strict=False):
        if is_found(stem):
            pieces += [
                Piece(text[cut:start], is_found=False),
                Piece(text[start:end], is_found=True),
            ]
            cut = end
    pieces.append(Piece(text[cut : spans[-1][1]], is_found=False))
    if first + len(spans) < len(stems):
        pieces.append(Piece("…", is_found=False))
    return tuple(each for each in pieces if each.words)

"""Statements saved as plain text: what a page said, read without guessing.

Each line of the file ends up in exactly one place of the result: the title, the issuer
line, a point, a paragraph, a source, or among what was left out, with the reason. The words
stay as they were; only white space, list marks and letters written in two pieces change.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ambasada.statements.parts import (
    LINK,
    Part,
    is_title,
    parts_of,
)
from ambasada.statements.phrases import (
    PHRASES,
    Phrases,
    in_words,
    names_in,
    sentences_of,
    written_days,
)
from ambasada.statements.textfile import (
    MAX_BYTES,
    NotAStatement,
    decode,
    paragraphs_of,
)

__all__ = [
    "MAX_BYTES",
    "LeftOut",
    "NotAStatement",
    "ParsedSource",
    "ParsedStatement",
    "parse",
    "summary",
]

NO_LANGUAGE = "Statements are read in {known}: name one of these languages."
TWO_DATES = "The title has two dates, “{words}”: leave the day on which the statement was issued."
NO_SUCH_DAY = "The calendar has no day “{words}”: correct the date in the title."


@dataclass(frozen=True)
class ParsedSource:
    """A document the statement rests on; no address means the file has lost it."""

    title: str
    address: str | None
    dated_on: date | None


@dataclass(frozen=True)
class LeftOut:
    """A line of the file that is not the statement's, and why."""

    text: str
    reason: str


@dataclass(frozen=True)
class ParsedStatement:
    """A statement as its file has it; `supported_by` is one of its sentences."""

    title: str
    issued_on: date
    issuer_line: str
    issuers: tuple[str, ...]
    declarations: tuple[str, ...]
    body: tuple[str, ...]
    functions_heading: str
    functions: tuple[str, ...]
    supported_by: str
    supporters: tuple[str, ...]
    sources: tuple[ParsedSource, ...]
    left_out: tuple[LeftOut, ...]


def parse(data: bytes, *, language: str) -> ParsedStatement:
    """Return the statement in a file, the same for the same bytes every time.

    `language` is the one the file is written in: "en", "be" or "ru". Raises
    NotAStatement, and nothing else, whatever the bytes are.
    """
    if language not in PHRASES:
        raise NotAStatement(NO_LANGUAGE.format(known=", ".join(PHRASES)))
    phrases = PHRASES[language]
    paragraphs = paragraphs_of(decode(data), ends=lambda line: is_title(line, phrases))
    parts = parts_of(paragraphs, phrases)
    pairs = [(each.text, part) for each, part in zip(paragraphs, parts, strict=True)]
    found = {part: tuple(text for text, its in pairs if its is part) for part in Part}
    (title,) = found[Part.TITLE]
    issuer_line = "".join(found[Part.ISSUER])
    said = [text for text, part in pairs if part in {Part.BODY, Part.SOURCE}]
    supported_by, supporters = _support(said, phrases)
    return ParsedStatement(
        title=title,
        issued_on=_issued_on(title, phrases),
        issuer_line=issuer_line,
        issuers=_issuers(issuer_line, phrases),
        declarations=found[Part.DECLARATION],
        body=found[Part.BODY],
        functions_heading="".join(found[Part.HEADING]),
        functions=found[Part.FUNCTION],
        supported_by=supported_by,
        supporters=supporters,
        sources=tuple(_source(text, phrases) for text in found[Part.SOURCE]),
        left_out=tuple(LeftOut(text, part) for text, part in pairs if isinstance(part, str)),
    )


def _issued_on(title: str, phrases: Phrases) -> date:
    days = written_days(title, phrases)
    if len(days) > 1 or days[0].is_span:
        words = ", ".join(written.words for written in days)
        raise NotAStatement(TWO_DATES.format(words=words))
    if days[0].day is None:
        raise NotAStatement(NO_SUCH_DAY.format(words=days[0].words))
    return days[0].day


def _source(text: str, phrases: Phrases) -> ParsedSource:
    link = LINK.search(text)
    address = link and (link["bracketed"] or link["bare"])
    days = written_days(text, phrases)
    if link and not link["bare"]:
        text = f"{text[: link.start()]}{text[link.end() :]}"
    return ParsedSource(
        title=text.strip(),
        address=address.rstrip(".,;:!?") if address else None,
        # With two days in the text, choosing one would be a guess.
        dated_on=days[0].day if len(days) == 1 else None,
    )


def _support(unmarked: Iterable[str], phrases: Phrases) -> tuple[str, tuple[str, ...]]:
    for text in unmarked:
        for sentence in sentences_of(text):
            if match := phrases.supported.search(sentence):
                return sentence, names_in(sentence[match.end() :].strip(), phrases)
    return "", ()


def _issuers(issuer_line: str, phrases: Phrases) -> tuple[str, ...]:
    # "We, A, declare:" ends with its verb, which is no part of the name.
    line = re.sub(r",[^,]*:$", "", phrases.issuer.sub("", issuer_line, count=1))
    name = line.strip(" .,;:–—")
    return (name,) if name else ()


def summary(statement: ParsedStatement) -> list[tuple[str, str]]:
    """Return what was understood, label and text, in the order a reader checks it."""
    missing = "not found in the file"
    rows = [("Title", statement.title), ("Issued on", in_words(statement.issued_on))]
    rows += [("Issuer line", statement.issuer_line or missing)]
    rows += _numbered("Issuer", statement.issuers)
    rows += _numbered("Declaration", statement.declarations)
    rows += _numbered("Paragraph", statement.body)
    rows += [("Functions heading", statement.functions_heading or missing)]
    rows += _numbered("Function", statement.functions)
    rows += [("Supported by", statement.supported_by or missing)]
    rows += _numbered("Supporter", statement.supporters)
    for label, source in _numbered("Source", statement.sources):
        rows += [(label, source.title)]
        rows += [(f"{label}, address", source.address or "missing in the file")]
        dated_on = in_words(source.dated_on) if source.dated_on else "not stated"
        rows += [(f"{label}, date", dated_on)]
    rows += [("Left out", f"{out.text} ({out.reason})") for out in statement.left_out]
    return rows


T = TypeVar("T")


def _numbered(label: str, values: tuple[T, ...]) -> list[tuple[str, T]]:
    return [(f"{label} {number}", value) for number, value in enumerate(values, 1)]

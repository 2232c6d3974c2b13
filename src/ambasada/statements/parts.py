"""What each paragraph of a file is: which part of a statement, or why it is none.

Decides by form alone and loses nothing: each paragraph gets a part or a reason.
"""

import re
from enum import Enum, auto
from itertools import groupby, pairwise

from ambasada.statements.phrases import (
    PHRASES,
    Phrases,
    is_sentence,
    written_days,
)
from ambasada.statements.textfile import NotAStatement, Paragraph

OTHER_LANGUAGE = "The file is in the language “{found}”: name this language and try again."
NO_TITLE = "No title with a date was found: begin the statement with a line such as “{example}”."
NO_POINTS = (
    "No numbered or bulleted points were found below the title:"
    " begin each point on its own line with “1.” or “•”."
)

ABOVE = "It stands above the title."
ARROW = "It points with an arrow at something else on the web page."
UNFINISHED = "It stands outside the points and is not a whole sentence."
NOTICE = "It follows the points and speaks of the web page."
OTHER_LIST = "It is in a list after the statement, and the list ends without a full stop."
OTHER_STATEMENT = "It stands at or below the title of another statement."


class Part(Enum):
    """A part of a statement."""

    TITLE = auto()
    ISSUER = auto()
    DECLARATION = auto()
    BODY = auto()
    HEADING = auto()
    FUNCTION = auto()
    SOURCE = auto()


_POINTS = (Part.DECLARATION, Part.FUNCTION)
# No heading, title or name is longer; what is, only looks like one.
_LONGEST_LINE = 200

_ADDRESS = r"https?://[^\s<>()«»“”\"]+"
# The place of a link: an address, or the bracket that a page without it leaves open.
LINK = re.compile(rf" ?\( ?(?P<bracketed>{_ADDRESS})? ?\)| ?\( ?(?=[.,;]?$)|(?P<bare>{_ADDRESS})")
# "2020 г." looks like the end of a sentence and is that of a date.
_YEAR_SHORTENED = re.compile(r"[0-9] ?г\.$")


def is_title(text: str, phrases: Phrases) -> bool:
    """Say whether a line could be the title of a statement: what it is, and of which day."""
    if len(text) > _LONGEST_LINE or not phrases.title.search(text):
        return False
    # A sentence may name a statement and its day too.
    is_closed = text[-1] in ":;," or (is_sentence(text) and not _YEAR_SHORTENED.search(text))
    goes_on = is_closed or phrases.issuer.match(text)
    return not goes_on and bool(written_days(text, phrases))


def parts_of(paragraphs: list[Paragraph], phrases: Phrases) -> list[Part | str]:
    """Return for each paragraph which part of the statement it is, or why it is none.

    One of them is the title, and at least one a declaration or a function. Raises
    NotAStatement if there is no title, or no point below it.
    """
    start, end = _bounds(paragraphs, phrases)
    inside = paragraphs[start + 1 : end]
    parts = _points(inside, phrases)
    points = [index for index, part in enumerate(parts) if part in _POINTS]
    first = next(index for index, paragraph in enumerate(inside) if paragraph.is_point)
    issuer = _issuer(inside[:first], phrases)
    if issuer is not None:
        parts[issuer] = Part.ISSUER
    within = range(0 if issuer is None else issuer, points[-1])
    for index, part in enumerate(parts):
        if part is Part.BODY:
            parts[index] = _unmarked(inside[index].text, phrases, is_within=index in within)
    below = len(paragraphs) - end
    return [*[ABOVE] * start, Part.TITLE, *parts, *[OTHER_STATEMENT] * below]


def _bounds(paragraphs: list[Paragraph], phrases: Phrases) -> tuple[int, int]:
    """Return where the statement's title stands and where the statement stops.

    Pages repeat a title and list titles of other statements: ours has points below it.
    """
    titles = _titles(paragraphs, phrases)
    for start, end in pairwise([*titles, len(paragraphs)]):
        if any(paragraph.is_point for paragraph in paragraphs[start:end]):
            return start, end
    if titles:
        raise NotAStatement(NO_POINTS)
    for language, others in PHRASES.items():
        if _titles(paragraphs, others):
            raise NotAStatement(OTHER_LANGUAGE.format(found=language))
    raise NotAStatement(NO_TITLE.format(example=phrases.example))


def _titles(paragraphs: list[Paragraph], phrases: Phrases) -> list[int]:
    return [
        index
        for index, paragraph in enumerate(paragraphs)
        if not paragraph.is_point and is_title(paragraph.text, phrases)
    ]


def _points(inside: list[Paragraph], phrases: Phrases) -> list[Part | str]:
    """Return the parts with every list in its place, and all else as body for now."""
    parts: list[Part | str] = [Part.BODY] * len(inside)
    for number, (start, end) in enumerate(_lists(inside)):
        above = inside[start - 1].text if start else ""
        is_heading = len(above) <= _LONGEST_LINE and phrases.functions.search(above)
        kind: Part | str = OTHER_LIST
        if is_heading and Part.HEADING not in parts:
            parts[start - 1] = Part.HEADING
            kind = Part.FUNCTION
        elif number == 0 or is_sentence(inside[end - 1].text):
            kind = Part.DECLARATION
        parts[start:end] = [kind] * (end - start)
    return parts


def _lists(inside: list[Paragraph]) -> list[tuple[int, int]]:
    lists, start = [], 0
    for is_point, run in groupby(inside, key=lambda paragraph: paragraph.is_point):
        end = start + len(list(run))
        if is_point:
            lists.append((start, end))
        start = end
    return lists


def _issuer(before_points: list[Paragraph], phrases: Phrases) -> int | None:
    for index, paragraph in enumerate(before_points):
        if len(paragraph.text) <= _LONGEST_LINE and phrases.issuer.match(paragraph.text):
            return index
    return None


_ARROW = "[\u2190-\u21ff\u2794\u2798-\u27af\u27b1-\u27be\u2b00-\u2b11\U0001f446-\U0001f449]\ufe0f?"
_POINTS_AWAY = re.compile(rf"{_ARROW}|.*{_ARROW}$")
_OF_THE_PAGE = re.compile(
    r"©|\bcookies?\b|\blog(?:ged)? in(?:to)?\b|аккаунт|уч[её]тн\w* запис|[уў]ліков",
    re.IGNORECASE,
)


def _unmarked(text: str, phrases: Phrases, *, is_within: bool) -> Part | str:
    if phrases.resolution.search(text) and LINK.search(text):
        return Part.SOURCE
    if _POINTS_AWAY.match(text):
        return ARROW
    if is_within:
        return Part.BODY
    if not is_sentence(text):
        return UNFINISHED
    return NOTICE if _OF_THE_PAGE.search(text) else Part.BODY

"""The forms by which a statement is recognised, in the three languages of the house.

Owns words that any statement shares (months, "we", "supported by") and the reading of days,
names and sentences out of them. It knows no nation, no person and no organisation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

ENGLISH_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True)
class Phrases:
    """One language: how a statement in it says what each of its parts is."""

    example: str
    # Twelve entries; other names of the same month follow after a space.
    months: tuple[str, ...]
    title: re.Pattern[str]
    issuer: re.Pattern[str]
    functions: re.Pattern[str]
    supported: re.Pattern[str]
    resolution: re.Pattern[str]
    conjunction: str
    relative: str
    article: str = ""


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


PHRASES = {
    "en": Phrases(
        example="Statement of 10 December 2020",
        months=tuple(month.lower() for month in ENGLISH_MONTHS),
        title=_pattern(r"\b(?:statement|declaration)\b"),
        issuer=_pattern(r"we(?:,|(?= the\b))\s*"),
        functions=_pattern(r"\bmain\s+(?:functions|tasks)\b"),
        supported=_pattern(r"\bsupported\s+by\b"),
        resolution=_pattern(r"\bresolutions?\b"),
        conjunction="and",
        relative="wh(?:ich|o|ose) ",
        article="the ",
    ),
    "be": Phrases(
        example="Заява ад 10 снежня 2020 года",
        months=(
            "студзеня",
            "лютага",
            "сакавіка",
            "красавіка",
            "мая траўня",
            "чэрвеня",
            "ліпеня",
            "жніўня",
            "верасня",
            "кастрычніка",
            "лістапада",
            "снежня",
        ),
        title=_pattern(r"\b(?:заява|дэкл[ая]рацыя)\b"),
        issuer=_pattern(r"мы\s*[,–—]\s*"),
        functions=_pattern(r"\b(?:асноўн|галоўн)\w+\s+(?:функцы|задач)"),
        supported=_pattern(r"\bпадтрым(?:ліваецца|ліваюцца|ан(?:ы|а|ая|ае|ыя))\b"),
        resolution=_pattern(r"\bрэзалюцы[яійюяў]\w*"),
        conjunction="(?:і|ды)",
        relative="як(?:і|ая|ое|ія) ",
    ),
    "ru": Phrases(
        example="Заявление от 10 декабря 2020 года",
        months=(
            "января",
            "февраля",
            "марта",
            "апреля",
            "мая",
            "июня",
            "июля",
            "августа",
            "сентября",
            "октября",
            "ноября",
            "декабря",
        ),
        title=_pattern(r"\b(?:заявление|декларация)\b"),
        issuer=_pattern(r"мы\s*[,–—]\s*"),
        functions=_pattern(r"\b(?:основн|главн)\w+\s+(?:функци|задач)"),
        supported=_pattern(r"\bподдерж(?:ивается|иваются|ан[аоы]?)\b"),
        resolution=_pattern(r"\bрезолюци\w+"),
        conjunction="и",
        relative="котор",
    ),
}

# Every repetition is bounded: a file of one endless word must not cost quadratic time.
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_WORD = r"\b[^\W\d_]{3,12}\b"
_DASH = r"\s?[-‑–—]\s?"
_LAST_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_DAY_PATTERNS = (
    _pattern(
        rf"\b(?P<first>{_DAY}(?: (?:of )?{_WORD})?{_DASH})?"
        rf"{_LAST_DAY} (?:of )?(?P<month>{_WORD})\.?,? (?P<year>[0-9]{{4}})\b"
    ),
    _pattern(
        rf"(?P<first>{_WORD}\.? {_DAY}{_DASH}(?={_WORD}))?(?P<month>{_WORD})\.? "
        rf"(?P<second>{_DAY}{_DASH})?{_LAST_DAY},? (?P<year>[0-9]{{4}})\b"
    ),
    _pattern(r"\b(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})\b"),
    _pattern(r"\b(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})\b"),
)


@dataclass(frozen=True)
class WrittenDay:
    """A day as a text writes it; of a span of days ("1–3 May 2020") the last one."""

    words: str
    start: int
    end: int
    is_span: bool
    # None: the calendar has no such day.
    day: date | None


def written_days(text: str, phrases: Phrases) -> list[WrittenDay]:
    """Return the days written in a text in their order, each span of days as one."""
    found = sorted(_each_day(text, phrases), key=lambda written: written.start)
    spans: list[WrittenDay] = found[:1]
    for before, written in pairwise(found):
        if re.fullmatch(_DASH, text[before.end : written.start]):
            start = spans.pop().start
            words = text[start : written.end]
            spans.append(replace(written, words=words, start=start, is_span=True))
        else:
            spans.append(written)
    return spans


def _each_day(text: str, phrases: Phrases) -> Iterator[WrittenDay]:
    for pattern in _DAY_PATTERNS:
        for match in pattern.finditer(text):
            month = _month_number(match["month"], phrases)
            if month is None:
                continue
            parts = match.groupdict()
            yield WrittenDay(
                words=match[0],
                start=match.start(),
                end=match.end(),
                is_span=bool(parts.get("first") or parts.get("second")),
                day=_day_or_none(int(match["year"]), month, int(match["day"])),
            )


def _month_number(word: str, phrases: Phrases) -> int | None:
    if word.isdecimal():
        return int(word)
    for number, names in enumerate(phrases.months, start=1):
        # A shortened name ("Dec", "сент") is the beginning of the whole one.
        if any(name.startswith(word.lower()) for name in names.split()):
            return number
    return None


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def in_words(day: date) -> str:
    """Return a day as English texts of the house write it: 10 December 2020."""
    return f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


_ENDS = re.compile(r"[.!?…][»”\"’')\]]*$")
_GAP = re.compile(r"[.!?…][»”\"’')\]]* (?=[«“\"(]?[^\W\d_a-zа-яёіў])")
# Short words before a full stop are titles, initials and units ("Dr.", "г."); these are
# the longer ones. A short word in capitals ("the EU.") does end a sentence.
_ABBREVIATIONS = frozenset({"mrs", "prof", "rev", "hon", "проф", "акад", "праф", "вул"})
_SHORT = 2
# No abbreviation is longer, so no more than this is looked at before a full stop.
_LONGEST_WORD = 20


def is_sentence(text: str) -> bool:
    """Say whether a text ends as a whole sentence does."""
    return _ENDS.search(text) is not None


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a paragraph, each with its own closing mark."""
    sentences, start = [], 0
    for gap in _GAP.finditer(text):
        if gap[0][0] == "." and _is_shortened(
            text[max(start, gap.start() - _LONGEST_WORD) : gap.start()]
        ):
            continue
        sentences.append(text[start : gap.end()].strip())
        start = gap.end()
    return [*sentences, text[start:].strip()]


def _is_shortened(before: str) -> bool:
    word = before.rpartition(" ")[2].strip("(«“\"'")
    if len(word) > 1 and word.isupper():
        return False
    return len(word) <= _SHORT or word.lower() in _ABBREVIATIONS


# Bounded, so that marks that never close cost no quadratic time.
_QUOTED = re.compile(r"«[^»]{0,200}»|“[^”]{0,200}”|\"[^\"]{0,200}\"|\([^)]{0,200}\)")


def names_in(clause: str, phrases: Phrases) -> tuple[str, ...]:
    """Return the names that a clause lists: "A, B and C" gives three.

    Nothing inside quotation marks or brackets is divided. Only the last conjunction
    divides, because names have conjunctions of their own ("Council for Arts and Crafts").
    """
    hidden = _QUOTED.sub(lambda match: "\0" * len(match[0]), clause)
    if remark := re.search(rf", {phrases.relative}", hidden):
        clause, hidden = clause[: remark.start()], hidden[: remark.start()]
    commas = re.finditer(rf", (?:{phrases.conjunction} )?", hidden)
    cuts = [match.span() for match in commas]
    if not cuts or hidden[slice(*cuts[-1])] == ", ":
        cuts += _last_conjunction(hidden, cuts[-1][1] if cuts else 0, phrases)
    names: list[str] = []
    start = 0
    for end, next_start in [*cuts, (len(clause), len(clause))]:
        part = clause[start:end].strip(" .;,:!?…")
        name = part.removeprefix(phrases.article)
        # English writes names with capitals, so what begins small after a comma is a remark
        # on the name before it: "Jane Roe, chair of the assembly". The others do not.
        is_remark = name == part and part[:1].islower() and clause[:start].endswith(", ")
        if names and phrases.article and is_remark:
            names[-1] += f", {part}"
        elif name:
            names.append(name)
        start = next_start
    return tuple(names)


def _last_conjunction(hidden: str, tail: int, phrases: Phrases) -> list[tuple[int, int]]:
    plain = f" {phrases.conjunction} "
    for pattern in (f"{plain}(?={phrases.article})", plain):
        found = [match.span() for match in re.finditer(pattern, hidden)]
        if within := [span for span in found if span[0] >= tail]:
            return within[-1:]
    return []

"""The days of a column: in which order it writes them, by all its cells, or a question.

One cell such as 03/04/2021 says nothing. A column in which any day is after the twelfth does, and
one without is asked about and never guessed.
"""

import re
from dataclasses import dataclass, field
from itertools import combinations

from ambasada.lib.contacts.days import is_partial
from ambasada.lib.refused import Refused

ORDERS = ("YMD", "YDM", "DMY", "MDY", "DYM", "MYD")
_THREE = re.compile(
    r"(\d{1,4})\s*([./-]|\s)\s*(\d{1,2}|\d{4})\s*\2\s*(\d{1,4})\.?(?:[T ,]+\d{1,2}[:.]\d{2}.*)?"
)
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]\d{2}:?\d{2}.*)?Z?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})|(\d{4})[./-](\d{1,2})")
_WORDED = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([^\W\d]{3,12})\.?,?\s+(\d{4})\s*г?\.?")
_WORDED_FIRST = re.compile(r"([^\W\d]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
# The beginnings of the months in the languages our members write in.
_MONTHS = (
    ("jan", "янв", "студ"),
    ("feb", "фев", "лют"),
    ("mar", "мар", "сак"),
    ("apr", "апр", "крас"),
    ("may", "май", "мая", "трав", "траў", "маі"),
    ("jun", "июн", "чэр"),
    ("jul", "июл", "ліп"),
    ("aug", "авг", "жні"),
    ("sep", "сен", "вер"),
    ("oct", "окт", "кас"),
    ("nov", "ноя", "ліст"),
    ("dec", "дек", "снеж"),
)
_CENTURY = 100


class Ambiguous(Refused):
    """A column can be read in several ways, or in none whole; somebody has to say in which."""

    def __init__(self, cell: str, readings: dict[str, str]) -> None:
        said = ", ".join(f"{order} for {day}" for order, day in readings.items())
        super().__init__(
            f"Nothing in its column says which day “{cell[:40]}” is. Say how the column is "
            f"written: {said}."
        )
        self.cell = cell
        self.readings = readings
        self.column = ""


class NoCentury(Refused):
    """A column has years of two figures."""

    def __init__(self, cell: str) -> None:
        super().__init__(
            f"The year of “{cell[:40]}” has two figures. Say the first year that such a year can "
            "mean, for example 1950."
        )
        self.cell = cell
        self.column = ""


@dataclass
class Evidence:
    """What the cells of a column say about the order of its days."""

    century_from: int = 0  # the first year that one of two figures can mean; 0 if nobody said it
    possible: set[str] = field(default_factory=lambda: set(ORDERS))
    # A cell that is another day in each of two orders, or a day in one of them alone.
    differing: dict[tuple[str, str], str] = field(default_factory=dict)
    short: str = ""  # a cell whose year has two figures
    is_seen: bool = False

    def see(self, cell: str) -> None:
        """Take a cell into account."""
        read = _readings(cell, self.century_from)
        if not read:
            return
        self.is_seen = True
        self.possible &= read.keys()
        if "" in read.values():
            self.short = self.short or cell
        for pair in combinations(ORDERS, 2):
            if read.get(pair[0]) != read.get(pair[1]):
                self.differing.setdefault(pair, cell)

    def order(self) -> str:
        """Return the order that all cells can be read in; empty if no cell needs one.

        Raises Ambiguous if two orders are as good and differ, or none is good; NoCentury if a year
        is cut short.
        """
        if not self.is_seen:
            return ""
        if self.short and not self.century_from:
            raise NoCentury(self.short)
        orders = [each for each in ORDERS if each in self.possible]
        for pair in combinations(orders or ORDERS, 2):
            cell = self.differing.get(pair)
            if cell is not None:
                raise Ambiguous(cell, _readings(cell, self.century_from))
        return orders[0]


def read_day(cell: str, order: str, *, century_from: int = 0) -> str | None:
    """Return a cell as a partial day; None if it is none."""
    text = " ".join(cell.split())
    if is_partial(text):
        return text
    iso = _ISO.fullmatch(text)
    if iso is not None:
        return _day(*iso.groups())
    return _readings(text, century_from).get(order) or _worded(text)


def _readings(cell: str, century_from: int) -> dict[str, str]:
    """Return the day that a cell is in each order it can be read in; empty without a century."""
    text = cell.strip()
    found = None if _ISO.fullmatch(text) else _THREE.fullmatch(text)
    if found is None:
        return {}
    figures = (found[1], found[3], found[4])
    read = {}
    for order in ORDERS:
        said = dict(zip(order, figures, strict=True))
        year = _year(said["Y"], century_from)
        day = _day(year or "2000", said["M"], said["D"]) if year is not None else None
        if day is not None:
            read[order] = day if year else ""
    return read


def _year(figures: str, century_from: int) -> str | None:
    """Return a year of four figures; empty if its century is not said, None if it is no year."""
    if len(figures) == 4:  # noqa: PLR2004 -- a year as it is
        return figures
    if len(figures) != 2:  # noqa: PLR2004 -- a year cut short
        return None
    if not century_from:
        return ""
    year = century_from - century_from % _CENTURY + int(figures)
    return str(year if year >= century_from else year + _CENTURY)


def _day(year: str, month: str, day: str) -> str | None:
    if len(month) > 2 or len(day) > 2:  # noqa: PLR2004 -- figures of a month and a day
        return None
    text = f"{year}-{int(month):02}-{int(day):02}"
    return text if is_partial(text) else None


def _worded(text: str) -> str | None:
    """Return a day whose month is a word, or that is a month and a year alone."""
    found = _MONTH_YEAR.fullmatch(text)
    if found is not None:
        month, year = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _month(year, int(month))
    found = _WORDED_FIRST.fullmatch(text)
    if found is not None:
        word, day, year = found.groups()
    else:
        found = _WORDED.fullmatch(text)
        if found is None:
            return None
        day, word, year = found.groups()
    number = _month_number(word.casefold())
    if not number:
        return None
    return _day(year, str(number), day) if day else _month(year, number)


def _month(year: str, number: int) -> str | None:
    text = f"{year}-{number:02}"
    return text if is_partial(text) else None


def _month_number(word: str) -> int:
    return next(
        (number for number, names in enumerate(_MONTHS, start=1) if word.startswith(names)), 0
    )

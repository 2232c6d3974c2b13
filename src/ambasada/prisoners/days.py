"""Days as lists write them: whole, without a day, or of a birthday without a year."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d?)(?:-(?P<day>\d\d?))?)?(?:[T ].*)?")
_DOTTED = re.compile(r"(?P<day>\d\d?)\.(?P<month>\d\d?)(?:\.(?P<year>\d{4}))?\.?")
_YEARLESS = re.compile(r"--(?P<month>\d\d)-(?P<day>\d\d)")
_LEAP = 2000  # a year that has every day


@dataclass(frozen=True)
class Day:
    """A day, as much of it as is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def first(self) -> date | None:
        """The first day that it can be; None without a year."""
        return None if self.year is None else date(self.year, self.month or 1, self.day or 1)

    @property
    def birthday(self) -> tuple[int, int] | None:
        """Month and day, if both are known."""
        return (self.month, self.day) if self.month and self.day else None

    def __str__(self) -> str:
        if self.year is None:
            return f"--{self.month:02}-{self.day:02}"
        parts = [f"{self.year:04}"] + [f"{each:02}" for each in (self.month, self.day) if each]
        return "-".join(parts)


def read_day(text: str, *, may_lack_year: bool = False) -> Day | None:
    """Return the day that a cell or a record says; None if it says none of any calendar."""
    for form in (_ISO, _DOTTED, _YEARLESS):
        found = form.fullmatch(text)
        if found:
            parts = found.groupdict()
            known = {name: int(part) for name, part in parts.items() if part}
            if "year" not in known and not may_lack_year:
                return None
            with suppress(ValueError):
                date(known.get("year", _LEAP), known.get("month", 1), known.get("day", 1))
                return Day(known.get("year"), known.get("month"), known.get("day"))
    return None

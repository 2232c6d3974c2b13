"""When a meeting was, as exactly as readers are told: a day, a month, or a quarter of a year."""

import calendar
import re
from datetime import date

# A quarter is written so that it sorts after the months of the year before: "2027-q1".
_WRITTEN = re.compile(r"([0-9]{4})-(?:q([1-4])|([0-9]{2})(?:-([0-9]{2}))?)", re.ASCII)
_QUARTER = re.compile(r"[0-9]{4}-q[1-4]", re.ASCII)


def is_period(text: str) -> bool:
    """Tell whether a text is a day, a month or a quarter that there is."""
    try:
        last_day_of(text)
    except ValueError:
        return False
    return True


def is_quarter(text: str) -> bool:
    """Tell whether a text names a quarter of a year that there is."""
    return _QUARTER.fullmatch(text) is not None and is_period(text)


def last_day_of(text: str) -> date:
    """Return the last day of what a text means. Raises ValueError if it means nothing."""
    found = _WRITTEN.fullmatch(text)
    if found is None:
        message = "not a day, a month or a quarter"
        raise ValueError(message)
    year, quarter, named, day = found.groups()
    month = int(quarter) * 3 if quarter else int(named)
    last = int(day) if day else calendar.monthrange(int(year), month)[1]
    return date(int(year), month, last)


def first_day_of(text: str) -> date:
    """Return the first day of what a text means. Raises ValueError if it means nothing."""
    last = last_day_of(text)
    if is_quarter(text):
        return last.replace(month=last.month - 2, day=1)
    return last if text.count("-") > 1 else last.replace(day=1)


def quarter_of(text: str) -> str:
    """Return the quarter in which a day, a month or a quarter lies."""
    last = last_day_of(text)
    return f"{last.year:04d}-q{(last.month + 2) // 3}"

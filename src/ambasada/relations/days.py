"""Days that may be known in part: a year, a month, or a day, written as they sort."""

import calendar
from datetime import date


def last_day(text: str) -> date:
    """Return the last day that a partial day can mean. Raises ValueError if it means none."""
    parts = [int(each) for each in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]  # noqa: PLR2004
    return date(year, month, day)


def is_before(one: str, other: str) -> bool:
    """Tell whether a partial day is surely before another: 2021 and 2021-05 are not."""
    shared = min(len(one), len(other))
    return one[:shared] < other[:shared]

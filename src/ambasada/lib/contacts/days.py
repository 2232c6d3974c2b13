"""Days that may be partial, kept as text that sorts as it reads: 2021, 2021-05, 2021-05-09."""

import re
from datetime import date

from ambasada.lib.refused import Refused

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class NotADay(Refused):
    """What stands where a day should is none."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text[:40]}” is no day. Write it as 2021-05-09, or 2021-05, or 2021.")


def is_partial(text: str) -> bool:
    """Return whether a text is a year, a month or a day of the calendar, written as they are."""
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return False
    year, month, day = found.groups(default="1")
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def require_partial(*texts: str) -> None:
    """Return if each of these is a partial day or empty. Raises NotADay."""
    for text in texts:
        if text and not is_partial(text):
            raise NotADay(text)

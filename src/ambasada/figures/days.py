"""Days that may be known to the month or the year alone: "2020-08-09", "2020-10", "2020"."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

_FORM = re.compile(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([12][0-9]{3})", re.ASCII)


def first_day(when: str) -> date:
    """Return the first day that a time can mean. Raises ValueError if it is none."""
    found = _FORM.fullmatch(when)
    if found is None:
        raise ValueError(when)
    year, month, day = found.groups()
    return date(int(year), int(month or 1), int(day or 1))


def read_day(cell: str) -> str | None:
    """Return a time as it is kept; None if a cell holds none. Also reads 9.8.2020."""
    text = cell.strip()
    dotted = _DOTTED.fullmatch(text)
    if dotted:
        text = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}"
    try:
        first_day(text)
    except ValueError:
        return None
    return text


def said_day(when: str) -> str:
    """Return a time in words of the current language, as exactly as it is known."""
    day = first_day(when)
    if len(when) == len("2020"):
        return f"{day:%Y}"
    if len(when) == len("2020-08"):
        return str(capfirst(date_format(day, "YEAR_MONTH_FORMAT")))
    return str(date_format(day))


def validate_day(when: str) -> None:
    """Raise ValidationError unless this is a time."""
    try:
        first_day(when)
    except ValueError:
        raise ValidationError(
            _("Write a day as 2020-08-09, a month as 2020-08, a year as 2020.")
        ) from None

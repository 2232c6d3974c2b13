"""Numbers, exactly: as they are kept, as they are read from a cell, as they are shown."""

import re
from decimal import Decimal

from django.utils.formats import number_format

# What people and table programs put between groups of three, whichever sign divides the fraction.
_SPACES = "\u0020\u00a0\u2009\u202f'’"
_MINUS = str.maketrans("−–", "--")
_FORMS = {
    ".": re.compile(rf"-?(?:[0-9]{{1,3}}(?:[{_SPACES},][0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?"),
    ",": re.compile(rf"-?(?:[0-9]{{1,3}}(?:[{_SPACES}.][0-9]{{3}})+|[0-9]+)(?:,[0-9]+)?"),
}
DIGITS, PLACES = 15, 4


def plain(value: Decimal) -> Decimal:
    """Return the same number without zeros behind its fraction, and without an exponent."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if value == whole else value.normalize()


def read_number(cell: str, *, mark: str) -> Decimal | None:
    """Return the number in a cell whose fraction stands behind `mark`; None if it is none."""
    text = cell.strip().translate(_MINUS)
    if not _FORMS[mark].fullmatch(text):
        return None
    digits = re.sub(rf"[{_SPACES}{',' if mark == '.' else '.'}]", "", text).replace(",", ".")
    value = plain(Decimal(digits))
    _sign, parts, exponent = value.as_tuple()
    places = -exponent if isinstance(exponent, int) else 0
    return value if places <= PLACES and len(parts) - places <= DIGITS - PLACES else None


def said(value: Decimal) -> str:
    """Return a number as readers of the current language write it."""
    return str(number_format(plain(value), use_l10n=True, force_grouping=True)).replace("-", "−")

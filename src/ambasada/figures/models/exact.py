from decimal import Decimal
from typing import Any

from django.db import models

from ambasada.figures.numbers import DIGITS, PLACES, plain


class ExactDecimal(models.DecimalField[Any, Any]):
    """A number that is written in one way alone, whatever typed or stored it.

    A database gives back 1374.0000 for 1374, and a copy of the one is not a copy of the other.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "max_digits": DIGITS, "decimal_places": PLACES})

    def deconstruct(self) -> Any:  # noqa: ANN401 -- Django's own signature
        """Leave out what the database does not need to know."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs

    def to_python(self, value: Any) -> Decimal | None:  # noqa: ANN401 -- likewise
        """Return the number without zeros behind its fraction."""
        number = super().to_python(value)
        return None if number is None or not number.is_finite() else plain(number)

    def from_db_value(self, value: Decimal | None, *_args: object) -> Decimal | None:
        """Likewise."""
        return None if value is None else plain(value)

"""What every row of sealed help has in common: a store of its own and a number without an order."""

import secrets
from typing import ClassVar

from django.db import models

SEALED, KEYS = "sealed", "keys"
_NUMBERS = 2**62 - 1


def random_number() -> int:
    """Return a number that says nothing about when its row was written, nor after which."""
    return secrets.randbelow(_NUMBERS) + 1


def random_hex() -> str:
    """Return 16 hexadecimal digits, by which a case is named on the wire."""
    return secrets.token_hex(8)


class Kept(models.Model):
    """A row of one of the two stores of sealed help.

    Its number is random and is SQLite's own rowid, so that neither tells an order. `store` names
    the database; the router of config follows it.
    """

    store: ClassVar[str] = SEALED
    # Wagtail would note each row that points to another in the main database, in order.
    wagtail_reference_index_ignore: ClassVar[bool] = True

    # No larger kind: SQLite makes the rowid of "integer" alone.
    id = models.IntegerField(primary_key=True, default=random_number, editable=False)

    class Meta:
        abstract = True

from typing import ClassVar

from django.db import models

from ambasada.casework.models.case import Stream
from ambasada.casework.models.kept import KEYS, Kept

GIVEN = 0  # the roster of a wrap that a member made for a colleague


class Wrap(Kept):
    """A case's identity sealed to one recipient; without its wraps a case opens for nobody.

    They have a store of their own, whose backups are kept for seven days: what is deleted here is
    out of reach of everybody a week later, whatever else is kept longer.
    """

    store: ClassVar[str] = KEYS

    ref = models.CharField(max_length=16)  # of the case, in the other store
    stream = models.CharField(max_length=5, choices=Stream.choices)
    epoch = models.PositiveSmallIntegerField()
    kid = models.CharField(max_length=16)  # of an entry of the roster, or "person", or "escrow"
    roster = models.PositiveIntegerField()  # the number it was sealed to, or GIVEN
    # The entry was removed when this came, or did not hold the case: sealed for nobody, then.
    is_nobodys = models.BooleanField(default=False)
    wrap = models.BinaryField()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["ref", "stream", "epoch", "kid"], name="one_wrap_for_a_recipient"
            )
        ]

    def __str__(self) -> str:
        return f"wrap of {self.ref}"

"""To whom appeals are sealed: rosters signed elsewhere, and what only takes away from them."""

from typing import ClassVar

from django.db import models

from ambasada.casework.models.kept import Kept


class SignedRoster(Kept):
    """A roster as its root key signed it, byte for byte; the highest number is the current one."""

    embassy = models.CharField(max_length=50)
    number = models.PositiveIntegerField()
    content = models.BinaryField()
    signature = models.TextField()

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "number"], name="one_roster_of_a_number")
        ]

    def __str__(self) -> str:
        return f"roster {self.embassy} {self.number}"


class Removal(Kept):
    """That nothing more is sealed to an entry of a roster, from now on."""

    embassy = models.CharField(max_length=50)
    kid = models.CharField(max_length=16)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "kid"], name="one_removal_of_an_entry")
        ]

    def __str__(self) -> str:
        return f"removal of {self.kid}"

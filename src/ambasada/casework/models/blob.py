"""Attachments: sealed files that arrive in parts, each a file with a name that means nothing."""

from typing import ClassVar

from django.db import models

from ambasada.casework.models.case import Case
from ambasada.casework.models.kept import Kept

PART_SIZE = 262_144


class Blob(Kept):
    """One sealed attachment of a case; deleted after a day unless a letter names it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="blobs")
    id_hex = models.CharField(max_length=32, unique=True)  # made by who sends it
    day = models.DateField()
    is_bound = models.BooleanField(default=False)  # a letter names it

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"attachment {self.id_hex}"


class Part(Kept):
    """A piece of an attachment, 256 KiB but for the last one; its bytes are a file."""

    blob = models.ForeignKey(Blob, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()  # 0, 1, …
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=32, unique=True)  # its random name below blobs/

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blob", "number"], name="one_part_of_a_number")
        ]

    def __str__(self) -> str:
        return f"part {self.number}"

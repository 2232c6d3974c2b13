"""Members at the desk: their public keys, sealed bundles, and who looks at a case now."""

from typing import ClassVar

from django.db import models

from ambasada.casework.models.case import Case
from ambasada.casework.models.kept import Kept


class StaffKey(Kept):
    """A member's key at the desk: its public halves, and the private ones sealed three ways.

    `salt_sha256` remembers the member's session salt: a new salt is a lost device or a member who
    was locked out, and then this key is suspended. Two people can take that back; a revoked key
    has ended for good.
    """

    member = models.PositiveBigIntegerField()  # their number in the main database
    kid = models.CharField(max_length=16, unique=True)
    recipient = models.CharField(max_length=70)
    verify = models.CharField(max_length=44)  # Ed25519, in base64
    bundles = models.JSONField()  # {"phrase", "passkey", "paper"}: each sealed in the browser
    confirmed = models.JSONField()  # which of the three were tried out
    salt_sha256 = models.CharField(max_length=64)
    made_on = models.DateField()
    suspended_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"],
                condition=models.Q(revoked_on=None),
                name="one_desk_key_of_a_member",
            )
        ]

    def __str__(self) -> str:
        return f"desk key {self.kid}"


class Enrolment(Kept):
    """Leave to enrol a key: a code shown once in the admin, of which only the hash is kept."""

    member = models.PositiveBigIntegerField(unique=True)
    code_sha256 = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"leave to enrol for member {self.member}"


class Presence(Kept):
    """That somebody has a case on the screen; goes within minutes."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="presences")
    kid = models.CharField(max_length=16)
    until = models.DateTimeField()  # a whole minute

    class Meta:
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "kid"], name="one_presence_of_a_key")
        ]

    def __str__(self) -> str:
        return f"presence at {self.case}"

"""What members were asked to serve or let be published again, and what mirrors showed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy


class Rollback(models.Model):
    """A request to serve again what an earlier edition said, or to end that.

    It changes what readers get, so it takes as many members as a publication does. Once it is
    approved the next bake carries it out, as a new edition that has the reason in its manifest.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits for approval")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        VOID = "void", _("void: something else was asked for")

    embassy = models.ForeignKey(Embassy, on_delete=models.PROTECT, related_name="rollbacks")
    # The edition to go back to; null: everything is again as it was approved last.
    number = models.PositiveIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)  # of its manifest
    reason = models.CharField(max_length=200)
    # Null: the command line asked, as the founder or later as the operator.
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    decided_at = models.DateTimeField(null=True)
    consents = models.ManyToManyField(Member, related_name="+")
    made = models.PositiveIntegerField(null=True)  # the edition that carried it out

    class Meta:
        verbose_name = _("rollback")
        verbose_name_plural = _("rollbacks")
        default_permissions: ClassVar = ()  # there is no form for it: see views

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"editions.rollback:{self.pk}"


class Restoration(models.Model):
    """A request that what was erased may be published again; one member erases, two restore.

    It brings no word back: those are gone. It lifts a tombstone, which stands in a file.
    """

    Status = Rollback.Status

    embassy = models.ForeignKey(Embassy, on_delete=models.PROTECT, related_name="restorations")
    tombstone = models.PositiveIntegerField()
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(
        max_length=10, choices=Rollback.Status.choices, default=Rollback.Status.WAITING
    )
    decided_at = models.DateTimeField(null=True)
    consents = models.ManyToManyField(Member, related_name="+")

    class Meta:
        verbose_name = _("restoration")
        verbose_name_plural = _("restorations")
        default_permissions: ClassVar = ()  # there is no form for it: see views

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"editions.restoration:{self.pk}"


class MirrorCheck(models.Model):
    """What the clock found at one mirror when it looked last. Nothing of a reader is in it.

    Onion addresses have no row: they can't be looked at from here.
    """

    class Fault(models.TextChoices):
        """What is wrong, in a word that members understand."""

        UNREACHABLE = "unreachable", _("cannot be reached")
        WRONG_KEY = "wrong_key", _("signed with another key")
        ALTERED = "altered", _("altered: not what we signed")
        OLDER = "older", _("older than it should be")
        ERASED = "erased", _("still has what was erased")
        EXPIRED = "expired", _("has run out")

    class Standing(models.TextChoices):
        """Whether readers are shown the address."""

        NEW = "new", _("not shown yet: it has not been found sound")
        LISTED = "listed", _("shown to readers")
        FALSE = "false", _("taken off: not shown to readers until it is sound again")

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=200)
    checked_at = models.DateTimeField()
    fault = models.CharField(max_length=20, choices=Fault.choices, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.NEW)
    # Of the last look that found what we signed: when, and what it served.
    found_at = models.DateTimeField(null=True)
    edition = models.PositiveBigIntegerField(null=True)
    made_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("look at a mirror")
        verbose_name_plural = _("looks at mirrors")
        default_permissions: ClassVar = ()  # the clock writes it, nobody else
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "address"], name="one_look_at_a_mirror")
        ]

    def __str__(self) -> str:
        return self.address

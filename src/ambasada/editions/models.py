"""What members were asked to serve again, or to let be published again."""

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

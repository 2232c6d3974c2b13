"""What members were asked to make public, who said yes, and who wrote it.

An approval holds one or several fair copies. A fair copy is public from the moment its approval
is given until a newer copy of the same thing, or its withdrawal, is approved.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.network.models.embassy import Embassy


class Approval(models.Model):
    """Something members were asked to make public, or to take back, and what became of it."""

    class Change(models.TextChoices):
        PUBLISH = "publish", _("publish")
        WITHDRAW = "withdraw", _("take back")

    class Status(models.TextChoices):
        WAITING = "waiting", _("waits for approval")
        SCHEDULED = "scheduled", _("approved, goes out at its moment")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        VOID = "void", _("void: it was changed meanwhile")

    # Nothing of it is public yet, and nobody has let go of it.
    OPEN: ClassVar = (Status.WAITING, Status.SCHEDULED)

    embassy = models.ForeignKey(Embassy, on_delete=models.PROTECT, related_name="approvals")
    change = models.CharField(max_length=10, choices=Change.choices, default=Change.PUBLISH)
    # Null: the command line asked, as the founder or later as the operator.
    asked_by = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    # Of what is scheduled when the last yes was given; of what went out later when it did.
    decided_at = models.DateTimeField(null=True)
    # Not before this moment, to the minute; null: as soon as it is approved.
    release_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=400, blank=True)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(status="waiting", decided_at=None)
                | (~models.Q(status="waiting") & models.Q(decided_at__isnull=False)),
                name="approval_is_decided_at_a_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="scheduled") | models.Q(release_at__isnull=False),
                name="scheduled_approval_has_its_moment",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["release_at"],
                condition=models.Q(status="scheduled"),
                name="approval_by_moment",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"approval:{self.pk}"


class Consent(models.Model):
    """One member's yes to an approval."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="consents")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["approval", "member"], name="a_member_consents_to_an_approval_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.approval} · {self.member}"


class Author(models.Model):
    """Who changed a page or a fact since the version that is public.

    Kept apart from revisions: those go after thirty days, and with them the trace of who wrote.
    """

    kind = models.CharField(max_length=60)
    object_id = models.PositiveBigIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "member"], name="an_author_is_noted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.object_id} · {self.member}"

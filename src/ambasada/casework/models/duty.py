"""Who is on duty and what coordinators do: the main database holds it, since no case is in it.

Embassies stand here by code and members by number, as in the other stores: a foreign key would
have the migrations of every app below gone through in those as well.
"""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# What goes into the head of a mail: an address in ASCII and nothing around it.
_is_mailbox = RegexValidator(
    r"\A[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+\Z",
    _("Write one address, such as duty@example.org."),
)


class Shift(models.Model):
    """A span in which a member is first or second on duty at a desk; goes the day after it ends.

    One that stands instead of another covers it for as long as it lasts itself: when it is ended,
    the other counts again.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    class Turn(models.IntegerChoices):
        FIRST = 1, _("first")
        SECOND = 2, _("second")

    embassy = models.CharField(max_length=50)
    member = models.PositiveBigIntegerField()
    desk = models.CharField(_("desk"), max_length=20)
    turn = models.PositiveSmallIntegerField(_("turn"), choices=Turn.choices)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    zone = models.CharField(_("time zone"), max_length=60)  # in which it was planned
    instead_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="stand_ins"
    )

    class Meta:
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="shift_lasts"
            )
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class Rota(models.Model):
    """Where an embassy’s notices of duty go: mailboxes of a role, never of a member."""

    wagtail_reference_index_ignore: ClassVar[bool] = True

    embassy = models.CharField(max_length=50, unique=True)
    first = models.CharField(
        _("mailbox of whoever is first on duty"),
        max_length=200,
        blank=True,
        validators=[_is_mailbox],
    )
    second = models.CharField(
        _("mailbox of whoever is second on duty"),
        max_length=200,
        blank=True,
        validators=[_is_mailbox],
    )

    class Meta:
        verbose_name = _("rota")
        verbose_name_plural = _("rotas")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"rota of {self.embassy}"


class Wiping(models.Model):
    """That every appeal of an embassy should be deleted: one coordinator asks, another confirms.

    Confirmed, the row stays until the last appeal has gone, so that a kill between is made good.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    embassy = models.CharField(max_length=50, unique=True)
    asked_by = models.PositiveBigIntegerField()
    asked_at = models.DateTimeField()
    is_confirmed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("request to delete every appeal")
        verbose_name_plural = _("requests to delete every appeal")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"wiping {self.pk}"


class Breach(models.Model):
    """That a key which could open appeals was lost with a device: the clock of the law runs.

    It goes when a coordinator closes it, or after a month.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    embassy = models.CharField(max_length=50)
    member = models.PositiveBigIntegerField()
    kid = models.CharField(max_length=16)
    known_at = models.DateTimeField()  # a whole minute: authorities are told within 72 hours

    class Meta:
        verbose_name = _("lost desk key")
        verbose_name_plural = _("lost desk keys")
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "kid"], name="one_breach_of_a_key")
        ]

    def __str__(self) -> str:
        return f"breach {self.pk}"

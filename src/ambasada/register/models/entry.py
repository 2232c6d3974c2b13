"""What is public of a meeting: no field but these, and none that leads back to it."""

from typing import ClassVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.network.languages import InLanguages
from ambasada.network.models import Embassy, Fact
from ambasada.register.models.circle import Circle
from ambasada.register.periods import is_period, is_quarter, last_day_of

SHOWN_AT = "partners/meetings/"  # where packs put the page


def require_period(text: str) -> None:
    """Raise ValidationError unless a text is a day, a month or a quarter."""
    if not is_period(text):
        raise ValidationError(_("Write 2027-02-03, 2027-02 or 2027-q1."))


def require_quarter(text: str) -> None:
    """Raise ValidationError unless a text is a quarter of a year."""
    if not is_quarter(text):
        raise ValidationError(_("Write a quarter as 2027-q1."))


class RegisterEntry(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """One organisation at one meeting, as readers are told of it.

    `meeting` is the same for every organisation that was there, and leads nowhere else.
    """

    shown_at = SHOWN_AT

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="+", verbose_name=_("embassy")
    )
    ref = models.UUIDField(_("number of the row"), default=uuid4, unique=True, editable=False)
    meeting = models.UUIDField(_("number of the meeting"), db_index=True, editable=False)
    organisation = InLanguages(_("organisation"))
    circle = models.CharField(_("circle"), max_length=20, choices=Circle.choices)
    office = models.CharField(_("office"), max_length=200, blank=True)
    held = models.CharField(_("when"), max_length=10, validators=[require_period])
    subject = InLanguages(_("subject"), is_long=True)
    # From the end of what `held` says, so that the day on which a row appears tells no more.
    not_before = models.DateField(_("shown from"), editable=False)

    class Meta:
        verbose_name = _("row of the register of meetings")
        verbose_name_plural = _("rows of the register of meetings")

    def __str__(self) -> str:
        return f"{self.held}, {next(iter(self.organisation.values()), '')}"

    def clean(self) -> None:
        """Refuse a row that would be shown before what it says of the day is over."""
        super().clean()
        if is_period(self.held) and self.not_before <= last_day_of(self.held):
            raise ValidationError({"not_before": _("It is shown after what it says is over.")})


class RegisterCount(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """How many rows of a quarter are withheld: a number for all circles together, and no more."""

    shown_at = SHOWN_AT

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="+", verbose_name=_("embassy")
    )
    quarter = models.CharField(_("quarter"), max_length=7, validators=[require_quarter])
    withheld = models.PositiveIntegerField(_("rows withheld"))
    counted_on = models.DateField(_("counted on"))

    class Meta:
        verbose_name = _("count of withheld rows")
        verbose_name_plural = _("counts of withheld rows")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "quarter"], name="one_count_of_a_quarter")
        ]

    def __str__(self) -> str:
        return self.quarter

    def clean(self) -> None:
        """Refuse a count of a quarter that is not over."""
        super().clean()
        if is_quarter(self.quarter) and self.counted_on <= last_day_of(self.quarter):
            raise ValidationError({"counted_on": _("A quarter is counted once it is over.")})

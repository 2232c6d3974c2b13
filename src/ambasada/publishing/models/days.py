from calendar import isleap
from datetime import date, datetime
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT
from ambasada.network.languages import InLanguages, require_languages, spoken
from ambasada.network.models import Embassy, Fact, FairCopy
from ambasada.pages.queries import approved_at
from ambasada.publishing.happenings import Yearly

_A_LEAP_YEAR = 2024
# Names the days of all embassies in calendars.
_DAYS = UUID("5e0c1c1e-6d0b-4c0e-9d1a-3f6f3f0a8d4b")


class RecurringDay(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """A day that comes back every year: of memory, of solidarity, a holiday."""

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="+", verbose_name=_("embassy")
    )
    month = models.PositiveSmallIntegerField(
        _("month"), validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        _("day"), validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    since = models.PositiveSmallIntegerField(
        _("since the year"),
        validators=[MinValueValidator(1000), MaxValueValidator(2100)],
        help_text=_("The year of what it remembers."),
    )
    title = InLanguages(_("title"))
    text = InLanguages(_("text"), is_long=True, blank=True)

    class Meta:
        verbose_name = _("recurring day")
        verbose_name_plural = _("recurring days")

    def __str__(self) -> str:
        return next(iter(self.title.values()), str(self.pk))

    def clean(self) -> None:
        """Refuse a day that no month has, and ask for the texts in every language."""
        try:
            date(_A_LEAP_YEAR, self.month or 1, self.day or 1)
        except ValueError:
            raise ValidationError({"day": _("The month has no such day.")}) from None
        if self.embassy_id:
            require_languages(self, self.embassy.languages)

    @property
    def first_year(self) -> int:
        """The year from which it comes back; for 29 February the next one that has it."""
        year = self.since
        while (self.month, self.day) == (2, 29) and not isleap(year):
            year += 1
        return year

    @property
    def in_a_year(self) -> date:
        """The day in some leap year, to write it down without a year."""
        return date(_A_LEAP_YEAR, self.month, self.day)

    def yearly(self, language: str, *, approved: datetime) -> Yearly:
        """Return the day as a calendar in a language tells it."""
        return Yearly(
            uid=str(uuid5(_DAYS, f"{self.embassy.code} {self.pk} {language}")),
            approved=approved,
            first=date(self.first_year, self.month, self.day),
            title=spoken(self.title, language),
            text=spoken(self.text, language),
        )


def days_of(embassy: Embassy) -> list[RecurringDay]:
    """Return the approved days of an embassy, in the order of the year."""
    label = RecurringDay._meta.label_lower
    reads(f"{FACT}{label}")
    copies = FairCopy.objects.public(embassy).filter(kind=label)
    days: list[RecurringDay] = []
    for copy in copies:
        copy.embassy = embassy  # known: asking again would be a query for each
        if copy.is_whole:
            days.append(copy.thing)
    return sorted(days, key=lambda each: (each.month, each.day, each.pk))


def yearly_in(embassy: Embassy, language: str) -> list[Yearly]:
    """Return the days of an embassy as a calendar in a language tells them."""
    days = days_of(embassy)
    approved = approved_at(days)
    return [each.yearly(language, approved=approved[each.pk]) for each in days]

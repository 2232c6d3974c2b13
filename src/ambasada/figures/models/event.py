from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.figures.days import first_day, read_day, validate_day
from ambasada.network.languages import InLanguages, require_languages
from ambasada.network.models import Embassy, Fact

_HELP = _("A day as 2020-08-09, a month as 2020-08, a year as 2020.")


class TimelineEvent(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """Something that happened, as exactly dated as it is known, with who says so."""

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="timeline_events", verbose_name=_("embassy")
    )
    begins = models.CharField(_("when"), max_length=10, validators=[validate_day], help_text=_HELP)
    ends = models.CharField(
        _("until"), max_length=10, validators=[validate_day], blank=True, help_text=_HELP
    )
    text = InLanguages(_("what happened"), is_long=True)
    source = InLanguages(_("source"), help_text=_("Who says so, and where: a title."))
    source_address = models.URLField(_("address of the source"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("event of the timeline")
        verbose_name_plural = _("timeline")

    def __str__(self) -> str:
        return f"{self.begins}, {next(iter(self.text.values()), '')[:80]}"

    def clean(self) -> None:
        """Ask for every text in every language, and refuse an end before the beginning."""
        super().clean()
        if self.embassy_id:
            require_languages(self, self.embassy.languages)
        begins, ends = read_day(self.begins), read_day(self.ends)
        if not begins:  # said here, since a draft may leave out what its form asks for
            raise ValidationError({"begins": _HELP})
        if ends and first_day(ends) <= first_day(begins):
            raise ValidationError({"ends": _("It does not end before or when it begins.")})

    @property
    def order(self) -> tuple[Any, ...]:
        """By which a list sorts it: what is known to the year alone stands first in its year."""
        return (first_day(self.begins), self.begins, self.pk)

    @property
    def year(self) -> int:
        """The year under which it stands."""
        return first_day(self.begins).year

from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from ambasada.network.languages import InLanguages, require_languages
from ambasada.network.models import FairCopy, StoredCopy, StoredDocument, files_of

_LATEST_REVIEW = timedelta(days=36_525)


class Sourced(models.Model):
    """What a number is worth nothing without: its day, its source, its gaps, its next review."""

    as_of = models.DateField(_("as of"), help_text=_("The day for which this is true."))
    source = InLanguages(_("source"), help_text=_("Who says so, and where: a title."))
    source_address = models.URLField(_("address of the source"), max_length=400, blank=True)
    published_on = models.DateField(_("published by the source on"), null=True, blank=True)
    accessed_on = models.DateField(_("looked at on"))
    archived = models.ForeignKey(
        StoredDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("our stored copy"),
        help_text=_("Without one readers are told that there is none."),
    )
    licence = models.CharField(_("licence"), max_length=80, blank=True)
    method_address = models.URLField(_("how it is counted"), max_length=400, blank=True)
    completeness = InLanguages(
        _("completeness"), is_long=True, help_text=_("What is missing, and how much of it.")
    )
    next_review = models.DateField(
        _("next review"), help_text=_("From the day after, readers are told that it is overdue.")
    )

    source_panels = MultiFieldPanel(
        [
            FieldPanel("source"),
            FieldPanel("source_address"),
            FieldPanel("published_on"),
            FieldPanel("accessed_on"),
            FieldPanel("archived"),
            FieldPanel("licence"),
            FieldPanel("method_address"),
        ],
        heading=_("Source"),
    )
    truth_panels = MultiFieldPanel(
        [FieldPanel("as_of"), FieldPanel("completeness"), FieldPanel("next_review")],
        heading=_("As of when, how complete, until when"),
    )

    class Meta:
        abstract = True

    embassy: Any
    embassy_id: int | None

    def clean(self) -> None:
        """Refuse a day that is still to come, and a review before the day it is about."""
        super().clean()
        if self.embassy_id:
            require_languages(self, self.embassy.languages)
        # A draft may lack any of them; that is said field by field.
        days: dict[str, date | None] = {
            name: getattr(self, name) for name in ("as_of", "accessed_on", "next_review")
        }
        today = timezone.localdate()
        wrong: dict[str, Any] = {
            name: _("This day is still to come.")
            for name in ("as_of", "accessed_on")
            if (days[name] or today) > today
        }
        if days["as_of"] and days["next_review"] and days["next_review"] <= days["as_of"]:
            wrong["next_review"] = _("A review comes after the day it is about.")
        if (days["next_review"] or today) > today + _LATEST_REVIEW:
            wrong["next_review"] = _("Name a day within a hundred years: nothing holds for ever.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def stored_copy(self) -> StoredCopy | None:
        """Our stored copy of the source: as it was approved, of a draft as it is stored."""
        number = self.archived_id
        if number is None:
            return None
        fair_copy: FairCopy | None = getattr(self, "fair_copy", None)
        return (fair_copy.files if fair_copy else files_of(self)).get(number)


def require_lasting_key(thing: Any) -> None:  # noqa: ANN401 -- a figure or a data set
    """Raise ValidationError if a key that readers know already was changed."""
    if thing.pk is None:
        return
    known = FairCopy.objects.of_thing(thing).once_public().order_by("-pk").first()
    if known is not None and known.content["fields"]["key"] != thing.key:
        was = known.content["fields"]["key"]
        raise ValidationError({"key": _("Links lead here: leave the key as it was, “%s”.") % was})

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin

from ambasada.network.languages import InLanguages, require_languages
from ambasada.network.models.document import StoredDocument
from ambasada.network.models.embassy import Embassy
from ambasada.network.models.fact import Fact


class Mandate(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """What gives an embassy the right to speak: a resolution, then a founding decision."""

    is_dispensable = False

    embassy = models.OneToOneField(Embassy, on_delete=models.CASCADE, related_name="mandate")
    resolution_title = InLanguages(_("title of the resolution"))
    adopted_by = InLanguages(_("adopted by"))
    adopted_on = models.DateField(_("adopted on"))
    resolution_address = models.URLField(_("address of the original"), blank=True)
    resolution_document = models.ForeignKey(
        StoredDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("our stored copy"),
    )
    resolution_note = InLanguages(_("note"), is_long=True, blank=True)
    founded_on = models.DateField(_("founding decision of"))
    founding_text = InLanguages(_("founding decision"), is_long=True)

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandate")

    def __str__(self) -> str:
        return str(_("mandate"))

    def clean(self) -> None:
        """Ask for every text in every language of the embassy."""
        if self.embassy_id:
            require_languages(self, self.embassy.languages)


class Office(Fact, DraftStateMixin, RevisionMixin, ClusterableModel):
    """An office of the embassy; whoever holds it does so for a term and on a basis."""

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="offices", verbose_name=_("embassy")
    )
    title = InLanguages(_("title"))
    signs = models.BooleanField(_("may sign for the embassy"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices and terms")

    def __str__(self) -> str:
        return next(iter(self.title.values()), str(self.pk))

    def clean(self) -> None:
        """Ask for the title in every language of the embassy."""
        if self.embassy_id:
            require_languages(self, self.embassy.languages)

    def term_on(self, day: date) -> "Term | None":
        """Return the term that runs on a day; None says the office is vacant."""
        return next((term for term in self.terms.all() if term.runs_on(day)), None)


class Term(Orderable):
    """Who holds an office, from which day to which (both included), and on what basis."""

    office = ParentalKey(Office, on_delete=models.CASCADE, related_name="terms")
    holder = models.CharField(
        _("holder"), max_length=120, help_text=_("As the holder wishes to be named in public.")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    basis = InLanguages(_("basis"), is_long=True)

    class Meta(Orderable.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="term_ends_after_it_starts",
                violation_error_message=_("A term does not end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.holder

    def runs_on(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

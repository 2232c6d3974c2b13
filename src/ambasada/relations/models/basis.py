"""Why an embassy may keep what it knows of a person."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.network.models import Embassy
from ambasada.relations.models.directory import Person
from ambasada.relations.models.entry import Entry, OwnQuerySet


class LegalBasis(Entry):
    """One reason to keep a person, with a day on which somebody looks at it again."""

    class Basis(models.TextChoices):
        PUBLIC_OFFICE = "public_office", _("they hold a public office")
        CONSENT = "consent", _("they consent")
        INTEREST = "interest", _("legitimate interest")

    embassy = models.ForeignKey(
        Embassy,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,  # an index below begins with it
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bases")
    basis = models.CharField(_("legal basis"), max_length=20, choices=Basis.choices)
    purpose = models.CharField(_("what for"), max_length=300, blank=True)
    source = models.CharField(_("where we know them from"), max_length=300)
    text_version = models.CharField(_("what they were told"), max_length=100, blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    review_on = models.DateField(_("look again on"))

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("reason to keep somebody")
        verbose_name_plural = _("reasons to keep people")
        indexes: ClassVar = [models.Index(fields=["embassy", "review_on"], name="bases_by_review")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(basis="consent")
                | ~models.Q(text_version="") & models.Q(given_on__isnull=False),
                name="consent_says_to_what",
                violation_error_message=_("Say when they consented, and to which text."),
            )
        ]

    def __str__(self) -> str:
        return str(self.Basis(self.basis).label)

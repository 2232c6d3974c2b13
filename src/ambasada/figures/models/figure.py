from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.figures.models.exact import ExactDecimal
from ambasada.figures.models.sourced import Sourced, require_lasting_key
from ambasada.figures.numbers import said
from ambasada.network.languages import InLanguages
from ambasada.network.models import Embassy, Fact


class Figure(Fact, Sourced, DraftStateMixin, RevisionMixin, models.Model):
    """One number about the world: entered once, shown wherever it is named.

    Without its definition, its day and its source a number is wrong in more ways than it is right.
    A new value is another version of the same figure; the earlier ones are read from its copies.
    """

    class Precision(models.TextChoices):
        EXACT = "exact", _("exactly")
        AT_LEAST = "at_least", _("at least")
        ABOUT = "about", _("about")
        AT_MOST = "at_most", _("at most")

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="figures", verbose_name=_("embassy")
    )
    key = models.SlugField(
        _("key"),
        max_length=60,
        help_text=_("A name in links, such as “held-now”. It stays."),
    )
    value = ExactDecimal(_("value"))
    precision = models.CharField(
        _("precision"), max_length=10, choices=Precision.choices, default=Precision.EXACT
    )
    unit = InLanguages(_("unit"), help_text=_("In the form that follows this number."))
    definition = InLanguages(
        _("definition"),
        is_long=True,
        help_text=_("What is counted, and what is not: held now, or ever recognised?"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["embassy", "key"],
                name="one_figure_of_a_key",
                violation_error_message=_("There is a figure with this key already."),
            )
        ]

    def __str__(self) -> str:
        return f"{said(self.value)} ({self.key})" if self.value is not None else self.key

    def clean(self) -> None:
        """Ask for everything without which a number misleads, in every language."""
        super().clean()
        require_lasting_key(self)

from typing import ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, RevisionMixin

from ambasada.network.languages import InLanguages, require_languages
from ambasada.network.models.embassy import Embassy
from ambasada.network.models.fact import Fact


class EmergencyBlock(Fact, DraftStateMixin, RevisionMixin, ClusterableModel):
    """What to do in danger: local numbers first, then our channel, then advice from inside.

    Stands on every page. Nothing in it may be empty, and it can't be deleted alone.
    """

    is_dispensable = False

    embassy = models.OneToOneField(
        Embassy, on_delete=models.CASCADE, related_name="emergency_block"
    )
    channel = InLanguages(_("our own channel"), is_long=True)
    channel_address = models.CharField(_("its address"), max_length=200)
    response_time = InLanguages(_("honest response time"), is_long=True)
    inside_country = InLanguages(_("if you are inside the country"), is_long=True)
    checked_on = models.DateField(_("checked on"))

    class Meta:
        verbose_name = _("emergency block")
        verbose_name_plural = _("emergency block")

    def __str__(self) -> str:
        return str(_("emergency block"))

    def clean(self) -> None:
        """Refuse a block that says nothing in one of the embassy's languages."""
        require_languages(self, self.embassy.languages)

    def require_rows(self) -> None:
        """Refuse a block without a number; a draft may lack them for a while, readers never."""
        if not self.numbers.all():
            raise ValidationError({NON_FIELD_ERRORS: _("Name at least one local number.")})


class EmergencyNumber(Orderable):
    """A local number that answers, and when to call it."""

    block = ParentalKey(EmergencyBlock, on_delete=models.CASCADE, related_name="numbers")
    number = models.CharField(_("number"), max_length=20)
    when = InLanguages(_("when to call"))

    class Meta(Orderable.Meta):
        verbose_name = _("local number")
        verbose_name_plural = _("local numbers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(number=""), name="emergency_number_is_not_empty"
            )
        ]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        """Refuse a number that is not explained in every language of the embassy."""
        require_languages(self, self.block.embassy.languages)

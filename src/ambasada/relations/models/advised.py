"""What may be directed or paid by another state, and the legal advice about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member


class Advised(models.Model):
    """Something of which members say on whose behalf it is; a doubt waits for legal advice."""

    class Directed(models.TextChoices):
        NO = "no", _("no")
        YES = "yes", _("yes")
        UNSURE = "unsure", _("unsure")

    on_behalf_of = models.CharField(
        _("on whose behalf"),
        max_length=200,
        blank=True,
        help_text=_("Leave it empty if it is this embassy’s."),
    )
    directed = models.CharField(
        _("Is it directed or paid by a foreign government or its ruling party?"),
        max_length=10,
        choices=Directed.choices,
    )
    advice = models.TextField(_("legal advice"), blank=True, editable=False)
    advised_by = models.ForeignKey(
        Member, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    advised_on = models.DateField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_doubtful(self) -> bool:
        """Whether it may be directed or paid by another state."""
        return self.directed != self.Directed.NO

    @property
    def awaits_advice(self) -> bool:
        """Whether nothing may be sent before a coordinator noted legal advice."""
        return self.is_doubtful and not self.advice


def advice_has_its_giver(name: str) -> models.CheckConstraint:
    """Return what keeps advice from standing without who noted it, and when."""
    return models.CheckConstraint(
        condition=(
            models.Q(advice="", advised_by=None, advised_on=None)
            | ~models.Q(advice="") & models.Q(advised_by__isnull=False, advised_on__isnull=False)
        ),
        name=name,
    )

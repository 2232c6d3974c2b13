"""What ties a meeting to the public register, on this side of the border alone."""

from typing import ClassVar
from uuid import uuid4

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.network.models import Embassy
from ambasada.relations.models.dealings import Interaction
from ambasada.relations.models.directory import Organisation
from ambasada.relations.models.entry import Entry, OwnQuerySet
from ambasada.relations.models.places import Position


class Registered(Entry):
    """That an organisation at a meeting was put on the register, and how.

    The public row is known by `entry` and `meeting`, which are made for it: it names neither this
    row nor any other of relations.
    """

    class Precision(models.TextChoices):
        DAY = "day", _("the day")
        MONTH = "month", _("the month")
        QUARTER = "quarter", _("the quarter")

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    interaction = models.ForeignKey(
        Interaction, on_delete=models.CASCADE, related_name="registered"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    position = models.ForeignKey(Position, on_delete=models.SET_NULL, null=True, related_name="+")
    precision = models.CharField(max_length=10, choices=Precision.choices)
    entry = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.UUIDField(editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("meeting on the register")
        verbose_name_plural = _("meetings on the register")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["interaction", "organisation"], name="registered_once_for_each"
            )
        ]

    def __str__(self) -> str:
        return str(self.entry)


class Unlisted(Entry):
    """That an embassy publishes no meeting with an organisation."""

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="unlisted"
    )

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("organisation that is not published")
        verbose_name_plural = _("organisations that are not published")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["embassy", "organisation"], name="unlisted_once_by_an_embassy"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class RegisterRule(Entry):
    """How long an embassy waits before it shows a meeting."""

    DAYS = 30  # where no rule says otherwise
    MOST = 730

    embassy = models.OneToOneField(Embassy, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField(
        _("days"), default=DAYS, validators=[MaxValueValidator(MOST)]
    )

    objects = OwnQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("delay of the register")
        verbose_name_plural = _("delays of the register")

    def __str__(self) -> str:
        return str(self.days)

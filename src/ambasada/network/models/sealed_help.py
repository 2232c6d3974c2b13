from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.network.models.embassy import Embassy


class SealedHelp(models.Model):
    """What readers are told of sealed help: whether somebody is on duty, and counts of past years.

    The clock writes it, when it changes. No appeal is in it, and nothing below ten.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    embassy = models.OneToOneField(Embassy, on_delete=models.CASCADE, related_name="+")
    is_served = models.BooleanField(default=False)  # the root key signed the page
    is_attended = models.BooleanField(default=False)  # somebody is there who can read an appeal
    # By year: {"matters": {word: count}, "outcomes": {word: count}, "total": count or null}.
    counts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("state of sealed help")
        verbose_name_plural = _("states of sealed help")
        default_permissions: ClassVar = ()  # the clock writes it, nobody else

    def __str__(self) -> str:
        return f"sealed help of {self.embassy_id}"

    @property
    def said(self) -> str:
        """What a page says of it, to be compared."""
        return f"{self.is_served} {self.is_attended} {self.counts}"

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Member
from ambasada.network.models.embassy import Embassy


class Seat(models.Model):
    """A member's place in an embassy; every right a member has comes from a seat."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="seats")
    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="seats")
    starts_on = models.DateField(_("from"))

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "embassy"], name="one_seat_per_embassy")
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.embassy}"

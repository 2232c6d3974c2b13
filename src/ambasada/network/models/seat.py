from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models import Invite, Member
from ambasada.network.models.embassy import Embassy


class Seat(models.Model):
    """A member's place in an embassy; every right a member has comes from a seat.

    A seat that ended stays, so that it can be told who sat when.
    """

    class Role(models.TextChoices):
        EDITOR = "editor", _("writes")
        COORDINATOR = "coordinator", _("writes, approves, vouches")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="seats")
    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="seats")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    # Coordinators do in any case.
    keeps_contacts = models.BooleanField(_("keeps contacts"), default=False)

    class Meta:
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "embassy"],
                condition=models.Q(ends_on=None),
                name="one_open_seat_per_embassy",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.embassy}"


class SeatChange(models.Model):
    """That a seat should get other rights or end: one coordinator asks, another confirms.

    The row goes once it is confirmed or dropped; the ledger keeps who did it.
    """

    # A second request takes the place of the first.
    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="change")
    role = models.CharField(_("role"), max_length=20, choices=Seat.Role.choices, blank=True)
    keeps_contacts = models.BooleanField(_("keeps contacts"), default=False)
    asked_by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        verbose_name = _("change of a seat")
        verbose_name_plural = _("changes of seats")

    def __str__(self) -> str:
        return f"{self.seat} · {self.role}"

    @property
    def is_end(self) -> bool:
        """Whether the seat should end."""
        return not self.role


class SeatOffer(models.Model):
    """The seat an invite leads to; an invite without any leads to one in every embassy."""

    invite = models.ForeignKey(Invite, on_delete=models.CASCADE, related_name="seat_offers")
    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="seat_offers")
    role = models.CharField(_("role"), max_length=20, choices=Seat.Role.choices)

    class Meta:
        verbose_name = _("seat offer")
        verbose_name_plural = _("seat offers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invite", "embassy"], name="one_offer_per_embassy")
        ]

    def __str__(self) -> str:
        return f"{self.invite} · {self.embassy}"

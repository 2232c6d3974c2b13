"""Calendars by a secret address, for programs that cannot sign in."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.network.models import Embassy, Seat
from ambasada.relations.models.entry import OwnQuerySet


class CalendarFeed(models.Model):
    """A secret address at which a calendar program reads meetings; only its hash is kept.

    It hangs on a seat and dies with it: whoever takes a seat again makes another. No row that is
    revoked stays.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    ref = models.UUIDField(default=uuid4, unique=True, editable=False)
    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="+")
    is_own = models.BooleanField()  # what its holder goes to and looks after, else the embassy’s
    is_full = models.BooleanField(default=False)  # else when somebody is busy, and nothing else
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar by a secret address")
        verbose_name_plural = _("calendars by a secret address")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return str(self.seat.member)

    @property
    def subject(self) -> str:
        """How the ledger names it."""
        return f"relations.{self._meta.model_name}:{self.pk}"

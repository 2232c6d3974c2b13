from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# An invite is read out or sent by a messenger and used the same day (domain.md SA-6).
INVITE_LIFETIME = timedelta(hours=24)


class Invite(models.Model):
    """A single-use right to become a member; only the hash of its token is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invite")
        verbose_name_plural = _("invites")

    def __str__(self) -> str:
        return f"invite {self.pk}"

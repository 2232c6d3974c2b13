from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ambasada.accounts.models.member import Member

# An invite is read out or sent by a messenger and used the same day (domain.md SA-6).
INVITE_LIFETIME = timedelta(hours=24)
# Long enough to ask who wanted somebody in (domain.md SA-6); after that it is nobody's.
UNUSED_INVITES_KEPT = timedelta(days=30)
# A word has 1.7 thousand million forms; whoever misses it this often is guessing.
WRONG_WORDS_ALLOWED = 5


class Invite(models.Model):
    """A single-use right to become a member, or to come back; only the hash of its token is kept.

    Others vouch for it before it works. `asked_by` is empty if a command made it.
    """

    token_sha256 = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="invites_asked"
    )
    # Whom it brings back; empty if it makes somebody new.
    for_member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="ways_back"
    )
    # Made by `ambasada member recover`, which needs neither vouch nor word.
    is_recovery = models.BooleanField(default=False)
    word_hmac = models.CharField(max_length=64, blank=True)
    wrong_words = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("invite")
        verbose_name_plural = _("invites")

    def __str__(self) -> str:
        return f"invite {self.pk}"


class Vouch(models.Model):
    """A member's word that the person invited is who they are taken for."""

    invite = models.ForeignKey(Invite, on_delete=models.CASCADE, related_name="vouches")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="vouches")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("vouch")
        verbose_name_plural = _("vouches")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invite", "member"], name="one_vouch_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.invite}"

"""Where else the site is read: mirrors that others keep, and the embassy's own onion address."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.lib.addresses import host_in, is_onion, is_onion_origin, is_onion_v3, is_origin
from ambasada.network.models.embassy import Embassy
from ambasada.network.models.fact import Fact

_LONGEST = 200
_WRONG_LETTER = _("This is no onion address of version 3: a letter is wrong or missing. Copy it.")


class Mirror(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """An address at which somebody serves a copy of the site. Nobody needs to know who."""

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="mirrors", verbose_name=_("embassy")
    )
    address = models.CharField(
        _("address"),
        max_length=_LONGEST,
        help_text=_("As https://mirror.example.org or http://….onion, without a path."),
    )

    class Meta:
        verbose_name = _("mirror")
        verbose_name_plural = _("mirrors")

    def __str__(self) -> str:
        return self.address

    @property
    def is_onion(self) -> bool:
        """Whether it is reached through Tor alone."""
        return is_onion(host_in(self.address))

    def clean(self) -> None:
        """Accept an address that every reader can reach: no path, no name of a network inside."""
        if not is_origin(self.address):
            message = _(
                "Write it as https://mirror.example.org is written: a scheme and a public name in "
                "small letters, no path. http:// is for onion addresses alone."
            )
            raise ValidationError({"address": message})
        if self.is_onion and not is_onion_v3(host_in(self.address)):
            raise ValidationError({"address": _WRONG_LETTER})


class OnionAddress(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """The embassy's own site through Tor. The charter gives it too, so that mirrors guard it."""

    embassy = models.OneToOneField(
        Embassy,
        on_delete=models.CASCADE,
        related_name="onion_address",
        verbose_name=_("embassy"),
        error_messages={
            "unique": _("This embassy has an onion address already. Open that one and change it.")
        },
    )
    address = models.CharField(
        _("address"),
        max_length=_LONGEST,
        help_text=_("As http://….onion, without a path. It is in the charter too."),
    )

    class Meta:
        verbose_name = _("onion address")
        verbose_name_plural = _("onion address")

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        """Accept an onion address of version 3 whose checksum is right."""
        if not self.address.startswith("http://") or not self.address.endswith(".onion"):
            message = _("Write it as http://….onion is written, in small letters, no path.")
            raise ValidationError({"address": message})
        if not is_onion_origin(self.address):
            raise ValidationError({"address": _WRONG_LETTER})

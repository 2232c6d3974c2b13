from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.network.languages import InLanguages, LanguageCodes, require_languages
from ambasada.network.models.embassy import Embassy
from ambasada.network.models.fact import Fact


class Channel(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """A way to reach the embassy, what it reveals about who uses it, and whether it is ours.

    A channel that is given up is retired and stays listed: whoever finds the old address learns
    that it is not ours any more.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("telephone")
        SOCIAL = "social", _("social network")
        MESSENGER = "messenger", _("messenger")
        WEBSITE = "website", _("website")
        POST = "post", _("post")

    embassy = models.ForeignKey(
        Embassy, on_delete=models.CASCADE, related_name="channels", verbose_name=_("embassy")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title = InLanguages(_("title"))
    address = models.CharField(_("address as shown"), max_length=200)
    url = models.CharField(
        _("link"), max_length=300, blank=True, help_text=_("https, mailto or tel; may be empty.")
    )
    languages = LanguageCodes(_("languages"), default=list)
    purpose = InLanguages(_("what it is for"), is_long=True)
    reveals = InLanguages(_("what it reveals about you"), is_long=True)
    since = models.DateField(_("ours since"))
    checked_on = models.DateField(_("checked on"))
    retired_on = models.DateField(_("not ours since"), null=True, blank=True)
    retired_note = InLanguages(_("what happened to it"), is_long=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(retired_on=None) | models.Q(retired_on__gte=models.F("since")),
                name="channel_retires_after_it_began",
                violation_error_message=_("A channel is not given up before it began."),
            )
        ]

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        """Accept only links that open a page, a mail or a call, and texts in every language."""
        if self.embassy_id:
            require_languages(self, self.embassy.languages)
        if self.url and not self.url.startswith(("https://", "mailto:", "tel:")):
            raise ValidationError({"url": _("Begin with https://, mailto: or tel:.")})

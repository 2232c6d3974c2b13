import re
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import DraftStateMixin, RevisionMixin

from ambasada.network.languages import InLanguages, require_languages
from ambasada.network.models.embassy import Embassy
from ambasada.network.models.fact import Fact
from ambasada.network.models.fair_copy import FairCopy

LONGEST_BANNER = 300  # characters: more than two sentences nobody reads before the page below
LONGEST_STANDING = timedelta(days=30)
_BELOW_A_LANGUAGE = re.compile(r"(?:[a-z0-9-]+/)+")


class Banner(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """An alert above every page of an embassy, until a moment that is named in it.

    An embassy has one at most, so that two alerts never compete: the next one is written in the
    place of the last. It stands on neutral pages too, and so doesn't name the embassy.
    """

    class Level(models.TextChoices):
        """How bad it is, in words that need no colour: know it, be careful, act now."""

        NOTICE = "notice", pgettext_lazy("level of a banner", "Notice")
        WARNING = "warning", pgettext_lazy("level of a banner", "Warning")
        DANGER = "danger", pgettext_lazy("level of a banner", "Danger")

    embassy = models.OneToOneField(
        Embassy,
        on_delete=models.CASCADE,
        related_name="banner",
        verbose_name=_("embassy"),
        error_messages={
            "unique": _("This embassy has a banner already. Open that one and change it.")
        },
    )
    level = models.CharField(
        _("level"),
        max_length=10,
        choices=Level.choices,
        help_text=_("Notice: good to know. Warning: be careful. Danger: act now."),
    )
    text = InLanguages(
        _("text"),
        is_long=True,
        help_text=_("What happened and what to do. Not the name of the embassy."),
    )
    link = models.CharField(
        _("page to read on"),
        max_length=300,
        blank=True,
        help_text=_("Its address below the language, such as emergency/."),
    )
    until = models.DateTimeField(
        _("until"),
        help_text=_("At most 30 days ahead, in the time zone of your preferences (else UTC)."),
    )

    class Meta:
        verbose_name = _("banner")
        verbose_name_plural = _("banner")

    def __str__(self) -> str:
        return str(_("banner"))

    def clean(self) -> None:
        """Ask for one or two sentences in every language, and a link that stays on the site."""
        if self.embassy_id:
            require_languages(self, self.embassy.languages)
        if any(len(said) > LONGEST_BANNER for said in self.text.values()):
            raise ValidationError({"text": _("Use at most 300 characters in each language.")})
        if self.link and not _BELOW_A_LANGUAGE.fullmatch(self.link):
            raise ValidationError({"link": _("Write it as emergency/ is written.")})

    def require_standing(self, now: datetime) -> None:
        """Refuse what can't stand above every page from now on.

        Raises ValidationError if its time is over or too far ahead, if nothing public is where
        its link leads, or if it names the embassy.
        """
        if not now < self.until <= now + LONGEST_STANDING:
            raise ValidationError({"until": _("Name a moment within the next 30 days.")})
        pages = FairCopy.objects.public(self.embassy).filter(path=self.link)
        if self.link and not pages.exists():
            raise ValidationError({"link": _("There is no public page at this address.")})
        said = " ".join(self.text.values()).casefold()
        names = [*self.embassy.name.values(), *self.embassy.short_name.values()]
        if any(name.casefold() in said for name in names if name):
            message = _("Leave out the name of the embassy: pages that show none have this too.")
            raise ValidationError({"text": message})

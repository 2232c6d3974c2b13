from typing import ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, RevisionMixin, Site

from ambasada.network.band import BandField
from ambasada.network.languages import InLanguages, LanguageCodes, require_languages
from ambasada.network.models.fact import Fact


class Embassy(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """One People's Embassy of one nation in one territory, on one host name."""

    is_dispensable = False

    class Kind(models.TextChoices):
        EMBASSY = "embassy", _("embassy")
        CONSULATE = "consulate", _("consulate")
        INFORMATION_POINT = "information_point", _("information point")

    code = models.SlugField(_("code"), unique=True, help_text=_("Short and lasting, such as gb."))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="embassy")
    name = InLanguages(_("name"))
    short_name = InLanguages(_("short name"))
    nation = InLanguages(_("nation"))
    territory = InLanguages(_("territory"))
    languages = LanguageCodes(
        _("languages"),
        help_text=_("Codes, the first of them the language of the first page."),
    )
    legal_form = InLanguages(_("legal form"), is_long=True)
    controller = InLanguages(_("data controller"), is_long=True)
    time_zone = models.CharField(_("time zone"), max_length=60)
    exit_address = models.URLField(
        _("where quick exit leads"),
        help_text=_("A well-known, harmless page, such as a weather forecast."),
    )
    band = BandField(
        _("woven band"),
        help_text=_("Rows of one repeat: # for red, o for ink, . for the ground."),
    )

    class Meta:
        verbose_name = _("embassy")
        verbose_name_plural = _("embassies")

    def __str__(self) -> str:
        return self.code

    def clean(self) -> None:
        """Check what the forms can't: languages that exist, a band that is a rectangle."""
        known = dict(settings.LANGUAGES)
        if not self.languages or not all(code in known for code in self.languages):
            raise ValidationError({"languages": _("Name at least one language of the site.")})
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": _("Name it as Europe/London is named.")})
        if len({len(row) for row in self.band}) != 1 or set("".join(self.band)) - set("#o."):
            raise ValidationError({"band": _("Rows of one length, made of # o and . only.")})
        require_languages(self, self.languages)

    @property
    def first_language(self) -> str:
        return str(self.languages[0])

    @property
    def origin(self) -> str:
        """The scheme and host of the public site, without a final slash."""
        return self.site.root_url

    def home_path(self, language: str) -> str:
        """Return the Wagtail path of this embassy's home page in a language."""
        return f"/{self.code}-{language}/"


class Wording(Fact, DraftStateMixin, RevisionMixin, models.Model):
    """A sentence whose meaning the code knows and whose words belong to the embassy."""

    is_dispensable = False

    class Key(models.TextChoices):
        FUNCTION_INFORM = "function_inform", _("first function, in full")
        FUNCTION_CONTACTS = "function_contacts", _("second function, in full")
        FUNCTION_HELP = "function_help", _("third function, in full")
        INSIDE_COUNTRY = "inside_country", _("warning for readers inside the country")
        NEVER_ASK = "never_ask", _("what we never ask")
        RECEIPT_CODE = "receipt_code", _("receipt code")
        IMPERSONATION = "impersonation", _("impersonation")
        EMERGENCY = "emergency", _("emergency line")
        NO_TRAVEL_DOCUMENT = "no_travel_document", _("not a travel document")
        DELETION = "deletion", _("deletion promise")
        OLD_POSTS = "old_posts", _("old posts on social networks")

    embassy = models.ForeignKey(Embassy, on_delete=models.CASCADE, related_name="wordings")
    key = models.CharField(_("key"), max_length=30, choices=Key.choices)
    text = InLanguages(_("text"), is_long=True)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["embassy", "key"], name="one_wording_per_key")
        ]

    def __str__(self) -> str:
        return str(self.Key(self.key).label)

    def clean(self) -> None:
        """Ask for the sentence in every language of the embassy."""
        require_languages(self, self.embassy.languages)

from datetime import date, time
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT
from ambasada.network.models import Channel, Mandate, Office
from ambasada.pages.blocks import TextStream
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.publishing.models.months import ByMonth
from ambasada.publishing.models.standing import TEXT_FIELDS
from ambasada.publishing.models.zoned import Zoned
from ambasada.publishing.panels import OwnChannelPanel, OwnOfficePanel
from ambasada.publishing.speaking import channel_in_use, title_of
from ambasada.publishing.when import When, check_hour


class PressIndexPage(TextPage, ByMonth, Page):
    """What is for the press: whom to ask, and the releases, newest first."""

    contact = models.ForeignKey(
        Channel,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where the press reaches us"),
    )
    promise = models.CharField(
        _("when we answer"),
        max_length=200,
        blank=True,
        help_text=_("Promise only what somebody keeps."),
    )

    edit_handler = tabs(
        [
            FieldPanel("title"),
            *TextPage.text_panels,
            MultiFieldPanel(
                [OwnChannelPanel("contact"), FieldPanel("promise")], heading=_("Contact")
            ),
        ],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields: ClassVar = [
        *TEXT_FIELDS,
        TranslatableField("promise"),
        SynchronizedField("contact"),
    ]
    subpage_types: ClassVar = ["publishing.PressReleasePage"]
    has_feed = True
    has_plain_text = False
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("press")
        verbose_name_plural = _("press")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `contact`, the channel of the press, None if it is not in use."""
        context = super().get_context(request, *args, **kwargs)
        return context | {"contact": channel_in_use(self.contact_id, context["facts"])}


class PressReleasePage(Zoned, TextPage, PublicPage, Page):
    """A press release: place, day and hour, whom to ask by role, and who speaks."""

    place = models.CharField(_("place"), max_length=100, help_text=_("As in “London”."))
    released_on = models.DateField(_("date"), default=timezone.localdate)
    released_at = models.TimeField(_("time"))
    embargo = models.CharField(
        _("line on an embargo"),
        max_length=200,
        blank=True,
        help_text=_(
            "For those who are told before. The page itself goes out when it is approved, or at "
            "the moment it was approved for, and not before."
        ),
    )
    office = models.ForeignKey(
        Office,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office that speaks"),
    )
    contact = models.ForeignKey(
        Channel,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where to ask"),
    )
    notes = StreamField(TextStream(), verbose_name=_("notes to editors"), blank=True)

    edit_handler = tabs(
        [
            FieldPanel("title"),
            MultiFieldPanel(
                [
                    FieldPanel("place"),
                    FieldPanel("released_on"),
                    FieldPanel("released_at"),
                    FieldPanel("time_zone"),
                    FieldPanel("embargo"),
                ],
                heading=_("Where and when"),
            ),
            *TextPage.text_panels,
            FieldPanel("notes"),
            MultiFieldPanel(
                [OwnOfficePanel("office"), OwnChannelPanel("contact")],
                heading=_("Who speaks, and where to ask"),
            ),
        ],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields: ClassVar = [
        *TEXT_FIELDS,
        TranslatableField("place"),
        TranslatableField("embargo"),
        TranslatableField("notes"),
        *(
            SynchronizedField(name)
            for name in ("released_on", "released_at", "time_zone", "office", "contact")
        ),
    ]
    subpage_types: ClassVar = []
    has_card = True
    has_paper = True
    schema_type = "NewsArticle"
    words_template = "publishing/components/release_words.html"

    class Meta:
        verbose_name = _("press release")
        verbose_name_plural = _("press releases")

    def clean(self) -> None:
        """Refuse an hour that the clocks of the place leave out."""
        super().clean()
        self.check_zone()
        given: tuple[date | None, time | None] = (self.released_on, self.released_at)
        if None not in given:  # a form may lack them
            check_hour(self.when, starts="released_at")

    @property
    def dated_on(self) -> date:
        """The day lists sort it by."""
        return self.released_on

    def made_slug(self) -> str:
        """Put the date before the title's words."""
        return f"{self.released_on.isoformat()}-{super().made_slug()}"

    @property
    def when(self) -> When:
        """When it was released, in the time of the place."""
        day = self.released_on
        return When(self.time_zone or "UTC", day, self.released_at, day, None)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `office` and `contact`, who speaks and where to ask, and `founded_on`."""
        context = super().get_context(request, *args, **kwargs)
        facts = context["facts"]
        self.time_zone = self.time_zone or facts.embassy.time_zone  # of a draft never saved
        reads(f"{FACT}{Mandate._meta.label_lower}")
        return context | {
            "office": title_of(self.office_id, facts, context["text_language"]),
            "contact": channel_in_use(self.contact_id, facts),
            "founded_on": facts.mandate.founded_on,
        }

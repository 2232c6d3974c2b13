from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.network.models import Embassy, Office
from ambasada.pages.blocks import TextBlock
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.pages.queries import listed, public_paths
from ambasada.publishing.ageing import Age, Stage, stage_today
from ambasada.publishing.models.standing import TEXT_FIELDS
from ambasada.publishing.panels import OwnOfficePanel
from ambasada.publishing.speaking import title_of

# What a step may be made of: its heading is a field of its own.
_STEP_FEATURES = ["bold", "italic", "ol", "ul", "link", "blockquote"]
_HELP = "help/"


class StepBlock(blocks.StructBlock):
    """One thing to do or to know, under a number one can link to."""

    heading = blocks.CharBlock(label=_("heading"), max_length=120)
    text = TextBlock(label=_("text"), features=_STEP_FEATURES, required=False)

    class Meta:
        label = _("step")
        icon = "list-ol"


class StepStream(blocks.StreamBlock):
    """The steps of a guide, in order."""

    step = StepBlock()


class GuideIndexPage(TextPage, PublicPage, Page):
    """All guides that were checked lately enough, by topic."""

    edit_handler = tabs(
        [FieldPanel("title"), *TextPage.text_panels],
        [FieldPanel("checked_on"), *TextPage.safety_panels],
    )
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = ["publishing.GuidePage"]
    has_plain_text = False
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("guides")
        verbose_name_plural = _("guides")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `guides`: those that lists lead to, in a reader's language, topic by topic."""
        context = super().get_context(request, *args, **kwargs)
        embassy = context["facts"].embassy
        context["guides"] = listed_in(embassy, context["language"])
        return context


class GuidePage(TextPage, PublicPage, Page):
    """What exists, what it needs and who decides, step by step: information, not advice.

    It says until when it counts as checked. After that readers are warned; after a grace period
    no list leads to it, and it stays where it is for whoever has its address.
    """

    class Topic(models.TextChoices):
        """What a guide is about; the list of guides keeps this order."""

        HOME = "home", _("In danger at home")
        PAPERS = "papers", _("Passports and papers")
        ABROAD = "abroad", _("Protection and work abroad")
        SAFETY = "safety", _("Safety")
        PRISONERS = "prisoners", _("Prisoners and those set free")

    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    position = models.PositiveSmallIntegerField(
        _("position"), default=0, help_text=_("Where it stands in the list of its topic.")
    )
    for_whom = models.TextField(_("for whom it is"), max_length=300)
    jurisdiction = models.CharField(_("where it holds"), max_length=200)
    is_law = models.BooleanField(
        _("rests on law or official rules"),
        default=True,
        help_text=_("Law is checked every 90 days, everything else every 365."),
    )
    checked_by = models.ForeignKey(
        Office,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office that answers for it"),
    )
    steps = StreamField(StepStream(), verbose_name=_("steps"))

    edit_handler = tabs(
        [
            FieldPanel("title"),
            FieldPanel("introduction"),
            FieldPanel("for_whom"),
            FieldPanel("jurisdiction"),
            FieldPanel("body"),
            FieldPanel("steps"),
        ],
        [
            MultiFieldPanel(
                [FieldPanel("checked_on"), FieldPanel("is_law"), OwnOfficePanel("checked_by")],
                heading=_("When it is checked, and by whom"),
            ),
            FieldPanel("sources"),
            FieldPanel("corrections"),
            *TextPage.safety_panels,
            MultiFieldPanel(
                [FieldPanel("topic"), FieldPanel("position")], heading=_("Where it is listed")
            ),
        ],
    )
    override_translatable_fields: ClassVar = [
        *TEXT_FIELDS,
        TranslatableField("for_whom"),
        TranslatableField("jurisdiction"),
        TranslatableField("steps"),
        SynchronizedField("topic"),
        SynchronizedField("position"),
        SynchronizedField("is_law"),
        SynchronizedField("checked_by"),
    ]
    subpage_types: ClassVar = []
    has_paper = True

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def clean(self) -> None:
        """Ask for the day it was checked: a guide without one would never age."""
        super().clean()
        if self.checked_on is None:
            raise ValidationError({"checked_on": _("Say on which day somebody checked it.")})
        latest = timezone.localdate() + timedelta(days=1)  # east of here it is tomorrow already
        if self.checked_on > latest:
            raise ValidationError({"checked_on": _("This day is still to come.")})

    @property
    def age(self) -> Age:
        """Until when it counts as checked, and until when lists lead to it."""
        # A draft in preview may have no day yet: it is shown as if it were checked today.
        return Age.since(self.checked_on or timezone.localdate(), is_law=self.is_law)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add how old it is (`age`, `is_overdue`, `is_unlisted`), `office` and `help_href`.

        `office` is the title of the office that answers for it, and `help_href` where help is
        told of; both are "" where there is none.
        """
        context = super().get_context(request, *args, **kwargs)
        facts, language = context["facts"], context["language"]
        stage = stage_today(self.age, facts.embassy)
        has_help = public_paths(facts.embassy, {_HELP})
        return context | {
            "age": self.age,
            "is_overdue": stage is not Stage.CURRENT,
            "is_unlisted": stage is Stage.UNLISTED,
            "office": title_of(self.checked_by_id, facts, language),
            "help_href": f"/{language}/{_HELP}" if has_help else "",
        }


def listed_in(embassy: Embassy, language: str) -> list[GuidePage]:
    """Return the guides that lists lead to, in a reader's language, topic by topic."""
    guides = listed(GuidePage, embassy, language)
    return _in_order(
        each for each in guides if stage_today(each.age, embassy) is not Stage.UNLISTED
    )


def _in_order(guides: Iterable[GuidePage]) -> list[GuidePage]:
    topics = list(GuidePage.Topic)
    return sorted(
        guides, key=lambda each: (topics.index(GuidePage.Topic(each.topic)), each.position)
    )

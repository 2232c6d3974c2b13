from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.pages.queries import listed

TEXT_FIELDS = [
    TranslatableField("title"),
    TranslatableField("introduction"),
    TranslatableField("body"),
    TranslatableField("neutral_title"),
    TranslatableField("sources"),
    TranslatableField("corrections"),
    SynchronizedField("page_class"),
    SynchronizedField("checked_on"),
]


class StandardPage(TextPage, PublicPage, Page):
    """A standing page: help, partners, safety, privacy, accessibility."""

    edit_handler = tabs(
        [FieldPanel("title"), *TextPage.text_panels],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")


class NewsIndexPage(PublicPage, Page):
    """All news of the embassy, newest first, by month."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    edit_handler = tabs([FieldPanel("title"), FieldPanel("introduction")])
    override_translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("introduction"),
    ]
    subpage_types: ClassVar = ["publishing.NewsPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `news`: the items a reader of this language is served, newest first."""
        context = super().get_context(request, *args, **kwargs)
        context["news"] = listed(NewsPage, context["facts"].embassy, context["language"])
        return context


class NewsPage(TextPage, PublicPage, Page):
    """One news item, dated."""

    published_on = models.DateField(_("date"), default=timezone.localdate)

    edit_handler = tabs(
        [FieldPanel("title"), FieldPanel("published_on"), *TextPage.text_panels],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields: ClassVar = [*TEXT_FIELDS, SynchronizedField("published_on")]
    subpage_types: ClassVar = []

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = _("news items")

    @property
    def dated_on(self) -> date:
        """The day lists sort it by."""
        return self.published_on

    def made_slug(self) -> str:
        """Put the date before the title's words."""
        return f"{self.published_on.isoformat()}-{super().made_slug()}"

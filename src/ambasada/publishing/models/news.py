from datetime import date
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.publishing.models.months import ByMonth
from ambasada.publishing.models.standing import TEXT_FIELDS


class NewsIndexPage(ByMonth, Page):
    """The news of the embassy, newest first, by month."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    edit_handler = tabs([FieldPanel("title"), FieldPanel("introduction")])
    override_translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("introduction"),
    ]
    subpage_types: ClassVar = ["publishing.NewsPage"]
    has_feed = True
    has_plain_text = False
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")


class NewsPage(TextPage, PublicPage, Page):
    """One news item, dated."""

    published_on = models.DateField(_("date"), default=timezone.localdate)

    edit_handler = tabs(
        [FieldPanel("title"), FieldPanel("published_on"), *TextPage.text_panels],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields: ClassVar = [*TEXT_FIELDS, SynchronizedField("published_on")]
    subpage_types: ClassVar = []
    has_card = True
    schema_type = "NewsArticle"

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

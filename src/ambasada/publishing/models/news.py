import re
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.network.models import Embassy, FairCopy, FairCopyQuerySet
from ambasada.network.responses import PublicRequest
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.pages.queries import listed
from ambasada.publishing.models.standing import TEXT_FIELDS

# With introductions 50 KB of HTML, and a month of a busy newsroom.
_ON_ONE_PAGE = 30
_MONTH = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])/", re.ASCII)


class NewsIndexPage(PublicPage, Page):
    """The news of the embassy, newest first, by month.

    What is too much for one page is read on pages of single months, `news/2026-05/`; they are
    this page with another list, and no page to edit.
    """

    month: date | None = None  # the first day of the only month that is shown

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    edit_handler = tabs([FieldPanel("title"), FieldPanel("introduction")])
    override_translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("introduction"),
    ]
    subpage_types: ClassVar = ["publishing.NewsPage"]
    has_feed = True
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    @staticmethod
    def months(embassy: Embassy) -> list[date]:
        """Return the months that have pages of their own, newest first; none while one page does.

        Each by its first day. One query, however many news there are.
        """
        items = Count("translation_key", distinct=True)
        days = _approved_news(embassy).order_by().values_list("dated_on").annotate(items)
        counted = {day: count for day, count in days if day}
        if sum(counted.values()) <= _ON_ONE_PAGE:
            return []
        return sorted({day.replace(day=1) for day in counted}, reverse=True)

    @classmethod
    def held_below(cls, embassy: Embassy) -> set[str]:
        """Return the paths of the months that have pages of their own."""
        months = cls.months(embassy)
        lists = FairCopy.objects.public(embassy).filter(kind=cls._meta.label_lower)
        sections = set(lists.values_list("path", flat=True)) if months else set()
        return {f"{section}{month:%Y-%m}/" for section in sections for month in months}

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Show the news of one month. Raises Http404 if it has no page."""
        parts = _MONTH.fullmatch(rest)
        if parts is None:
            raise Http404
        self.month = date(int(parts["year"]), int(parts["month"]), 1)
        news = _approved_news(request.facts.embassy)
        keys = news.values("translation_key").distinct()[: _ON_ONE_PAGE + 1]
        if keys.count() <= _ON_ONE_PAGE or not news.in_month(self.month).exists():
            raise Http404
        return self.serve(request)

    @property
    def address(self) -> str:
        """The path below the language, of a month as well."""
        return f"{super().address}{self._below}"

    @property
    def _below(self) -> str:
        return f"{self.month:%Y-%m}/" if self.month else ""

    def versions(self, embassy: Embassy) -> dict[str, str]:
        """Return the paths of the public versions by language, of a month as well."""
        found = super().versions(embassy)
        return {language: f"{path}{self._below}" for language, path in found.items()}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `news`: the items a reader of this language is served, newest first.

        And `all_months`, those that have pages of their own.
        """
        context = super().get_context(request, *args, **kwargs)
        embassy, language = context["facts"].embassy, context["language"]
        if self.month is not None:
            context["news"] = listed(NewsPage, embassy, language, month=self.month)
        else:
            context["news"] = listed(NewsPage, embassy, language, at_most=_ON_ONE_PAGE)
            context["all_months"] = self.months(embassy)
        return context


def _approved_news(embassy: Embassy) -> FairCopyQuerySet:
    """Narrow to the news that readers of an embassy are served, in any of its languages."""
    return FairCopy.objects.public(embassy).filter(
        kind=NewsPage._meta.label_lower, language__in=embassy.languages
    )


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

"""Sections whose items are dated: too many for one page are read on pages of single months."""

import re
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from ambasada.lib.recorder import once
from ambasada.network.models import Embassy
from ambasada.network.responses import PublicRequest
from ambasada.pages.models import PublicPage
from ambasada.pages.queries import listed, public_rows

# With introductions 50 KB of HTML, and a month of a busy newsroom.
ON_ONE_PAGE = 30
_MONTH = re.compile(r"(?P<year>[12][0-9]{3})-(?P<month>0[1-9]|1[0-2])/", re.ASCII)


class ByMonth(PublicPage):
    """A section of dated items, newest first, by month; mixed in before `Page`.

    What is too much for one page is read on pages of single months, such as `news/2026-05/`; they
    are this page with another list, and no page to edit.
    """

    subpage_types: ClassVar[list[str]]  # one kind
    month: date | None = None  # the first day of the only month that is shown

    @classmethod
    def item_kind(cls) -> type[Any]:
        """Return the kind of page that it lists."""
        kind: type[Page] = apps.get_model(cls.subpage_types[0])
        return kind

    @classmethod
    def months(cls, embassy: Embassy) -> list[date]:
        """Return the months that have pages of their own, newest first; none while one page does.

        Each by its first day. One query, however many items there are.
        """
        return once(("months", embassy.pk, cls), lambda: cls._counted_months(embassy))

    @classmethod
    def _counted_months(cls, embassy: Embassy) -> list[date]:
        rows = public_rows(embassy, [cls.item_kind()._meta.label_lower])
        items = {(row.dated_on, row.key) for row in rows if row.language in embassy.languages}
        days = [day for day, _key in items if day]
        if len(days) <= ON_ONE_PAGE:
            return []
        return sorted({day.replace(day=1) for day in days}, reverse=True)

    @classmethod
    def held_below(cls, embassy: Embassy) -> set[str]:
        """Return the paths of the months that have pages of their own."""
        months = cls.months(embassy)
        lists = public_rows(embassy, [cls._meta.label_lower]) if months else ()
        sections = {row.path for row in lists}
        of_months = {f"{section}{month:%Y-%m}/" for section in sections for month in months}
        return {*super().held_below(embassy), *of_months}

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Show the items of one month. Raises Http404 if it has no page."""
        parts = _MONTH.fullmatch(rest)
        if parts is None:
            return super().serve_held(request, rest)
        self.month = date(int(parts["year"]), int(parts["month"]), 1)
        if self.month not in self.months(request.facts.embassy):
            return super().serve_held(request, rest)
        return self.serve(request)

    @property
    def address(self) -> str:
        """The path below the language, of a month as well."""
        return f"{super().address}{self._below}"

    @property
    def section_address(self) -> str:
        """The path of the section itself, also where a month is shown."""
        return super().address

    @property
    def _below(self) -> str:
        return f"{self.month:%Y-%m}/" if self.month else ""

    def versions(self, embassy: Embassy) -> dict[str, str]:
        """Return the paths of the public versions by language, of a month as well."""
        found = super().versions(embassy)
        return {language: f"{path}{self._below}" for language, path in found.items()}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `items`, those a reader of this language is served, newest first.

        And `all_months`, those that have pages of their own.
        """
        context = super().get_context(request, *args, **kwargs)
        embassy = context["facts"].embassy
        context["items"] = self.shown_items(embassy, context["language"])
        context["all_months"] = [] if self.month else self.months(embassy)
        return context

    def shown_items(self, embassy: Embassy, language: str) -> list[Any]:
        """Return the items this page shows: those of its month, or the newest."""
        if self.month is not None:
            return listed(self.item_kind(), embassy, language, month=self.month)
        return listed(self.item_kind(), embassy, language, at_most=ON_ONE_PAGE)

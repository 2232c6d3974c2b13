from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ambasada.figures.downloads import data_set_csv, figures_csv
from ambasada.figures.queries import ShownDataSet, data_sets_in, figures_in, timeline_in
from ambasada.network.models import Embassy
from ambasada.network.queries import Facts, facts_of
from ambasada.network.responses import PublicRequest, with_headers
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.pages.queries import public_rows
from ambasada.publishing.models.standing import TEXT_FIELDS

_TIMELINE = "timeline/"
_FIGURES = "figures.csv"


class SituationPage(TextPage, PublicPage, Page):
    """The situation in figures, charts and a timeline: all the embassy has, each entered once.

    The timeline, the whole table of a data set and the downloads stand at paths below; they are
    this page in another form, and no page to edit.
    """

    form: str = ""  # what is shown alone, by its path below this page
    chosen: ShownDataSet | None = None  # the data set that is shown alone

    edit_handler = tabs(
        [FieldPanel("title"), *TextPage.text_panels],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = []
    has_plain_text = False
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situation")

    @classmethod
    def held_below(cls, embassy: Embassy) -> set[str]:
        """Return the paths of the timeline, the tables and the downloads below such a page."""
        sections = {row.path for row in public_rows(embassy, [cls._meta.label_lower])}
        names = list(_names_below(embassy)) if sections else []
        return {f"{section}{name}" for section in sections for name in names}

    @staticmethod
    def pages_below(facts: Facts) -> list[str]:
        """Return what follows the address of such a page where a page of its own is read."""
        tables = [f"{each.data_set.key}/" for each in data_sets_in(facts)]
        return [_TIMELINE, *tables] if timeline_in(facts) else tables

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Show what stands at a path below, or send a table as CSV. Raises Http404 if nothing."""
        name = rest.rstrip("/").removesuffix(".csv")
        self.chosen = next(
            (each for each in data_sets_in(request.facts) if each.data_set.key == name), None
        )
        if (rest == _TIMELINE and timeline_in(request.facts)) or (self.chosen and rest[-1] == "/"):
            self.form = rest
            return self.serve(request)
        table = self._csv(request.facts) if rest.endswith(".csv") else None
        if table is None and rest == _FIGURES:
            table = figures_csv(request.facts)
        if table is None:
            raise Http404
        response = HttpResponse(table, "text/csv; charset=utf-8")
        return with_headers(response, self.header_class)

    def _csv(self, facts: Facts) -> bytes | None:
        return data_set_csv(self.chosen.data_set, facts) if self.chosen else None

    @property
    def address(self) -> str:
        """The path below the language, of another form as well."""
        return f"{super().address}{self.form}"

    def versions(self, embassy: Embassy) -> dict[str, str]:
        """Return the paths of the public versions by language, of another form as well."""
        found = super().versions(embassy)
        return {language: f"{path}{self.form}" for language, path in found.items()}

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template of the page, of the timeline, or of a data set alone."""
        if self.form == _TIMELINE:
            return "publishing/timeline_page.html"
        if self.chosen:
            return "publishing/data_set_page.html"
        name: str = super().get_template(request, *args, **kwargs)
        return name

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the form shows: `events`, `figures`, `data_sets`, each as there are any."""
        context = super().get_context(request, *args, **kwargs)
        facts = context["facts"]
        context["section"] = super().address
        if not self.chosen:
            context["events"] = timeline_in(facts)
        if not self.form:
            context |= {"figures": figures_in(facts), "data_sets": data_sets_in(facts)}
        return context


def _names_below(embassy: Embassy) -> Iterator[str]:
    facts = facts_of(embassy)
    if facts is None:
        return
    yield from SituationPage.pages_below(facts)
    if figures_in(facts):
        yield _FIGURES
    yield from (f"{each.data_set.key}.csv" for each in data_sets_in(facts))

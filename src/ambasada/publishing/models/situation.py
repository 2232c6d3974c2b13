from collections.abc import Iterator
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from ambasada.figures.downloads import figures_csv
from ambasada.figures.queries import figures_in, timeline_in
from ambasada.network.models import Embassy, FairCopy
from ambasada.network.queries import facts_of
from ambasada.network.responses import PublicRequest, with_headers
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.publishing.models.standing import TEXT_FIELDS

_TIMELINE = "timeline/"
_FIGURES = "figures.csv"


class SituationPage(TextPage, PublicPage, Page):
    """The situation in figures, charts and a timeline: all the embassy has, each entered once.

    The timeline and the downloads are this page in another form, at paths below its own.
    """

    is_timeline: bool = False  # whether the timeline is shown, and nothing else

    edit_handler = tabs(
        [FieldPanel("title"), *TextPage.text_panels],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = []
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("situation")
        verbose_name_plural = _("situation")

    @classmethod
    def held_below(cls, embassy: Embassy) -> set[str]:
        """Return the paths of the timeline and of the downloads, below each page of this kind."""
        pages = FairCopy.objects.public(embassy).filter(kind=cls._meta.label_lower)
        sections = set(pages.values_list("path", flat=True))
        return {f"{section}{name}" for section in sections for name in _names_below(embassy)}

    def serve_held(self, request: PublicRequest, rest: str) -> HttpResponse:
        """Show the timeline, or send a table as CSV. Raises Http404 if there is no such thing."""
        if rest == _TIMELINE and timeline_in(request.facts):
            self.is_timeline = True
            return self.serve(request)
        table = _csv_named(request, rest)
        if table is None:
            raise Http404
        response = HttpResponse(table, "text/csv; charset=utf-8")
        return with_headers(response, self.header_class)

    @property
    def address(self) -> str:
        """The path below the language, of the timeline as well."""
        return f"{super().address}{self._below}"

    @property
    def _below(self) -> str:
        return _TIMELINE if self.is_timeline else ""

    def versions(self, embassy: Embassy) -> dict[str, str]:
        """Return the paths of the public versions by language, of the timeline as well."""
        found = super().versions(embassy)
        return {language: f"{path}{self._below}" for language, path in found.items()}

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """Return the template of the page, or that of the timeline."""
        name: str = super().get_template(request, *args, **kwargs)
        return "publishing/timeline_page.html" if self.is_timeline else name

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `events`, and but for the timeline `figures`: what there is of each."""
        context = super().get_context(request, *args, **kwargs)
        context["events"] = timeline_in(context["facts"])
        context["section"] = super().address
        if not self.is_timeline:
            context["figures"] = figures_in(context["facts"])
        return context


def _names_below(embassy: Embassy) -> Iterator[str]:
    facts = facts_of(embassy)
    if facts is None:
        return
    if timeline_in(facts):
        yield _TIMELINE
    if figures_in(facts):
        yield _FIGURES


def _csv_named(request: PublicRequest, name: str) -> bytes | None:
    if name == _FIGURES:
        return figures_csv(request.facts)
    return None

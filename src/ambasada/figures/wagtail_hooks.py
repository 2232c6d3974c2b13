"""Figures and the timeline in the admin: each embassy's editors see and change their own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import Select
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ambasada.accounts.requests import member_of
from ambasada.figures.models import DataSet, Figure, Sourced, TimelineEvent
from ambasada.figures.queries import overdue_of
from ambasada.network.forms import OwnEmbassyForm
from ambasada.network.rules import embassies_of
from ambasada.network.viewsets import FactsViewSet


class FigureViewSet(FactsViewSet):
    model = Figure
    icon = "table"
    menu_label = _("Figures")
    list_display = ("key", "value", "as_of", "next_review", "embassy")
    edit_handler = ObjectList(
        [
            FieldPanel("embassy", widget=Select),
            FieldPanel("key"),
            MultiFieldPanel(
                [
                    FieldPanel("precision", widget=Select),
                    FieldPanel("value"),
                    FieldPanel("unit"),
                    FieldPanel("definition"),
                ],
                heading=_("What it says"),
            ),
            Sourced.truth_panels,
            Sourced.source_panels,
            FieldPanel("position"),
        ],
        base_form_class=OwnEmbassyForm,
    )


class DataSetViewSet(FactsViewSet):
    model = DataSet
    icon = "list-ul"
    menu_label = _("Data sets")
    list_display = ("key", "as_of", "next_review", "embassy")
    edit_handler = ObjectList(
        [
            FieldPanel("embassy", widget=Select),
            FieldPanel("key"),
            MultiFieldPanel(
                [FieldPanel("title"), FieldPanel("unit"), FieldPanel("definition")],
                heading=_("What it says"),
            ),
            MultiFieldPanel(
                [FieldPanel("chart", widget=Select), FieldPanel("alternative")], heading=_("Chart")
            ),
            # A table begins with `ambasada import figures`; single cells are mended here.
            FieldPanel("columns", read_only=True),
            FieldPanel("rows"),
            Sourced.truth_panels,
            Sourced.source_panels,
            FieldPanel("position"),
        ],
        base_form_class=OwnEmbassyForm,
    )


class TimelineEventViewSet(FactsViewSet):
    model = TimelineEvent
    icon = "date"
    menu_label = _("Timeline")
    list_display = ("begins", "__str__", "embassy")
    edit_handler = ObjectList(
        [
            FieldPanel("embassy", widget=Select),
            FieldPanel("begins"),
            FieldPanel("ends"),
            FieldPanel("text"),
            FieldPanel("source"),
            FieldPanel("source_address"),
        ],
        base_form_class=OwnEmbassyForm,
    )


class FiguresGroup(SnippetViewSetGroup):
    """One menu for what the embassy says in numbers and dates."""

    menu_label = _("Situation")
    menu_icon = "table"
    menu_order = 155
    items = (FigureViewSet, DataSetViewSet, TimelineEventViewSet)


register_snippet(FiguresGroup)


@dataclass(frozen=True)
class Overdue:
    """What was to be reviewed, since when, and where it is edited."""

    title: str
    since: date
    address: str


class OverduePanel(Component):
    """Tells whoever may edit a figure that it was to be reviewed by now."""

    name = "figures_overdue"
    template_name = "figures/staff/overdue_panel.html"
    order = 21

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add `overdue`, that of the embassies where the member has a seat."""
        now = timezone.now()
        own = embassies_of(member_of(parent_context["request"]), today=now.date())
        return {"overdue": [_overdue(each) for each in overdue_of(own, now=now)]}


def _overdue(thing: Any) -> Overdue:  # noqa: ANN401 -- a figure or a data set
    meta = thing._meta
    address = reverse(f"wagtailsnippets_{meta.app_label}_{meta.model_name}:edit", args=[thing.pk])
    return Overdue(str(thing), thing.next_review, address)


@hooks.register("construct_homepage_panels")
def tell_of_overdue_figures(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001
    panels.append(OverduePanel())

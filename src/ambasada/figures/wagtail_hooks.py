"""Figures and the timeline in the admin: each embassy's editors see and change their own."""

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ambasada.figures.models import DataSet, Figure, Sourced, TimelineEvent
from ambasada.network.forms import OwnEmbassyForm
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

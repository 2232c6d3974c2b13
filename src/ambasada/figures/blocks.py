"""A figure inside a text: the text names it, and shows what is approved of it today."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from ambasada.figures.models import Figure
from ambasada.figures.queries import figure_in, public_options
from ambasada.network.models import Embassy
from ambasada.network.queries import Facts, facts_of


class FigureBlock(blocks.FieldBlock):
    """The number of a figure's row, and nothing of what it says.

    No chooser of Wagtail's: it would show the figures of every embassy, drafts too.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.TypedChoiceField(
            choices=_options, coerce=int, empty_value=None, label=_("figure")
        )
        super().__init__(**kwargs)

    class Meta:
        label = _("figure")
        icon = "table"
        template = "figures/components/figure_in_text.html"

    def get_context(self, value: int, parent_context: dict[str, Any] | None = None) -> Any:  # noqa: ANN401
        """Add `shown`: the figure, or None if it is not public where the text stands."""
        context = super().get_context(value, parent_context)
        facts = _facts_of(parent_context or {})
        context["shown"] = figure_in(facts, value) if facts and value else None
        return context

    def extract_references(self, value: int | None) -> Iterator[tuple[Any, str, str, str]]:
        """Tell Wagtail which figure is used here."""
        if value:
            yield Figure, str(value), "", ""

    def get_searchable_content(self, value: int) -> list[str]:  # noqa: ARG002 -- Wagtail's
        """Return nothing: the words are the figure's."""
        return []

    def get_translatable_segments(self, value: int) -> list[Any]:  # noqa: ARG002 -- wagtail-localize's
        """Return nothing: a figure says itself in every language."""
        return []

    def restore_translated_segments(self, value: int, segments: list[Any]) -> int:  # noqa: ARG002
        """Return the same figure."""
        return value


def _options() -> list[tuple[Any, str]]:
    return [("", "—"), *public_options()]


def _facts_of(context: dict[str, Any]) -> Facts | None:
    """Return the facts a text is shown with, or those of the embassy whose page it stands on."""
    facts: Facts | None = context.get("facts")
    page = context.get("page")
    if facts is not None or page is None:
        return facts
    code = page.url_path.split("/", 2)[1].rpartition("-")[0]
    return facts_of(Embassy.objects.select_related("site").get(code=code))

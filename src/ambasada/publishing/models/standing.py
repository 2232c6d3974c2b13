from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.publishing.helping import help_told

# The standing page that tells of help; from it one comes to where people in danger write.
_HELP = "help/"

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
    subpage_types: ClassVar = ["register.RegisterPage"]
    has_paper = True

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `help`: where one writes without a name; None on every page but that of help."""
        context = super().get_context(request, *args, **kwargs)
        is_help = self.address == _HELP
        embassy = context["facts"].embassy
        context["help"] = help_told(embassy, context["language"]) if is_help else None
        return context

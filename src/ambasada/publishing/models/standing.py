from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.pages.models import PublicPage, TextPage, tabs

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
    has_paper = True

    class Meta:
        verbose_name = _("standing page")
        verbose_name_plural = _("standing pages")

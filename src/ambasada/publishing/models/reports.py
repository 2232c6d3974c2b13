from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.network.models import Office, StoredCopy, StoredDocument, files_of, kept_size
from ambasada.pages.models import PublicPage, TextPage, tabs
from ambasada.publishing.models.months import ByMonth
from ambasada.publishing.models.standing import TEXT_FIELDS
from ambasada.publishing.panels import OwnOfficePanel
from ambasada.publishing.speaking import title_of


class ReportIndexPage(TextPage, ByMonth, Page):
    """The reports of the embassy, newest first."""

    edit_handler = tabs(
        [FieldPanel("title"), *TextPage.text_panels],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields = TEXT_FIELDS
    subpage_types: ClassVar = ["publishing.ReportPage"]
    has_feed = True
    has_plain_text = False
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("reports")
        verbose_name_plural = _("reports")


class ReportPage(TextPage, PublicPage, Page):
    """A report: of which time it tells, who answers for it, and how it is cited."""

    reported_on = models.DateField(_("date"), default=timezone.localdate)
    period = models.CharField(
        _("of which time it tells"), max_length=100, blank=True, help_text=_("As in “2026”.")
    )
    office = models.ForeignKey(
        Office,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("office that answers for it"),
    )
    document = models.ForeignKey(
        StoredDocument,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("as a PDF of your own"),
        help_text=_("Empty: a PDF is made of the page."),
    )

    edit_handler = tabs(
        [
            FieldPanel("title"),
            MultiFieldPanel(
                [FieldPanel("reported_on"), FieldPanel("period"), OwnOfficePanel("office")],
                heading=_("When, of what time, and who answers"),
            ),
            *TextPage.text_panels,
            FieldPanel("document"),
        ],
        [*TextPage.truth_panels, *TextPage.safety_panels],
    )
    override_translatable_fields: ClassVar = [
        *TEXT_FIELDS,
        TranslatableField("period"),
        TranslatableField("document"),
        SynchronizedField("reported_on"),
        SynchronizedField("office"),
    ]
    subpage_types: ClassVar = []
    has_card = True
    has_paper = True
    schema_type = "Report"

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    @property
    def dated_on(self) -> date:
        """The day lists sort it by."""
        return self.reported_on

    def made_slug(self) -> str:
        """Put the date before the title's words."""
        return f"{self.reported_on.isoformat()}-{super().made_slug()}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `office`, `document`, the stored copy, None without one, and its `size` in bytes."""
        context = super().get_context(request, *args, **kwargs)
        document = self.stored_copy()
        size = kept_size(document.sha256, document.suffix) if document else 0
        return context | {
            "office": title_of(self.office_id, context["facts"], context["text_language"]),
            "document": document if size else None,
            "size": size,
        }

    def stored_copy(self) -> StoredCopy | None:
        """Return the document as it was approved; of a draft, as it is stored."""
        if self.document_id is None:
            return None
        copy = getattr(self, "fair_copy", None)
        files = copy.files if copy else files_of(self)
        return files.get(self.document_id)

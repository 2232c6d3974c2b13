import hashlib
import json
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.network.models import Embassy
from ambasada.pages.blocks import CorrectionStream, SourceStream
from ambasada.pages.models import PublicPage, embassy_of, tabs
from ambasada.pages.queries import best_versions
from ambasada.pages.shown import below_homes, shown


class StatementIndexPage(PublicPage, Page):
    """All statements of the embassy, newest first."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    edit_handler = tabs([FieldPanel("title"), FieldPanel("introduction")])
    override_translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("introduction"),
    ]
    subpage_types: ClassVar = ["statements.StatementPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("statements")
        verbose_name_plural = _("statements")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `statements`: those a reader of this language is served, newest first."""
        context = super().get_context(request, *args, **kwargs)
        embassy = embassy_of(request, self)
        statements = StatementPage.objects.of(embassy)
        context["statements"] = best_versions(statements, embassy, context["language"])
        return context


class StatementQuerySet(PageQuerySet):
    def of(self, embassy: Embassy) -> "StatementQuerySet":
        """Narrow to the live statements of one embassy in all its languages, newest first."""
        return (
            shown(self.filter(below_homes(embassy)))
            .select_related("locale")
            .order_by("-issued_on", "-pk")
        )


class ParagraphStream(blocks.StreamBlock):
    """Paragraphs, kept word for word."""

    paragraph = blocks.TextBlock(label=_("paragraph"), rows=3)


class StatementPage(PublicPage, Page):
    """A statement: numbered points, functions, who issued it, who supports it, what it rests on."""

    issued_on = models.DateField(_("date"))
    issuers = models.CharField(_("issued by"), max_length=300)
    declarations = StreamField(ParagraphStream(), verbose_name=_("declarations"), blank=True)
    announcement = StreamField(ParagraphStream(), verbose_name=_("announcement"), blank=True)
    functions_heading = models.CharField(_("heading of the functions"), max_length=300, blank=True)
    functions = StreamField(ParagraphStream(), verbose_name=_("functions"), blank=True)
    supported_by = models.TextField(_("supported by, as in the text"), blank=True)
    supporters = StreamField(ParagraphStream(), verbose_name=_("supporters"), blank=True)
    sources = StreamField(SourceStream(), verbose_name=_("sources"), blank=True)
    corrections = StreamField(CorrectionStream(), verbose_name=_("corrections"), blank=True)

    edit_handler = tabs(
        [
            FieldPanel("title"),
            MultiFieldPanel(
                [FieldPanel("issued_on"), FieldPanel("issuers")], heading=_("Who and when")
            ),
            FieldPanel("declarations"),
            FieldPanel("announcement"),
            MultiFieldPanel(
                [FieldPanel("functions_heading"), FieldPanel("functions")], heading=_("Functions")
            ),
            MultiFieldPanel(
                [FieldPanel("supported_by"), FieldPanel("supporters")], heading=_("Support")
            ),
        ],
        [FieldPanel("sources"), FieldPanel("corrections")],
    )
    override_translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("issuers"),
        TranslatableField("declarations"),
        TranslatableField("announcement"),
        TranslatableField("functions_heading"),
        TranslatableField("functions"),
        TranslatableField("supported_by"),
        TranslatableField("supporters"),
        TranslatableField("sources"),
        TranslatableField("corrections"),
        SynchronizedField("issued_on"),
    ]
    subpage_types: ClassVar = []

    objects = PageManager.from_queryset(StatementQuerySet)()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    def made_slug(self) -> str:
        """Put the date before the title's words."""
        return f"{self.issued_on.isoformat()}-{super().made_slug()}"

    def words(self) -> dict[str, Any]:
        """Return the statement's words by field, corrections left out."""
        plain = {
            "title": self.title,
            "issued_on": self.issued_on.isoformat(),
            "issuers": self.issuers,
            "functions_heading": self.functions_heading,
            "supported_by": self.supported_by,
        }
        return plain | {
            name: [str(block.value) for block in getattr(self, name)]
            for name in ("declarations", "announcement", "functions", "supporters")
        }

    def text_sha256(self) -> str:
        """Return the SHA-256 of the words as canonical JSON: sorted keys, no spaces, UTF-8."""
        canonical = json.dumps(
            self.words(), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `versions`: the published versions of this text, newest first."""
        context = super().get_context(request, *args, **kwargs)
        context["versions"] = list(self.versions.order_by("-number"))
        return context


class StatementVersion(models.Model):
    """A version of a statement's words, as published; its number never changes."""

    statement = models.ForeignKey(StatementPage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    published_on = models.DateField()
    words = models.JSONField()
    text_sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["statement", "number"], name="statement_version_number_is_used_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)

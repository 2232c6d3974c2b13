import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField, TranslatableField

from ambasada.lib.recorder import reads
from ambasada.lib.tags import NUMBER
from ambasada.network.models import FairCopy
from ambasada.pages.blocks import CorrectionStream, SourceStream
from ambasada.pages.models import PublicPage, tabs
from ambasada.pages.queries import listed


class StatementIndexPage(PublicPage, Page):
    """All statements of the embassy, newest first."""

    introduction = models.TextField(_("introduction"), blank=True, max_length=400)

    edit_handler = tabs([FieldPanel("title"), FieldPanel("introduction")])
    override_translatable_fields: ClassVar = [
        TranslatableField("title"),
        TranslatableField("introduction"),
    ]
    subpage_types: ClassVar = ["statements.StatementPage"]
    has_plain_text = False
    has_feed = True
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("statements")
        verbose_name_plural = _("statements")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `statements`: those a reader of this language is served, newest first."""
        context = super().get_context(request, *args, **kwargs)
        embassy, language = context["facts"].embassy, context["language"]
        context["statements"] = listed(StatementPage, embassy, language)
        return context


class ParagraphStream(blocks.StreamBlock):
    """Paragraphs, kept word for word."""

    paragraph = blocks.TextBlock(label=_("paragraph"), rows=3)


class StatementPage(PublicPage, Page):
    """A statement: numbered points, functions, who issued it, who supports it, what it rests on."""

    keeps_versions: ClassVar[bool] = True

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
    has_paper = True
    has_card = True
    schema_type = "Article"
    words_template = "statements/components/words.html"

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")

    @property
    def dated_on(self) -> date:
        """The day lists sort it by."""
        return self.issued_on

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
        context["versions"] = versions_of_words(self)
        return context


@dataclass(frozen=True)
class StatementVersion:
    """A version of a statement's words, as it was made public."""

    number: int
    published_on: date
    words: dict[str, Any]
    text_sha256: str


def versions_of_words(statement: StatementPage) -> list[StatementVersion]:
    """Return the versions of a statement's words that were ever public, newest first.

    Read from its approved copies: one whose words are those of the copy before is no new version.
    """
    reads(f"{NUMBER}{statement.pk}")
    copies = (
        FairCopy.objects.of_thing(statement).once_public().select_related("approval", "embassy")
    )
    versions: list[StatementVersion] = []
    for copy in copies.order_by("approval__decided_at", "pk"):
        decided_at = copy.approval.decided_at
        words: StatementPage = copy.thing
        digest = words.text_sha256()
        is_new = not versions or versions[-1].text_sha256 != digest
        if decided_at and copy.is_whole and is_new:
            number = len(versions) + 1
            versions.append(StatementVersion(number, decided_at.date(), words.words(), digest))
    return versions[::-1]

"""Blocks: what a text may be made of, and what it rests on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.rich_text import RichText

from ambasada.pages.rich_text import cleaned

# Headings begin below the page's title; pictures and embeds come with their own step.
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote", "hr"]


class SourceBlock(blocks.StructBlock):
    """Where a claim comes from; a missing address is shown as missing."""

    title = blocks.CharBlock(label=_("title"))
    address = blocks.URLBlock(label=_("address"), required=False)
    dated_on = blocks.DateBlock(label=_("dated"), required=False)
    accessed_on = blocks.DateBlock(label=_("looked at on"), required=False)
    archived = DocumentChooserBlock(label=_("our stored copy"), required=False)

    class Meta:
        label = _("source")
        icon = "link"


class CorrectionBlock(blocks.StructBlock):
    """What was wrong and when it was put right; a correction stays."""

    corrected_on = blocks.DateBlock(label=_("corrected on"))
    text = blocks.CharBlock(label=_("what was wrong, what is right"))

    class Meta:
        label = _("correction")
        icon = "edit"


class TextBlock(blocks.RichTextBlock):
    """Running text; whatever is pasted in, nothing is kept but what a text may be made of."""

    def clean(self, value: RichText) -> RichText:
        """Take off what comes along from a word processor."""
        made: RichText = super().clean(RichText(cleaned(value.source if value else "")))
        return made

    def deconstruct(self) -> Any:  # noqa: ANN401 -- Django's own signature
        """Stand in migrations as what Wagtail has: nothing differs in what is stored."""
        return ("wagtail.blocks.RichTextBlock", (), self._constructor_args[1])


class TextStream(blocks.StreamBlock):
    """The text of a page."""

    text = TextBlock(label=_("text"), features=TEXT_FEATURES)


class SourceStream(blocks.StreamBlock):
    """The sources of a page."""

    source = SourceBlock()


class CorrectionStream(blocks.StreamBlock):
    """The corrections of a page, newest last."""

    correction = CorrectionBlock()

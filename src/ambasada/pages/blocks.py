"""Blocks: what a text may be made of, and what it rests on."""

from collections.abc import Iterator
from typing import Any

from django.forms import Widget
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.rich_text import RichText

from ambasada.figures.blocks import FigureBlock
from ambasada.network.choosing import picture_chooser
from ambasada.network.models import StoredPicture
from ambasada.pages.rich_text import cleaned

# Headings begin below the page's title; pictures stand between texts, embeds nowhere.
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


class PictureChooserBlock(blocks.ChooserBlock):
    """A picture by its number alone: what is shown of it stands in the fair copy.

    No row is fetched for it, so that a page is rendered without asking what pictures there are.
    """

    target_model = StoredPicture

    @cached_property
    def widget(self) -> Widget:
        """Offer the pictures of one's own embassies."""
        widget: Widget = picture_chooser.widget_class()
        return widget

    def to_python(self, value: Any) -> int | None:  # noqa: ANN401 -- Wagtail's signature
        """Return the number that is stored."""
        return int(value) if value else None

    def bulk_to_python(self, values: list[Any]) -> list[int | None]:
        """Return the numbers that are stored."""
        return [self.to_python(each) for each in values]

    def get_prep_value(self, value: int | None) -> int | None:
        """Store the number."""
        return value

    def value_from_form(self, value: Any) -> int | None:  # noqa: ANN401 -- Wagtail's signature
        """Return the number of what was chosen."""
        return value.pk if isinstance(value, StoredPicture) else self.to_python(value)

    def extract_references(self, value: int | None) -> Iterator[tuple[Any, str, str, str]]:
        """Name the picture, so that Wagtail and a fair copy know it is used."""
        if value is not None:
            yield StoredPicture, str(value), "", ""

    def get_translatable_segments(self, value: int | None) -> list[Any]:  # noqa: ARG002 -- its name
        """Have nothing to translate: a picture says itself what it shows in every language."""
        return []

    class Meta:
        icon = "image"


class PictureBlock(blocks.StructBlock):
    """A picture in a text; its alternative text and its rights line are its own."""

    picture = PictureChooserBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), required=False, max_length=240)

    class Meta:
        label = _("picture")
        icon = "image"


class TextStream(blocks.StreamBlock):
    """The text of a page."""

    text = TextBlock(label=_("text"), features=TEXT_FEATURES)
    figure = FigureBlock()
    picture = PictureBlock()


class SourceStream(blocks.StreamBlock):
    """The sources of a page."""

    source = SourceBlock()


class CorrectionStream(blocks.StreamBlock):
    """The corrections of a page, newest last."""

    correction = CorrectionBlock()

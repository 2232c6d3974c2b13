"""The words of a translation before they are in its draft."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page
from wagtail_localize.models import Translation


def translation_of(page: Page) -> Translation | None:
    """Return the translation by which a page is kept, if it is; None where it is written itself."""
    return (
        Translation.objects.select_related("source", "target_locale")
        .filter(
            source__object_id=page.translation_key,
            target_locale_id=page.locale_id,
            enabled=True,
        )
        .first()
    )


def as_translated(page: Page) -> Any:  # noqa: ANN401 -- a page of its own type
    """Return a translated page with the words there are now, in memory; others as they are.

    Its address is the one that saving these words would give it.
    """
    translation = translation_of(page)
    if translation is None:
        return page.get_latest_revision_as_object() if page.latest_revision_id else page
    words = translation.source.get_ephemeral_translated_instance(
        translation.target_locale, fallback=True
    )
    with suppress(ValidationError):  # a title to make no address of is refused when it is asked for
        words.name_by_title()
    words.set_url_path(words.get_parent())
    return words

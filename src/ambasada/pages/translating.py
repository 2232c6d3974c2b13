"""Translations: their words before they are in a draft, and the text they were made from."""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField, get_translatable_fields
from wagtail_localize.models import Translation

from ambasada.lib.recorder import reads
from ambasada.lib.tags import PAGE
from ambasada.network.models import FairCopy


@dataclass(frozen=True)
class Ahead:
    """The text in another language that a translation is older than."""

    language: str
    path: str
    approved_at: datetime


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


def made_from(page: Page) -> dict[str, str]:
    """Return the language and the hash of the text that a translation is made from as it is now.

    That is the text translators work from, which may be older than the one that is public. Empty
    for a page that is written itself.
    """
    translation = translation_of(page)
    if translation is None:
        return {}
    fields = json.loads(translation.source.content_json)
    language = translation.source.locale.language_code
    return {"language": language, "sha256": text_sha256(type(page), fields)}


def text_sha256(model: type[Page], fields: dict[str, Any]) -> str:
    """Return the SHA-256 of what there is to translate of a page, its address left out."""
    names = {
        each.field_name
        for each in get_translatable_fields(model)
        if isinstance(each, TranslatableField) and each.field_name != "slug"
    }
    said = {name: _plain(fields.get(name)) for name in names}
    canonical = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> Any:  # noqa: ANN401 -- a text, or a stream, which is JSON in one
    """Return a stream as what it holds: its JSON may be written in more than one way."""
    if isinstance(value, str) and value.startswith("["):
        with suppress(ValueError):
            return json.loads(value)
    return value


def is_behind(copy: FairCopy, source: FairCopy) -> bool:
    """Tell whether a translation was made from another text than its source says now."""
    made = copy.content.get("made_from") or {}
    text = text_sha256(apps.get_model(source.kind), source.content["fields"])
    return bool(made) and made["language"] == source.language and made["sha256"] != text


def ahead_of(page: Page) -> Ahead | None:
    """Return what a public translation is older than; None if it is not, or is no translation."""
    copy: FairCopy | None = getattr(page, "fair_copy", None)
    made = copy.content.get("made_from") if copy else None
    if copy is None or not made:
        return None
    reads(f"{PAGE}{page.translation_key}")
    public = FairCopy.objects.public(copy.embassy).filter(
        translation_key=page.translation_key, language=made["language"]
    )
    source = public.select_related("approval").first()
    if source is None or not source.is_whole or not is_behind(copy, source):
        return None
    approved_at = source.approval.decided_at or source.approval.asked_at
    return Ahead(source.language, source.path or "", approved_at)

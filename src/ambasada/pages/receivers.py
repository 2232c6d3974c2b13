"""Wagtail's events that tell who changed what; each calls one action."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail_localize.models import SegmentOverride, StringTranslation

from ambasada.pages.actions import note_author


@receiver(post_save, sender=Revision)
def on_revision(instance: Revision, **_kwargs: Any) -> None:
    if instance.user is not None:
        note_author(instance.content_object, instance.user)


@receiver(post_save, sender=StringTranslation)
@receiver(post_save, sender=SegmentOverride)
def on_translation(instance: StringTranslation | SegmentOverride, **_kwargs: Any) -> None:
    """Note who wrote a translation: its words are there before a revision takes them in."""
    if instance.last_translated_by is None or instance.context is None:
        return
    pages = Page.objects.filter(translation_key=instance.context.object_id, locale=instance.locale)
    for page in pages:
        note_author(page.specific, instance.last_translated_by)

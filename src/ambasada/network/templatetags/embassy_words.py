"""Filters of the staff screens of this app."""

from django import template
from django.conf import settings
from django.utils.translation import get_language

from ambasada.network.choosing import told_by
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy, StoredPicture
from ambasada.network.picture_acts import Act, acts_for

register = template.Library()


@register.filter
def called(embassy: Embassy) -> str:
    """Return what an embassy is called for short, in the member's language."""
    language = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return spoken(embassy.short_name, language).text or embassy.code


@register.filter
def picture_words(picture: StoredPicture) -> str:
    """Return the words by which a picture is told, in the member's language."""
    return told_by(picture)


@register.filter
def picture_acts(picture: StoredPicture) -> list[Act]:
    """Return what may be done with a picture."""
    return acts_for(picture)

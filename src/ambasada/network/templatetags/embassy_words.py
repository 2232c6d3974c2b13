"""Filters of the staff screens of this app."""

from django import template

from ambasada.network.choosing import told_by
from ambasada.network.models import StoredPicture

register = template.Library()


@register.filter
def picture_words(picture: StoredPicture) -> str:
    """Return the words by which a picture is told, in the member's language."""
    return told_by(picture)

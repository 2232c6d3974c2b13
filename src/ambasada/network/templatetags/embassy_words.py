"""Filters of the staff screens of this app."""

from django import template

from ambasada.network.choosing import told_by
from ambasada.network.models import StoredPicture
from ambasada.network.picture_acts import Act, acts_for

register = template.Library()


@register.filter
def picture_words(picture: StoredPicture) -> str:
    """Return the words by which a picture is told, in the member's language."""
    return told_by(picture)


@register.filter
def picture_acts(picture: StoredPicture) -> list[Act]:
    """Return what may be done with a picture."""
    return acts_for(picture)

"""Filters of the register of meetings."""

from django import template
from django.utils.translation import gettext as _

from ambasada.figures.days import said_day
from ambasada.network.languages import spoken
from ambasada.network.picture_acts import Act
from ambasada.register.acts import acts_for
from ambasada.register.models import Circle, RegisterEntry
from ambasada.register.periods import is_quarter

register = template.Library()


@register.filter
def period(text: str) -> str:
    """Return a day, a month or a quarter in words."""
    if not is_quarter(text):
        return said_day(text)
    year, _hyphen, number = text.partition("-q")
    said = {
        "1": _("first quarter of %(year)s"),
        "2": _("second quarter of %(year)s"),
        "3": _("third quarter of %(year)s"),
        "4": _("fourth quarter of %(year)s"),
    }
    return said[number] % {"year": year}


@register.filter
def circle(value: str) -> str:
    """Return the name of a circle."""
    return str(Circle(value).label)


@register.filter
def told(texts: dict[str, str], language: str) -> str:
    """Return a text in a language, or in the best other one."""
    return spoken(texts, language).text


@register.filter
def told_as(texts: dict[str, str], language: str) -> str:
    """Return the code of the language `told` answers in."""
    return spoken(texts, language).language


@register.filter
def entry_acts(entry: RegisterEntry) -> list[Act]:
    """Return what may be done with a row."""
    return acts_for(entry)

"""Tags and filters of figures."""

from decimal import Decimal

from django import template

from ambasada.figures.days import said_day
from ambasada.figures.numbers import said
from ambasada.network.languages import spoken

register = template.Library()


@register.filter
def number(value: Decimal) -> str:
    """Return a number as readers of the current language write it."""
    return said(value)


@register.filter
def when(value: str) -> str:
    """Return a day, a month or a year in words."""
    return said_day(value)


@register.filter
def told_in(texts: dict[str, str], language: str) -> str:
    """Return a text in a language, or in the best other one."""
    return spoken(texts, language).text


@register.filter
def told_language(texts: dict[str, str], language: str) -> str:
    """Return the code of the language `told_in` answers in."""
    return spoken(texts, language).language

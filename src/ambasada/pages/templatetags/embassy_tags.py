"""Tags and filters of the public templates."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import segno
from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Page

from ambasada.network.languages import spoken
from ambasada.pages import picturing
from ambasada.pages.band import band_svg

register = template.Library()


@register.simple_tag
def band(rows: Sequence[str]) -> SafeString:
    """Draw the woven band of an embassy."""
    return mark_safe(band_svg(list(rows)))  # noqa: S308 -- made of our own shapes and numbers


@register.simple_tag
def qr(text: str) -> SafeString:
    """Draw a QR code, so that paper leads back to the page it was printed from."""
    return mark_safe(_drawn(text))  # noqa: S308 -- made of segno's shapes alone


# A third of what a page takes: it is baked in each language, and again as plain text. 4 KB each.
@lru_cache(maxsize=1024)
def _drawn(text: str) -> str:
    return segno.make(text, error="m", micro=False).svg_inline(
        omitsize=True, svgclass="qr", lineclass=None, border=0
    )


@register.filter
def day_name(day: date | None) -> str:
    """Return a day in the language of the interface; "" where there is none."""
    return _written(day, "DATE_FORMAT", get_language()) if day else ""


@register.filter
def month_name(day: date | None) -> str:
    """Return the month of a day with its year, in the language of the interface; "" likewise."""
    return _written(day.replace(day=1), "YEAR_MONTH_FORMAT", get_language()) if day else ""


# With each item, lists name the same days and all their months again.
@lru_cache(maxsize=4096)
def _written(day: date, form: str, language: str | None) -> str:
    with override(language):
        return str(date_format(day, form))


@register.simple_tag(takes_context=True)
def address(context: template.Context, page: Page) -> str:
    """Return the root-relative address of a page in the language of the interface."""
    return f"/{context['language']}/{page.address}"


@register.filter
def said_in(texts: dict[str, str], language: str) -> str:
    """Return a text in a language, or in the best other one."""
    return spoken(texts, language).text


@register.filter
def language_said_in(texts: dict[str, str], language: str) -> str:
    """Return the code of the language `said_in` answers in."""
    return spoken(texts, language).language


@register.filter
def breakable(address: str) -> SafeString:
    """Let an address go on in the next line behind a slash, before it is broken inside a word."""
    return format_html_join(SafeString("/<wbr>"), "{}", ((part,) for part in address.split("/")))


@register.filter
def endonym(code: str) -> str:
    """Return a language's own name."""
    return dict(settings.LANGUAGES).get(code, code)


@register.simple_tag
def older_than(code: str, day: str) -> str:
    """Return the sentence that a translation is behind the text in a language."""
    sentences = {
        "en": _("This translation is older than the English text of %(day)s."),
        "be": _("This translation is older than the Belarusian text of %(day)s."),
        "ru": _("This translation is older than the Russian text of %(day)s."),
    }
    return sentences[code] % {"day": day}


@register.filter
def picture_in(block: Any, stream: Any) -> picturing.Picture | None:  # noqa: ANN401 -- Wagtail's
    """Return what a picture block of a stream shows; None where nothing is to be shown."""
    return picturing.picture_in(block, stream)


@register.filter
def in_language(code: str) -> str:
    """Return the label of something found in another language than one reads."""
    labels = {"en": _("in English"), "be": _("in Belarusian"), "ru": _("in Russian")}
    return labels[code]


# "shown in …" needs the name of the language in the case the sentence asks for.
@register.filter
def shown_in(code: str) -> str:
    """Return the label of a text that is not in the language of the interface."""
    labels = {
        "en": _("shown in English"),
        "be": _("shown in Belarusian"),
        "ru": _("shown in Russian"),
    }
    return labels[code]

"""The banner of an embassy in one language, and where a page has its place.

It is no part of what a page is rendered from: it is put in afterwards, so that an alert is on
every page before the first of them could be rendered again.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from ambasada.network.languages import spoken
from ambasada.network.queries import Facts

SLOT = b"<!--banner-->"  # as pages/base.html has it


def banner_in(facts: Facts, language: str, *, now: datetime) -> bytes:
    """Return the banner that stands now, as a part of a page; empty if none does."""
    banner = facts.banner
    if banner is None or banner.until <= now:
        return b""
    until = banner.until.astimezone(ZoneInfo(facts.embassy.time_zone))
    with translation.override(language):
        context = {
            "level": banner.level,
            "label": banner.get_level_display(),
            "said": spoken(banner.text, language),
            "language": language,
            "href": f"/{language}/{banner.link}" if banner.link else "",
            "until": until.isoformat(timespec="minutes"),
            "until_said": f"{date_format(until, 'DATETIME_FORMAT')} {until.tzname()}",
        }
        return render_to_string("components/banner.html", context).strip().encode()

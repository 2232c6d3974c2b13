"""The banner as the first entry of each feed: who follows without visiting is told as well."""

from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import override

from ambasada.network.languages import spoken
from ambasada.network.models import Banner
from ambasada.network.queries import Facts
from ambasada.pages.queries import approved_at
from ambasada.syndication.feeds import written_alone
from ambasada.syndication.queries import Entry

_LONGEST_TITLE = 100  # characters


def alert_in(facts: Facts, language: str, *, kind: str, now: datetime) -> bytes:
    """Return the banner that stands now as an entry of a kind of feed; empty if none does.

    Another text is another entry, since a feed reader shows each of them once.
    """
    banner = facts.banner
    if banner is None or banner.until <= now:
        return b""
    return written_alone(_entry(banner, facts.embassy.origin, language), kind)


def _entry(banner: Banner, origin: str, language: str) -> Entry:
    said, decided = spoken(banner.text, language), approved_at([banner])[banner.pk]
    address = f"{origin}/{language}/{banner.link}"
    with override(language):
        level = banner.get_level_display()
        until = f"{date_format(banner.until.astimezone(UTC), 'DATETIME_FORMAT')} UTC"
    name = f"{address} {banner.fair_copy.sha256}"
    return Entry(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, name)}",
        address=address,
        language=said.language,
        title=Truncator(f"{level}: {said.text}").chars(_LONGEST_TITLE),
        summary="",
        words=format_html("<p>{}</p><p>→ {}</p>", said.text, until),
        corrections=(),
        published=decided,
        updated=decided,
    )

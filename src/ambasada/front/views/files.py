from html import escape
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT, PAGES
from ambasada.network.models import Embassy
from ambasada.network.responses import PublicRequest
from ambasada.pages.queries import public_rows
from ambasada.publishing.queries import unlisted_numbers

_URLSET = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">'
)


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that this process answers."""
    return HttpResponse("ok\n", "text/plain")


@require_safe
def robots(request: PublicRequest) -> HttpResponse:
    """Let everything public be indexed, and name the site map."""
    reads(f"{FACT}{Embassy._meta.label_lower}")
    lines = (
        "User-agent: *",
        "Disallow: /exit/",
        f"Sitemap: {request.facts.embassy.origin}/sitemap.xml",
    )
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")


@require_safe
def site_map(request: PublicRequest) -> HttpResponse:
    """List every page in the languages it is written in, each with its translations.

    A page shown in another language's stead has no entry: it would be the same text twice. A guide
    that nobody has checked for too long has none either.
    """
    embassy = request.facts.embassy
    reads(PAGES, f"{FACT}{Embassy._meta.label_lower}")
    versions: dict[str | None, dict[str, str]] = {}
    unlisted, origin = unlisted_numbers(embassy), embassy.origin
    pages = (row for row in public_rows(embassy) if row.path is not None)
    for row in sorted(pages, key=attrgetter("object_id")):
        if row.object_id not in unlisted and row.language in embassy.languages:
            address = escape(f"{origin}/{row.language}/{row.path}")
            versions.setdefault(row.key, {})[row.language] = address
    entries = [_entry(address, each) for each in versions.values() for address in each.values()]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', _URLSET, *entries, "</urlset>", ""]
    return HttpResponse("\n".join(lines), "application/xml")


def _entry(address: str, versions: dict[str, str]) -> str:
    """Return the line of an escaped address; a template takes ten times as long over thousands."""
    links = (
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{version}"/>'
        for code, version in versions.items()
    )
    return f"  <url><loc>{address}</loc>{''.join(links)}</url>"

from html import escape

from django.db.models import TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT, PAGES
from ambasada.network.models import Embassy, FairCopy
from ambasada.network.responses import PublicRequest
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
    pages = FairCopy.objects.public(embassy).filter(
        path__isnull=False, language__in=embassy.languages
    )
    versions: dict[object, dict[str, str]] = {}
    unlisted = unlisted_numbers(embassy)
    keyed = pages.annotate(key=Cast("translation_key", TextField()))  # compared, and no more
    rows = keyed.order_by("object_id").values_list("object_id", "key", "language", "path")
    for number, key, language, path in rows:
        if number not in unlisted:
            versions.setdefault(key, {})[language] = f"{embassy.origin}/{language}/{path}"
    entries = [_entry(address, each) for each in versions.values() for address in each.values()]
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', _URLSET, *entries, "</urlset>", ""]
    return HttpResponse("\n".join(lines), "application/xml")


def _entry(address: str, versions: dict[str, str]) -> str:
    """Return the line of one address; a template takes ten times as long over thousands."""
    links = (
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(version)}"/>'
        for code, version in versions.items()
    )
    return f"  <url><loc>{escape(address)}</loc>{''.join(links)}</url>"

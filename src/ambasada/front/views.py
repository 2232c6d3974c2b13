from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT, PAGES
from ambasada.network.models import Embassy, FairCopy
from ambasada.network.responses import PublicRequest


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
    return HttpResponse("\n".join(lines) + "\n", "text/plain")


@require_safe
def site_map(request: PublicRequest) -> HttpResponse:
    """List every page in the languages it is written in, each with its translations.

    A page shown in another language's stead has no entry: it would be the same text twice.
    """
    embassy = request.facts.embassy
    reads(PAGES, f"{FACT}{Embassy._meta.label_lower}")
    pages = FairCopy.objects.public(embassy).filter(
        path__isnull=False, language__in=embassy.languages
    )
    versions: dict[object, dict[str, str]] = {}
    rows = pages.order_by("object_id").values_list("translation_key", "language", "path")
    for key, language, path in rows:
        versions.setdefault(key, {})[language] = f"{embassy.origin}/{language}/{path}"
    return render(
        request,
        "front/sitemap.xml",
        {"entries": [(address, each) for each in versions.values() for address in each.values()]},
        content_type="application/xml",
    )

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from ambasada.network.responses import PublicRequest
from ambasada.pages.queries import languages_for
from ambasada.pages.shown import shown


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that this process answers."""
    return HttpResponse("ok\n", "text/plain")


@require_safe
def robots(request: PublicRequest) -> HttpResponse:
    """Let everything public be indexed, and name the site map."""
    lines = ("User-agent: *", "Disallow: /exit/", f"Sitemap: {request.embassy.origin}/sitemap.xml")
    return HttpResponse("\n".join(lines) + "\n", "text/plain")


@require_safe
def site_map(request: PublicRequest) -> HttpResponse:
    """List every page in the languages it is written in, each with its translations.

    A page shown in another language's stead has no entry: it would be the same text twice.
    """
    embassy = request.embassy
    homes = {embassy.home_path(code): code for code in languages_for(embassy, "en")}
    versions: dict[object, dict[str, str]] = {}
    for page in shown(Page.objects.exclude(depth=1)).order_by("path"):
        home = "/" + page.url_path.split("/", 2)[1] + "/"
        if home in homes:
            below_home = page.url_path.removeprefix(home)
            address = f"{embassy.origin}/{homes[home]}/{below_home}"
            versions.setdefault(page.translation_key, {})[homes[home]] = address
    return render(
        request,
        "front/sitemap.xml",
        {"entries": [(address, each) for each in versions.values() for address in each.values()]},
        content_type="application/xml",
    )

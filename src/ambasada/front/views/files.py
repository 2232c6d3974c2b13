from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT, LIST, PAGES, PEOPLE
from ambasada.network.models import Embassy
from ambasada.network.responses import PublicRequest
from ambasada.pages.queries import public_rows
from ambasada.pages.site_maps import site_map_of
from ambasada.prisoners.models import PrisonersPage
from ambasada.publishing.models import SituationPage
from ambasada.publishing.queries import unlisted_numbers


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Say that this process answers."""
    return HttpResponse("ok\n", "text/plain")


@require_safe
def robots(request: PublicRequest) -> HttpResponse:
    """Let everything public be indexed, and name the site maps: of pages, and of prisoners."""
    embassy = request.facts.embassy
    reads(f"{FACT}{Embassy._meta.label_lower}", PEOPLE, f"{LIST}{PrisonersPage._meta.label_lower}")
    maps = ["/sitemap.xml", *(f"/{path}" for path in PrisonersPage.site_maps_of(embassy))]
    lines = (
        "User-agent: *",
        "Disallow: /exit/",
        *(f"Sitemap: {embassy.origin}{path}" for path in maps),
    )
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")


@require_safe
def site_map(request: PublicRequest) -> HttpResponse:
    """List every page in the languages it is written in, each with its translations.

    The timeline and the tables of data sets are among them; people have a map of their own, which
    a news item does not change. A page shown in another language's stead has no entry: it would be
    the same text twice. A guide that nobody has checked for too long has none either.
    """
    embassy = request.facts.embassy
    reads(PAGES, f"{FACT}{Embassy._meta.label_lower}")
    versions: dict[tuple[str | None, str], dict[str, str]] = {}
    unlisted, origin = unlisted_numbers(embassy), embassy.origin
    situation, below = SituationPage._meta.label_lower, SituationPage.pages_below(request.facts)
    pages = (row for row in public_rows(embassy) if row.path is not None)
    for row in sorted(pages, key=attrgetter("object_id")):
        if row.object_id not in unlisted and row.language in embassy.languages:
            for rest in ("", *below) if row.kind == situation else ("",):
                address = f"{origin}/{row.language}/{row.path}{rest}"
                versions.setdefault((row.key, rest), {})[row.language] = address
    return site_map_of((address, each) for each in versions.values() for address in each.values())

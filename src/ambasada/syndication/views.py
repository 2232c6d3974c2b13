from django.http import Http404, HttpResponse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy
from ambasada.network.responses import PublicRequest
from ambasada.pages.queries import approved_at, page_at
from ambasada.syndication.feeds import Feed, as_json, atom
from ambasada.syndication.queries import entries_of, sections_of

_WRITTEN = {
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    "json": (as_json, "application/feed+json; charset=utf-8"),
}


@require_safe
def feed(request: PublicRequest, language: str, *, section: str, form: str) -> HttpResponse:
    """Give the newest pages of a section, or of all sections, with all of their words."""
    embassy = request.facts.embassy
    reads(f"{FACT}{Embassy._meta.label_lower}")
    sections = sections_of(embassy)
    if language not in embassy.languages or not (section in sections if section else sections):
        raise Http404
    page = page_at(embassy, language, section).page
    if page is None:
        raise Http404
    with override(language):
        entries = entries_of(embassy, language, page if section else None)
        name = spoken(embassy.name, language).text
        address = f"{embassy.origin}/{language}/{section}"
        found = Feed(
            id=address,
            address=f"{address}feed.{form}",
            page=address,
            language=language,
            title=f"{page.title} · {name}" if section else name,
            author=name,
            updated=max([*approved_at([page]).values(), *(each.updated for each in entries)]),
            entries=entries,
        )
    write, kind = _WRITTEN[form]
    return HttpResponse(write(found), kind)

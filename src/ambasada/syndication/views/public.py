from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils.formats import date_format
from django.utils.translation import override
from django.views.decorators.http import require_safe

from ambasada.lib.recorder import reads
from ambasada.lib.tags import FACT
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy
from ambasada.network.responses import PublicRequest
from ambasada.pages.queries import approved_at, page_at
from ambasada.syndication.cards import draw_card
from ambasada.syndication.feeds import Feed, as_json, atom
from ambasada.syndication.queries import entries_of

_WRITTEN = {
    "atom": (atom, "application/atom+xml; charset=utf-8"),
    # JSON Feed allows it; a web server that mirrors us has one type for all that ends in .json.
    "json": (as_json, "application/json"),
}


@require_safe
def card(request: PublicRequest, language: str, path: str) -> HttpResponse:
    """Give the picture that goes with links to a page; of a yellow page it shows no name."""
    embassy = request.facts.embassy
    page = page_at(embassy, language, path).page
    if page is None or not page.has_card or page.locale.language_code != language:
        raise Http404
    if page.is_neutral:
        return HttpResponse(draw_card(page.neutral_title, [], []), "image/png")
    reads(f"{FACT}{Embassy._meta.label_lower}")
    with override(language):
        foot = [date_format(page.dated_on), spoken(embassy.name, language).text]
    return HttpResponse(draw_card(page.title, foot, embassy.band), "image/png")


@require_safe
def feed(request: PublicRequest, language: str, *, section: str, form: str) -> HttpResponse:
    """Give the newest pages of a section, with all of their words; it moves with the section."""
    embassy = request.facts.embassy
    reads(f"{FACT}{Embassy._meta.label_lower}")
    if language not in embassy.languages:
        raise Http404
    found = page_at(embassy, language, section)
    if found.moved_to:
        return HttpResponsePermanentRedirect(f"{found.moved_to}feed.{form}")
    page = found.page
    if page is None or not page.has_feed:
        raise Http404
    with override(language):
        entries = entries_of(embassy, language, page)
        name = spoken(embassy.name, language).text
        address = f"{embassy.origin}/{language}/{section}"
        written = Feed(
            id=address,
            address=f"{address}feed.{form}",
            page=address,
            language=language,
            title=f"{page.title} · {name}",
            author=name,
            updated=max([*approved_at([page]).values(), *(each.updated for each in entries)]),
            entries=entries,
        )
    write, kind = _WRITTEN[form]
    return HttpResponse(write(written), kind)

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ambasada.editions.folders import Folders
from ambasada.editions.searching.asked import MOST
from ambasada.front.queries import listed_titles, lists_by_day, subjects_of
from ambasada.lib.headers import HeaderClass
from ambasada.lib.recorder import reads
from ambasada.lib.tags import WORDS
from ambasada.network.queries import chrome_for
from ambasada.network.responses import PublicRequest, with_headers


@require_safe
def search(request: PublicRequest, language: str) -> HttpResponse:
    """Show the page to search on, as copies of the site have it; the live site puts a form in."""
    return _shown(request, language, "search")


@require_safe
def everything(request: PublicRequest, language: str) -> HttpResponse:
    """List the pages from A to Z and by what they are about, for readers without scripts."""
    return _shown(request, language, "everything")


@require_safe
def words(request: PublicRequest, language: str) -> HttpResponse:
    """Send what the script of a copy searches: made of the edition, so of what is public."""
    reads(WORDS)
    file = Folders(settings.EDITIONS_ROOT).words(request.facts.embassy.code, language)
    if language not in request.facts.embassy.languages or not file.exists():
        raise Http404
    response = HttpResponse(file.read_bytes(), "text/javascript; charset=utf-8")
    return with_headers(response, HeaderClass.YELLOW)


def _shown(request: PublicRequest, language: str, name: str) -> HttpResponse:
    facts = request.facts
    if language not in facts.embassy.languages:
        raise Http404
    path = {"search": "search/", "everything": "a-z/"}[name]
    context = {
        "language": language,
        "text_language": language,
        "languages": facts.embassy.languages,
        "chrome": chrome_for(facts, language, path=path),
        "most": MOST,
    }
    if name == "everything":
        titles = listed_titles(facts.embassy, language)
        context["letters"] = titles.by_letter()
        context["subjects"] = subjects_of(facts, titles, language)
        context["lists"] = lists_by_day(facts.embassy, language)
    response = render(request, f"front/{name}.html", context)
    # No copy of the page on which somebody looked for something stays on a device.
    is_searched = name == "search"
    return with_headers(response, HeaderClass.YELLOW if is_searched else HeaderClass.GREEN)

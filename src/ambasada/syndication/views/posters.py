from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe
from wagtail.models import Page

from ambasada.accounts.requests import member_of
from ambasada.network.languages import spoken
from ambasada.network.models import FairCopy
from ambasada.network.queries import facts_of
from ambasada.pages.queries import own_thing

PAPERS = ("a6", "a4", "a3")


@require_safe
def poster(request: HttpRequest, number: int) -> HttpResponse:
    """Show a public page of the member's embassies as a poster to print, with its address as QR.

    `?paper=` one of PAPERS, `?to=onion` for the embassy's onion address, `?title=neutral` for a
    poster that names nobody. Anything that is not public is Http404.
    """
    page: Page = own_thing(member_of(request), Page, number, now=timezone.now())
    copy = FairCopy.objects.of_thing(page).filter(is_public=True).select_related("embassy").first()
    facts = facts_of(copy.embassy) if copy is not None and copy.is_whole else None
    if copy is None or facts is None:
        raise Http404
    shown, paper = copy.thing, request.GET.get("paper", "")
    is_neutral = request.GET.get("title") == "neutral" and bool(_neutral_title(shown))
    is_onion = request.GET.get("to") == "onion" and bool(facts.onion)
    origin = facts.onion if is_onion else facts.embassy.origin
    context = {
        "page": shown,
        "title": _neutral_title(shown) if is_neutral else shown.title,
        "has_neutral_title": bool(_neutral_title(shown)),
        "is_neutral": is_neutral,
        "name": spoken(facts.embassy.name, copy.language).text,
        "band": facts.embassy.band,
        "address": f"{origin}/{copy.language}/{copy.path}",
        "has_onion": bool(facts.onion),
        "is_onion": is_onion,
        "paper": paper if paper in PAPERS else PAPERS[0],
        "papers": PAPERS,
        "text_language": copy.language,
    }
    with override(copy.language):  # who looks at a poster reads its language
        context["day"] = shown.dated_on
        return render(request, "syndication/poster.html", context)


def _neutral_title(page: Page) -> str:
    return getattr(page, "neutral_title", "")

"""What Wagtail's screens leave out, each of them once: whose a page is, and who translates."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from ambasada.accounts.models import Member
from ambasada.accounts.views import not_here
from ambasada.network.rules import answered_by
from ambasada.pages.actions import note_author

_PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ROOT_DEPTH = 1


class OwnPagesMiddleware:
    """Let a member of the staff origin meet the pages of their own embassies alone.

    Wagtail asks about rights in most of its screens and not in all: choosers, moves and
    translations show what belongs to others. A page of another embassy is as good as absent.

    Who sends anything about a translation is noted as an author of the page it makes: a
    translator's words, a file of them, a word taken away again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: object,
        _args: tuple[Any, ...],
        named: Mapping[str, Any],
    ) -> HttpResponse | None:
        """Answer instead of the view where a page of another embassy is named."""
        member = request.user if getattr(request, "urlconf", "") == settings.STAFF_URLCONF else None
        if not isinstance(member, Member):
            return None
        pages = list(_pages_named(named))
        if any(not _is_own(page, member) for page in pages):
            return not_here(request)
        if "translation_id" in named and request.method not in _READING:
            for page in pages:
                note_author(page.specific, member)
        return None


def _pages_named(named: Mapping[str, Any]) -> list[Page]:
    """Return the pages an address is about: by number, or those a translation makes."""
    numbers = [named[name] for name in _PAGES if named.get(name) is not None]
    pages = list(Page.objects.filter(pk__in=numbers)) if numbers else []
    if "translation_id" in named:
        translation = Translation.objects.filter(pk=named["translation_id"]).first()
        if translation:
            key, locale = translation.source.object_id, translation.target_locale_id
            pages += Page.objects.filter(translation_key=key, locale=locale)
    if "translation_source_id" in named:
        source = TranslationSource.objects.filter(pk=named["translation_source_id"]).first()
        if source:
            pages += Page.objects.filter(translation_key=source.object_id)
    return pages


def _is_own(page: Page, member: Member) -> bool:
    if page.depth <= _ROOT_DEPTH:
        return True
    code = page.url_path.strip("/").partition("/")[0].rpartition("-")[0]
    return answered_by(member, today=timezone.now().date()).filter(code=code).exists()

"""The page on which people write, and the bundle it loads: signed bytes and no others."""

from pathlib import PurePosixPath

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from ambasada.casework.bundles import NotServed
from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.signed_intake import ASSETS, bundle, served_by
from ambasada.casework.views.answers import by_method
from ambasada.network.models import Embassy
from ambasada.network.queries import chrome_for, facts_of

_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".minisig": "text/plain; charset=utf-8",
    "": "text/html; charset=utf-8",
}


def show_page(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """Return the page, or one without a form while what is signed cannot be served."""
    try:
        _signed, files = served_by(code)
    except NotServed:
        return _closed(code, language)
    return _answer(request.path, files.get(f"/{code}/{language}/"))


def show_asset(request: HttpRequest, name: str) -> HttpResponse:
    """Return a file of the bundle."""
    try:
        return _answer(request.path, bundle().get(f"{ASSETS}{name}"))
    except NotServed:
        raise NotTaken(Word.UNKNOWN) from None


def show_list(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Return the list or a signature over it."""
    try:
        signed, _files = served_by(code)
    except NotServed:
        raise NotTaken(Word.UNKNOWN) from None
    return _answer(request.path, signed.files.get(name))


def _answer(path: str, body: bytes | None) -> HttpResponse:
    if body is None:
        raise NotTaken(Word.UNKNOWN)
    return HttpResponse(body, _TYPES[PurePosixPath(path).suffix])


def _closed(code: str, language: str) -> HttpResponse:
    embassy = Embassy.objects.select_related("site").filter(code=code).first()
    facts = facts_of(embassy) if embassy else None
    if embassy is None or facts is None or language not in embassy.languages:
        raise NotTaken(Word.UNKNOWN)
    with translation.override(language):
        context = {"chrome": chrome_for(facts, language), "language": language}
        page = render_to_string("casework/closed.html", context)
    return HttpResponse(page, _TYPES[""], status=503)


page = by_method(GET=show_page, HEAD=show_page)
asset = by_method(GET=show_asset, HEAD=show_asset)
signed_list = by_method(GET=show_list, HEAD=show_list)

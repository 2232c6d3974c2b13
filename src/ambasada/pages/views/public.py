from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ambasada.lib.headers import HeaderClass
from ambasada.lib.recorder import once, reads
from ambasada.lib.tags import FACT
from ambasada.network.models import Embassy, NamedFile, kept_bytes
from ambasada.network.queries import chrome_for
from ambasada.network.responses import PublicRequest, with_headers
from ambasada.pages.queries import page_at
from ambasada.pages.views.history import is_erased_version, version_at

_TYPES = {
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}


@require_safe
def first_page(request: PublicRequest) -> HttpResponseBase:
    """Show the home page in the embassy's first language; the browser's language is not asked."""
    return _serve(request, request.facts.embassy.first_language, "")


@require_safe
def page(request: PublicRequest, language: str, path: str = "") -> HttpResponseBase:
    """Show the page at an address in the best language there is."""
    if language not in request.facts.embassy.languages:
        raise Http404
    if path and not path.endswith("/"):
        found = page_at(request.facts.embassy, language, path + "/")
        if found.is_gone:
            return gone(request)
        if not (found.page or found.moved_to):
            return _held(request, language, path)
        return HttpResponsePermanentRedirect(f"/{language}/{path}/")
    return _serve(request, language, path)


@require_safe
def home_without_slash(request: PublicRequest, language: str) -> HttpResponseBase:
    """Send a reader who left out the last slash to the home page of the language."""
    if language not in request.facts.embassy.languages:
        raise Http404
    return HttpResponsePermanentRedirect(f"/{language}/")


def _serve(request: PublicRequest, language: str, path: str) -> HttpResponseBase:
    if path or language != request.facts.embassy.first_language:
        return _found(request, language, path)
    # The home page of the first language is read at two addresses.
    key = ("home", request.facts.embassy.pk, language)
    return once(key, lambda: _rendered(_found(request, language, path)))


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, TemplateResponse):
        response.render()
    return response


def _found(request: PublicRequest, language: str, path: str) -> HttpResponseBase:
    found = page_at(request.facts.embassy, language, path)
    if found.moved_to:
        return HttpResponsePermanentRedirect(found.moved_to)
    if found.is_gone:
        return gone(request)
    if found.page is None:
        return _held(request, language, path)
    return found.page.serve(request)


def _held(request: PublicRequest, language: str, path: str) -> HttpResponseBase:
    """Let the nearest public page above a path answer it. Raises Http404 if none does."""
    at = path.rstrip("/").rfind("/")
    while at >= 0:
        section, rest = path[: at + 1], path[at + 1 :]
        found = page_at(request.facts.embassy, language, section)
        version = version_at(request, found, rest)
        if version is not None:
            return version
        if found.moved_to:
            return HttpResponsePermanentRedirect(f"{found.moved_to}{rest}")
        if found.is_gone or is_erased_version(found, rest):
            return gone(request)
        if found.page is not None:
            answer: HttpResponseBase = found.page.serve_held(request, rest)
            return answer
        at = section.rstrip("/").rfind("/")
    raise Http404


@require_safe
def document(request: PublicRequest, sha256: str, suffix: str) -> HttpResponse:
    """Send a file that something public names, under its hash and a name that says nothing."""
    named = NamedFile.objects.filter(sha256=sha256, suffix=suffix)
    is_public = named.filter(copy__embassy=request.facts.embassy, copy__is_public=True).exists()
    content = kept_bytes(sha256, suffix) if is_public else None
    if content is None:
        raise Http404
    response = HttpResponse(content, _TYPES[suffix])
    response["Content-Disposition"] = f'inline; filename="information{suffix}"'
    return with_headers(response, HeaderClass.DOCUMENT)


@require_safe
def picture(request: PublicRequest, sha256: str, suffix: str) -> HttpResponse:
    """Send a form of a picture that something public shows; it was made when it was kept."""
    return document(request, sha256, suffix)


@require_safe
def quick_exit(request: PublicRequest) -> HttpResponse:
    """Clear what this site left in the browser and go on to a harmless page."""
    reads(f"{FACT}{Embassy._meta.label_lower}")
    response = render(
        request, "pages/exit.html", {"exit_address": request.facts.embassy.exit_address}
    )
    return with_headers(response, HeaderClass.EXIT)


def gone(request: PublicRequest) -> HttpResponse:
    """Say that this page was taken back."""
    return _error(request, "pages/410.html", 410)


def not_found(request: PublicRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Say that there is no such page, and where to go."""
    return _error(request, "pages/404.html", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; asks no store, since a store may be what failed."""
    language = request.path_info.strip("/").partition("/")[0]
    return render(request, "pages/500.html", {"language": language}, status=500)


def _error(request: PublicRequest, template: str, status: int) -> HttpResponse:
    language = get_language() or request.facts.embassy.first_language
    context = {
        "language": language,
        "text_language": language,
        "chrome": chrome_for(request.facts, language),
        "is_error": True,
    }
    return render(request, template, context, status=status)

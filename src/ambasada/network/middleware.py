import logging
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseNotFound,
)
from django.middleware.gzip import GZipMiddleware
from django.urls import Resolver404, get_resolver, set_urlconf
from django.utils import translation

from ambasada.lib.door import hostname
from ambasada.lib.headers import HeaderClass
from ambasada.network.models import SpoiltCopy
from ambasada.network.queries import Facts, facts_at
from ambasada.network.responses import has_headers, header_class_of, with_headers

# Readers send nothing: the public origin has no form.
_READING = ["GET", "HEAD"]


class OriginMiddleware:
    """Decide whose origin a request is for; a name of nobody is told nothing.

    Chooses the table of addresses and the language, sets `request.facts` on the public origin,
    and sees to it that every response carries the headers of a class.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        # Compression beside a secret gives it away bit by bit; public pages hold none.
        self._compress = GZipMiddleware(get_response).process_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = hostname(request.META.get("HTTP_HOST", ""))
        if host == settings.STAFF_HOST:
            return self._staff(request)
        if host in settings.SEALED_ORIGINS:
            return self._sealed(request, *settings.SEALED_ORIGINS[host])
        try:
            facts = facts_at(host)
        except (DatabaseError, SpoiltCopy):
            logging.getLogger(__name__).exception("what was approved cannot be read")
            fault = get_resolver().resolve_error_handler(500)(request)
            return with_headers(fault, HeaderClass.YELLOW)
        if facts is None:
            nothing = HttpResponseNotFound("There is no site under this name.\n", "text/plain")
            return with_headers(nothing, HeaderClass.YELLOW)
        return self._public(request, facts)

    def _staff(self, request: HttpRequest) -> HttpResponse:
        request.urlconf = settings.STAFF_URLCONF
        set_urlconf(settings.STAFF_URLCONF)  # for what happens before a view is found
        with translation.override(settings.LANGUAGE_CODE):
            response = self._get_response(request)
        # A preview was rendered as a public page and has its own headers.
        return response if has_headers(response) else with_headers(response, HeaderClass.STAFF)

    def _sealed(
        self, request: HttpRequest, urlconf: str, header_class: HeaderClass
    ) -> HttpResponse:
        """Answer from the origin's own table, past all that could remember somebody.

        No session, no cookie, no file: what proves who asks is in the request itself, so that a
        page of another origin has nothing to send along.
        """
        resolver = get_resolver(urlconf)
        try:
            found = resolver.resolve(request.path_info)
        except Resolver404:
            return with_headers(resolver.resolve_error_handler(404)(request), header_class)
        try:
            response = found.func(request, *found.args, **found.kwargs)
        except Exception:  # whatever it is, one calm answer, and its place in the code to the log
            logging.getLogger(__name__).exception("a request of sealed help failed")
            response = resolver.resolve_error_handler(500)(request)
        return with_headers(response, header_class)

    def _public(self, request: HttpRequest, facts: Facts) -> HttpResponse:
        if request.method not in _READING:
            return with_headers(HttpResponseNotAllowed(_READING), HeaderClass.YELLOW)
        embassy = facts.embassy
        request.facts = facts  # type: ignore[attr-defined]  # see responses.PublicRequest
        asked = request.path_info.strip("/").partition("/")[0]
        language = asked if asked in embassy.languages else embassy.first_language
        with translation.override(language):
            response = self._get_response(request)
        if getattr(request, "is_preview", False):
            return with_headers(response, HeaderClass.PREVIEW)
        if not has_headers(response):
            with_headers(response, header_class_of(response))
        if not request.path.startswith(settings.STATIC_URL):  # assets are compressed already
            self._compress(request, response)
        return response

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import translation

from ambasada.lib.door import hostname
from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.network.queries import embassy_at

STAFF = "staff"
PUBLIC = "public"


class OriginMiddleware:
    """Decide whose origin a request is for; a name of nobody is told nothing.

    Sets `request.origin`, on the public origin `request.embassy`, chooses the table of
    addresses, and puts the headers of the response's class on whatever comes back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = hostname(request.META.get("HTTP_HOST", ""))
        if host == settings.STAFF_HOST:
            response = self._staff(request)
        else:
            response = self._public(request, host)
        _set_headers(request, response)
        return response

    def _staff(self, request: HttpRequest) -> HttpResponse:
        request.origin = STAFF
        request.urlconf = settings.STAFF_URLCONF
        with translation.override(settings.LANGUAGE_CODE):
            return self._get_response(request)

    def _public(self, request: HttpRequest, host: str) -> HttpResponse:
        request.origin = PUBLIC
        embassy = embassy_at(host)
        if embassy is None:
            return HttpResponseNotFound("There is no site under this name.\n", "text/plain")
        request.embassy = embassy
        asked = request.path_info.split("/", 2)[1]
        language = asked if asked in embassy.languages else embassy.first_language
        with translation.override(language):
            return self._get_response(request)


def _set_headers(request: HttpRequest, response: HttpResponse) -> None:
    """Put the class's headers on; a view names the class, an origin has a default."""
    is_preview = getattr(request, "is_preview", False) or request.path.endswith("/preview/")
    if request.origin == STAFF and not is_preview:
        default = HeaderClass.STAFF
    elif is_preview:
        default = HeaderClass.PREVIEW
    else:
        default = HeaderClass.GREEN
    header_class = getattr(response, "header_class", default)
    is_asset = request.path.startswith(settings.STATIC_URL)
    for name, value in headers_for(header_class).items():
        if not (is_asset and name == "Cache-Control"):
            response.headers[name] = value
    if response.status_code >= 400 and request.origin == PUBLIC:  # noqa: PLR2004 -- HTTP
        response.headers["Cache-Control"] = "no-store"

"""Requests that know their embassy, and responses that carry the headers of their class."""

from typing import TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.network.queries import Facts

_Response = TypeVar("_Response", bound=HttpResponseBase)
# What tells that a view has put the headers of a class on already.
_MARK = "Content-Security-Policy"


class PublicRequest(HttpRequest):
    """A request on the public origin; OriginMiddleware has found whose it is."""

    facts: Facts


def with_headers(response: _Response, header_class: HeaderClass) -> _Response:
    """Put the headers of a class on a response, and return it."""
    for name, value in headers_for(header_class).items():
        response.headers[name] = value
    response.header_class = header_class  # type: ignore[attr-defined]  # see header_class_of
    return response


def header_class_of(response: HttpResponseBase) -> HeaderClass:
    """Return the class whose headers a response carries, or has to.

    Nobody keeps an error: the page may be there a moment later.
    """
    given: HeaderClass | None = getattr(response, "header_class", None)
    if given is not None:
        return given
    is_error = response.status_code >= 400  # noqa: PLR2004 -- HTTP
    return HeaderClass.YELLOW if is_error else HeaderClass.GREEN


def has_headers(response: HttpResponseBase) -> bool:
    """Tell whether a response carries the headers of a class already."""
    return _MARK in response.headers

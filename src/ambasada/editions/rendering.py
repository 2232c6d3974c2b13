"""Rendering one path of an edition, in a mode that cannot know a visitor.

There is no visitor: the request is made here, holds a path and a host and nothing else, and passes
no middleware. What comes back is bytes and what they were made of.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import get_resolver, resolve
from django.utils import translation

from ambasada.lib.headers import HeaderClass
from ambasada.lib.recorder import recording
from ambasada.network.queries import Facts
from ambasada.network.responses import PublicRequest, header_class_of
from ambasada.pages.banner import SLOT
from ambasada.syndication.feeds import SLOTS

_NOWHERE = -1


@dataclass(frozen=True)
class Rendered:
    """What a path answers, and what that was made of.

    `slot` is the place of the banner in `body`, -1 where there is none.
    """

    body: bytes
    type: str
    language: str
    headers: HeaderClass
    status: int
    to: str
    slot: int
    tags: frozenset[str]
    until: datetime | None
    sets_cookie: bool


def render(facts: Facts, path: str) -> Rendered:
    """Render a path of an embassy. Raises whatever the page raises."""
    languages = facts.embassy.languages
    asked = path.strip("/").partition("/")[0]
    language = asked if asked in languages else facts.embassy.first_language
    with recording() as read, translation.override(language):
        response = _answer(_request(facts, path), path)
    body = b"" if response.status_code in _MOVED else _body(response)
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    mark = SLOTS.get(kind, SLOT)
    slot = body.find(mark)
    return Rendered(
        body=body.replace(mark, b"", 1),
        type=response.headers.get("Content-Type", ""),
        language=language if response.headers.get("Content-Type", "").startswith(_HTML) else "",
        headers=header_class_of(response),
        status=response.status_code,
        to=response.headers.get("Location", ""),
        slot=slot if slot >= 0 else _NOWHERE,
        tags=frozenset(read.tags),
        until=read.until,
        sets_cookie=bool(response.cookies),
    )


_MOVED = frozenset({301, 302})
_HTML = "text/html"


def _request(facts: Facts, path: str) -> PublicRequest:
    request = PublicRequest()
    request.method = "GET"
    request.path = request.path_info = path
    site = facts.embassy.site
    request.META = {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port)}
    request.facts = facts
    return request


def _answer(request: PublicRequest, path: str) -> HttpResponseBase:
    try:
        match = resolve(path, settings.ROOT_URLCONF)
        request.resolver_match = match
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Http404 as missing:
        handler = get_resolver(settings.ROOT_URLCONF).resolve_error_handler(404)
        response = handler(request, missing)  # type: ignore[call-arg]  # as Django calls it
    render_it = getattr(response, "render", None)
    if callable(render_it):
        render_it()
    return response


def _body(response: HttpResponseBase) -> bytes:
    content: bytes = getattr(response, "content", b"")
    return content

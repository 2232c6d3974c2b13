"""Rosters, byte for byte as they were signed, and who was taken off them; on both origins."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from ambasada.casework.models import SignedRoster
from ambasada.casework.queries import newest_roster, removed_kids, signed_roster
from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.views.answers import by_method


def current(request: HttpRequest, code: str, suffix: str) -> HttpResponse:  # noqa: ARG001
    """Return the newest roster of an embassy, expired or not: whoever reads it says what it is."""
    return _file(newest_roster(code), suffix)


def numbered(request: HttpRequest, *, code: str, number: str, suffix: str) -> HttpResponse:  # noqa: ARG001
    """Return an older roster, by which letters of its days are checked."""
    return _file(signed_roster(code, int(number)), suffix)


def removed(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """Return removed.json of an embassy, in its canonical form."""
    if newest_roster(code) is None:
        raise NotTaken(Word.UNKNOWN)
    body = json.dumps({"kids": removed_kids(code)}, separators=(",", ":"))
    return HttpResponse(body, "application/json")


def _file(roster: SignedRoster | None, suffix: str) -> HttpResponse:
    if roster is None:
        raise NotTaken(Word.UNKNOWN)
    if suffix:
        return HttpResponse(roster.signature, "text/plain; charset=utf-8")
    return HttpResponse(bytes(roster.content), "application/json")


def addresses(origin: str) -> list[URLPattern]:
    """Return the addresses of rosters, named for an origin."""
    code, suffix = r"^(?P<code>[a-z0-9-]{1,50})", r"\.json(?P<suffix>|\.minisig)$"
    older = rf"{code}/rosters/(?P<number>[1-9][0-9]{{0,8}}){suffix}"
    return [
        re_path(rf"{code}/roster{suffix}", by_method(GET=current), name=f"{origin}_roster"),
        re_path(older, by_method(GET=numbered), name=f"{origin}_older_roster"),
        path("<slug:code>/removed.json", by_method(GET=removed), name=f"{origin}_removed"),
    ]

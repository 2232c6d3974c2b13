"""Whose editions a member sees; those of another embassy are as good as absent."""

from django.http import Http404, HttpRequest
from django.utils import timezone

from ambasada.accounts.requests import member_of
from ambasada.network.models import Embassy
from ambasada.network.rules import answered_by


def own(request: HttpRequest) -> list[Embassy]:
    """Return the embassies whose editions this member sees."""
    member, today = member_of(request), timezone.now().date()
    return list(answered_by(member, today=today).order_by("code"))


def own_one(request: HttpRequest, code: str) -> Embassy:
    """Return one of the member's embassies; anything else is Http404."""
    for embassy in own(request):
        if embassy.code == code:
            return embassy
    raise Http404

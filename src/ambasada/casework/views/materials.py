"""What members answer with: guides readers are served, and partners the root key names."""

from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils import timezone

from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.sessions import OnDuty
from ambasada.casework.views.answers import View, answered, by_method
from ambasada.casework.views.desk import for_member
from ambasada.lib.partner_lists import PARTNERS, SIGNATURE, PartnerFolder
from ambasada.network.models import Embassy
from ambasada.network.rules import embassies_of
from ambasada.publishing.queries import guides_to_link

# The paths of an embassy's edition that readers are served now, by its code.
Served = Callable[[str], Collection[str]]


def materials(served: Served) -> View:
    """Return the view that tells a member of the guides they may link to."""

    def show(request: HttpRequest, on_duty: OnDuty) -> HttpResponse:  # noqa: ARG001
        seats = embassies_of(on_duty.member, today=timezone.now().date())
        embassies = seats.select_related("site").order_by("code")
        guides = [told for each in embassies for told in _guides(each, served(each.code))]
        return answered({"guides": guides})

    return by_method(GET=for_member(show))


def _guides(embassy: Embassy, served: Collection[str]) -> list[dict[str, Any]]:
    """Return the guides of an embassy that were approved and stand in its edition."""
    return [
        {
            "embassy": embassy.code,
            "language": each.language,
            "title": each.title,
            "address": f"{embassy.origin}{each.path}",
            "checked": each.checked_on.isoformat(),
            "review_by": each.review_by.isoformat(),
        }
        for each in guides_to_link(embassy)
        if each.path in served
    ]


def partners(request: HttpRequest, code: str, suffix: str) -> HttpResponse:  # noqa: ARG001
    """Return the list of partners of an embassy or its signature, as it was signed."""
    content = PartnerFolder(settings.KEYS_ROOT, code).file(SIGNATURE if suffix else PARTNERS)
    if content is None or not Embassy.objects.filter(code=code).exists():
        raise NotTaken(Word.UNKNOWN)
    return HttpResponse(content, "text/plain; charset=utf-8" if suffix else "application/json")


def addresses(served: Served) -> list[URLPattern]:
    """Return the addresses of materials, told what readers are served."""
    signed = r"^(?P<code>[a-z0-9-]{1,50})/partners\.json(?P<suffix>|\.minisig)$"
    return [
        path("s/materials", materials(served), name="desk_materials"),
        re_path(signed, by_method(GET=partners), name="desk_partners"),
    ]

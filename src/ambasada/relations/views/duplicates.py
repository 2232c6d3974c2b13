"""Who may be the same: looking at two, making one of them, and undoing that."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambasada.accounts.requests import member_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.models import Entry, Merge, Organisation, Person
from ambasada.relations.queries import (
    ComparedShown,
    likely_pairs,
    merges_of,
    row_for,
)
from ambasada.relations.rules import require_mergeable
from ambasada.relations.views.entering import for_keepers, page_of_entry

_KINDS: dict[str, type[Organisation | Person]] = {
    "people": Person,
    "organisations": Organisation,
}


@require_safe
@for_keepers
def duplicates(request: HttpRequest, embassy: Embassy, *, owner: str) -> HttpResponse:
    """List whom the embassy knows twice, as it seems, likeliest first."""
    page = likely_pairs(_kind(owner), embassy, request.GET.get("after", ""))
    context = {"embassy": embassy, "owner": owner, "page": page}
    return render(request, "relations/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def compare(
    request: HttpRequest, embassy: Embassy, *, owner: str, ref: UUID, other: UUID
) -> HttpResponse:
    """Show two side by side; make one of them, or write down that they are two."""
    pair = [row_for(_kind(owner), embassy, each) for each in (ref, other)]
    if request.method == "POST":
        return _decided(request, embassy, pair, owner=owner)
    context = {
        "embassy": embassy,
        "owner": owner,
        "shown": ComparedShown(embassy, *pair),
        "pages": [{"entry": each, "page": page_of_entry(embassy, each)} for each in pair],
        "why_not": _why_not_merge(request, embassy, pair),
    }
    return render(request, "relations/compare.html", context)


def _why_not_merge(request: HttpRequest, embassy: Embassy, pair: list[Any]) -> str:
    one, other = pair
    today = timezone.now().date()
    try:
        require_mergeable(one, other, embassy, by=member_of(request), today=today)
    except Refused as refusal:
        return str(refusal)
    return ""


def _decided(
    request: HttpRequest, embassy: Embassy, pair: list[Any], *, owner: str
) -> HttpResponse:
    how: dict[str, Any] = {"embassy": embassy, "by": member_of(request), "now": timezone.now()}
    chosen = request.POST.get("kept")
    try:
        if "apart" in request.POST:
            actions.say_apart(*pair, **how)
            messages.success(request, _("They stay two. Nobody is asked again."))
        for kept, lost in (pair, reversed(pair)):
            if str(kept.ref) == chosen:
                actions.merge(kept, lost, **how)
                messages.success(request, _("They are one now. This can be undone for 90 days."))
                return redirect(page_of_entry(embassy, kept))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("relations_duplicates", embassy.code, owner)


@require_safe
@for_keepers
def merges(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List what was merged and can be undone."""
    context = {"embassy": embassy, "merges": merges_of(embassy)}
    return render(request, "relations/merges.html", context)


@require_POST
@for_keepers
def undo(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Make two of one again."""
    merged: Merge = row_for(Merge, embassy, ref)
    try:
        found: Entry = actions.undo_merge(
            merged, embassy=embassy, by=member_of(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("relations_merges", embassy.code)
    messages.success(request, _("They are two again."))
    return redirect(page_of_entry(embassy, found))


def _kind(owner: str) -> type[Organisation | Person]:
    if owner not in _KINDS:
        raise Http404
    return _KINDS[owner]

"""Areas, and who stands for those of a postcode."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ambasada.network.models import Embassy
from ambasada.relations import actions
from ambasada.relations.forms import AreaForm, PostcodeForm
from ambasada.relations.models import Area
from ambasada.relations.queries import (
    area_for,
    area_shown,
    areas_found,
    areas_of_postcode,
    parts_of,
)
from ambasada.relations.views.entering import add, edit, for_keepers, show_or_send

_MOST = 200


@require_safe
@for_keepers
def areas(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """List areas, by a part of their names."""
    text = request.GET.get("q", "").strip()[:200]
    found = list(areas_found(embassy, text)[: _MOST + 1])
    context = {
        "embassy": embassy,
        "text": text,
        "areas": found[:_MOST],
        "is_more": len(found) > _MOST,
        "form": PostcodeForm(),
    }
    return render(request, "relations/areas.html", context)


@require_safe
@for_keepers
def area(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show an area, with who stands for it."""
    found = area_for(embassy, ref)
    parts, organisations = parts_of(embassy, found)
    context = {
        "embassy": embassy,
        "shown": area_shown(embassy, found),
        "parts": parts,
        "organisations": organisations,
        "count": found.postcodes.count(),
    }
    return render(request, "relations/area.html", context)


@show_or_send
@for_keepers
def add_area(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Record an area."""
    form = AreaForm(request.POST or None, embassy=embassy, instance=Area())
    return add(request, embassy, form, record=actions.record_entry)


@show_or_send
@for_keepers
def edit_area(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Change an area."""
    found = area_for(embassy, ref)
    return edit(request, embassy, AreaForm(request.POST or None, embassy=embassy, instance=found))


@show_or_send
@for_keepers
def postcode(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Say who stands for the areas of a postcode; it is kept nowhere, and asked of nobody else."""
    form = PostcodeForm(request.POST or None)
    asked, found = "", []
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["postcode"]
        found = areas_of_postcode(embassy, asked)
    context = {"embassy": embassy, "form": form, "asked": asked, "found": found}
    return render(request, "relations/postcode.html", context)

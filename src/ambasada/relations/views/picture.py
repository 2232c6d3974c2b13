"""A picture of institutions and who holds a public office there, with a table beside it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ambasada.network.models import Embassy
from ambasada.relations.drawing import draw
from ambasada.relations.models import Circle
from ambasada.relations.queries import organisation_for, picture_around, picture_of_circle
from ambasada.relations.views.entering import for_keepers


@require_safe
@for_keepers
def picture(request: HttpRequest, embassy: Embassy) -> HttpResponse:
    """Show a circle."""
    circle = request.GET.get("circle", Circle.GOVERNMENT)
    if circle not in Circle.values:
        raise Http404
    found = picture_of_circle(embassy, circle)
    context = {
        "embassy": embassy,
        "picture": found,
        "drawing": draw(found.roots),
        "circle": circle,
        "circles": Circle.choices,
        "of": Circle(circle).label,
    }
    return render(request, "relations/picture.html", context)


@require_safe
@for_keepers
def picture_of(request: HttpRequest, embassy: Embassy, ref: UUID) -> HttpResponse:
    """Show what is around one organisation."""
    organisation = organisation_for(embassy, ref)
    found = picture_around(embassy, organisation)
    context = {
        "embassy": embassy,
        "picture": found,
        "drawing": draw(found.roots),
        "of": organisation.spoken,
        "about": organisation,
    }
    return render(request, "relations/picture.html", context)

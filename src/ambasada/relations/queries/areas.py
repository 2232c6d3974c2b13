"""Areas, who holds an office for them, and the areas of a postcode."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from ambasada.network.models import Embassy
from ambasada.relations.models import Area, Membership, Organisation, Position

_MOST = 200
LONGEST_POSTCODE = 12
_ABOVE = 10  # areas that one lies within, one in another


class Office(NamedTuple):
    """An office for an area, with who holds it now."""

    position: Position
    holders: list[Membership]


class AreaShown(NamedTuple):
    """An area, with the larger ones around it and the offices for each of them."""

    area: Area
    offices: list[Office]
    wider: list[tuple[Area, list[Office]]]


def plain_postcode(text: str) -> str:
    """Return a postcode as it is stored, in capital letters and digits; "" if it can be none."""
    plain = "".join(each for each in text.upper() if each.isalnum())
    return plain if len(plain) <= LONGEST_POSTCODE else ""


def area_for(embassy: Embassy, ref: UUID) -> Area:
    """Return an area; raises Http404 if there is none."""
    rows = Area.objects.seen_by(embassy).select_related("parent")
    found: Area = get_object_or_404(rows, ref=ref)
    return found


def areas_found(embassy: Embassy, text: str = "") -> QuerySet[Any]:
    """Return the areas in whose name or code a text stands."""
    rows = Area.objects.seen_by(embassy).select_related("parent")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(code__iexact=text))
    return rows.annotate(count=Count("postcodes")).order_by("name", "classification", "pk")


def areas_named(text: str) -> list[Area]:
    """Return the areas of a code or a name, written whole; several where it tells no one."""
    coded = list(Area.objects.filter(code__iexact=text).exclude(code="").order_by("pk"))
    named, _open, kind = text.rstrip(")").rpartition(" (")
    found = coded or list(Area.objects.filter(name__iexact=text).order_by("pk"))
    if not found and named:
        found = list(Area.objects.filter(name__iexact=named, classification__iexact=kind))
    return found


def area_shown(embassy: Embassy, area: Area) -> AreaShown:
    """Return an area, with who holds the offices for it and for what it lies within."""
    (found,) = _shown(embassy, [area])
    return found


def areas_of_postcode(embassy: Embassy, text: str) -> list[AreaShown]:
    """Return the areas of a postcode: none if it is not known, several if it is of several.

    Nothing is guessed from what a postcode begins with, and nothing is asked of others.
    """
    code = plain_postcode(text)
    if not code:
        return []
    rows = Area.objects.seen_by(embassy).filter(postcodes__code=code).order_by("name", "pk")
    return _shown(embassy, list(rows[:_MOST]))


def parts_of(embassy: Embassy, area: Area) -> tuple[list[Area], list[Organisation]]:
    """Return the areas within an area, and the organisations there."""
    areas = Area.objects.seen_by(embassy).filter(parent=area).order_by("name", "pk")
    there = Organisation.objects.seen_by(embassy).filter(area=area).order_by("sort_key", "pk")
    return list(areas[:_MOST]), list(there[:_MOST])


def _shown(embassy: Embassy, areas: Iterable[Area]) -> list[AreaShown]:
    chains = [(each, _around(each)) for each in areas]
    everything = {each.pk for area, around in chains for each in (area, *around)}
    offices = _offices(embassy, everything)
    return [
        AreaShown(area, offices[area.pk], [(each, offices[each.pk]) for each in around])
        for area, around in chains
    ]


def _around(area: Area) -> list[Area]:
    """Return the areas that an area lies within, the nearest first."""
    found: list[Area] = []
    above = area.parent
    while above is not None and above not in (area, *found) and len(found) < _ABOVE:
        found.append(above)
        above = above.parent
    return found


def _offices(embassy: Embassy, areas: Iterable[int]) -> dict[int, list[Office]]:
    """Return the offices of each area that are still there, with their holders, in two queries."""
    rows = Position.objects.seen_by(embassy).filter(area__in=areas, until="")
    rows = rows.select_related("organisation").order_by("organisation__sort_key", "label", "pk")
    held: dict[int, list[Membership]] = defaultdict(list)
    places = Membership.objects.seen_by(embassy).filter(position__area__in=areas, until="")
    for place in places.select_related("person").prefetch_related("person__spellings"):
        held[place.position_id].append(place)
    found: dict[int, list[Office]] = defaultdict(list)
    for each in rows[:_MOST]:
        found[each.area_id].append(Office(each, held[each.pk]))
    return found

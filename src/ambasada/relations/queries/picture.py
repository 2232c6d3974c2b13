"""What a picture of institutions shows: organisations and who holds a public office there.

Of people it knows those on public record alone, and of their places those that all embassies see,
so that it is the same for each of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from ambasada.network.models import Embassy
from ambasada.relations.drawing import Node
from ambasada.relations.models import Membership, Organisation

MOST = 60  # boxes; more can be read in a table
_MOST_ORGANISATIONS = 40
_ABOVE = 5  # organisations of which it is a part, one of another


class Row(NamedTuple):
    """An organisation in the table beside the picture."""

    organisation: Organisation
    holders: list[Membership]


class Picture(NamedTuple):
    """Trees to be drawn, the same as a table, and how much there was no room for."""

    roots: list[Node]
    rows: list[Row]
    left_out: int


def picture_of_circle(embassy: Embassy, circle: str) -> Picture:
    """Return the organisations of a circle that are still there."""
    return _picture(Organisation.objects.seen_by(embassy).filter(circle=circle, until=""))


def picture_around(embassy: Embassy, organisation: Organisation) -> Picture:
    """Return an organisation, what it is part of, and its parts and theirs."""
    above = [organisation.pk]
    parent = organisation.parent
    while parent is not None and parent.pk not in above and len(above) <= _ABOVE:
        above.append(parent.pk)
        parent = parent.parent
    below = Q(parent=organisation) | Q(parent__parent=organisation)
    rows = Organisation.objects.seen_by(embassy)
    rows = rows.filter(Q(pk__in=above) | below & Q(until=""))
    return _picture(rows, always=above)


def _picture(rows: QuerySet[Organisation], always: Sequence[int] = ()) -> Picture:
    ordered = rows.select_related("parent").prefetch_related("spellings")
    ordered = ordered.order_by("sort_key", "pk")
    found = list(ordered.filter(pk__in=always))
    found += ordered.exclude(pk__in=always)[: _MOST_ORGANISATIONS - len(found)]
    left_out = rows.count() - len(found)
    holding: dict[int, list[Membership]] = defaultdict(list)
    places = Membership.objects.filter(
        embassy=None,
        person__embassy=None,
        position__isnull=False,
        until="",
        organisation__in=[each.pk for each in found],
    )
    places = places.select_related("person", "position").prefetch_related("person__spellings")
    room = MOST - len(found)
    for number, each in enumerate(places.order_by("organisation__sort_key", "position__label")):
        if number < room:
            holding[each.organisation_id].append(each)
        else:
            left_out += 1
    shown = [Row(each, holding[each.pk]) for each in found]
    return Picture(_trees(shown), shown, left_out)


def _trees(rows: Iterable[Row]) -> list[Node]:
    """Return the organisations that are part of no other of them, each with its parts."""
    nodes = {row.organisation.pk: _node(row) for row in rows}
    roots, under = [], {row.organisation.pk: row.organisation.parent_id for row in rows}
    for number, node in nodes.items():
        above = under[number]
        if above in nodes and not _is_within(above, number, under):
            nodes[above].parts.append(node)
        else:
            roots.append(node)
    return roots


def _is_within(number: int, other: int, under: dict[int, int | None]) -> bool:
    """Tell whether something is, against all rules, a part of its own part."""
    known: set[int] = set()
    above: int | None = number
    while above is not None and above not in known:
        if above == other:
            return True
        known.add(above)
        above = under.get(above)
    return False


def _node(row: Row) -> Node:
    holders = [(each.person.spoken, each.what) for each in row.holders]
    return Node(row.organisation.spoken, holders)

"""What stands here already about those whom records add to: a few queries for all of them."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from ambasada.relations.actions.importing.terms import Terms
from ambasada.relations.models import ContactDetail, Leftover, Membership, Person, Spelling


class Held:
    """Rows about some people, or some organisations, that an embassy sees."""

    def __init__(self, model: type[Any], numbers: Collection[int], terms: Terms) -> None:
        self.owners: dict[int, Any] = model.objects.in_bulk(numbers) if numbers else {}
        self.names: dict[int, set[str]] = defaultdict(set)
        self.ways: dict[int, set[tuple[str, str]]] = defaultdict(set)
        self.places: dict[int, list[Membership]] = defaultdict(list)
        self.lines: dict[int, set[str]] = defaultdict(set)
        if self.owners:
            self._read("person" if model is Person else "organisation", terms)

    def _read(self, of: str, terms: Terms) -> None:
        here = {f"{of}__in": self.owners}
        for pk, text in Spelling.objects.filter(**here).values_list(of, "text"):
            self.names[pk].add(text)
        details = ContactDetail.objects.seen_by(terms.embassy)
        for pk, kind, value in details.filter(**here).values_list(of, "kind", "value"):
            self.ways[pk].add((kind, value.casefold()))
        kept = Leftover.objects.seen_by(terms.embassy).filter(**here)
        for pk, lines in kept.values_list(of, "lines"):
            self.lines[pk].update(lines)
        if of != "person":
            return
        there = details.filter(membership__person__in=self.owners)
        for pk, kind, value in there.values_list("membership__person", "kind", "value"):
            self.ways[pk].add((kind, value.casefold()))
        places = Membership.objects.filter(Q(embassy=None) | Q(embassy=terms.embassy), **here)
        for place in places.select_related("position").order_by("pk"):
            self.places[place.person_id].append(place)

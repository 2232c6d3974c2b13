"""Keeping the keys by which duplicates are found."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from django.db.models import Q

from ambasada.relations.matching import records_of, scheme_of, stored_keys
from ambasada.relations.models import (
    ContactDetail,
    Entry,
    MatchKey,
    Membership,
    Organisation,
    Person,
)


class _Key(NamedTuple):
    owner: int
    embassy: int | None
    value: str


def keep_keys(owner: Organisation | Person) -> None:
    """Work out what a person or an organisation is found by; rows that are right stay as they are.

    What one embassy alone knows of somebody shared makes keys that are its alone.
    """
    keep_keys_of(type(owner), [owner.pk])


def keep_keys_of(kind: type[Organisation | Person], numbers: Collection[int]) -> None:
    """Work out the keys of many at once, by their numbers: a thousand of them, not all."""
    of = "person" if kind is Person else "organisation"
    wanted = set(_keys(kind, numbers))
    rows = MatchKey.objects.filter(**{f"{of}__in": numbers})
    held = [(pk, _Key(*key)) for pk, *key in rows.values_list("pk", of, "embassy", "value")]
    gone = [pk for pk, key in held if key not in wanted]
    if gone:
        MatchKey.objects.filter(pk__in=gone).delete()
    missing = wanted - {key for _pk, key in held}
    MatchKey.objects.bulk_create(
        MatchKey(**{f"{of}_id": key.owner}, embassy_id=key.embassy, value=key.value)
        for key in sorted(missing, key=lambda key: (key.owner, key.embassy or 0, key.value))
    )


def keep_keys_about(entry: Entry) -> None:
    """Work out the keys of whomever a row is about, if it is one that makes keys."""
    if isinstance(entry, ContactDetail):
        place = entry.membership
        owner = entry.person or entry.organisation or (place.person if place else None)
    elif isinstance(entry, Membership):
        owner = entry.person
    else:
        owner = entry if isinstance(entry, Organisation | Person) else None
    if owner is not None:
        keep_keys(owner)


def _keys(kind: type[Organisation | Person], numbers: Collection[int]) -> Iterator[_Key]:
    homes: dict[int, int] = {}
    if kind is Person:
        private: Any = Person.objects.filter(pk__in=numbers).exclude(embassy=None)
        homes = dict(private.values_list("pk", "embassy"))
    shared: dict[int, frozenset[str]] = defaultdict(frozenset)
    public = [number for number in numbers if number not in homes]
    for number, values in _stored(kind, public, None):
        shared[number] = values
        yield from (_Key(number, None, value) for value in values)
    for embassy_id, known in _known_alone(kind, numbers, homes).items():
        for number, values in _stored(kind, known, embassy_id):
            yield from (_Key(number, embassy_id, value) for value in values - shared[number])


def _stored(
    kind: type[Organisation | Person], numbers: Collection[int], embassy_id: int | None
) -> Iterator[tuple[Any, frozenset[str]]]:
    for record in records_of(kind, numbers, embassy_id):
        yield record.record, stored_keys(record, scheme_of(kind))


def _known_alone(
    kind: type[Organisation | Person], numbers: Collection[int], homes: dict[int, int]
) -> dict[int, set[int]]:
    """Return for each embassy of whom it alone knows anything, or everything."""
    found: dict[int, set[int]] = defaultdict(set)
    for number, embassy_id in homes.items():
        found[embassy_id].add(number)
    owners = ("person", "membership__person") if kind is Person else ("organisation",)
    for owner in owners:
        details = ContactDetail.objects.filter(
            Q(**{f"{owner}__in": numbers}), embassy__isnull=False
        )
        for number, embassy_id in details.values_list(owner, "embassy"):
            found[embassy_id].add(number)
    return found

"""Keeping the keys by which duplicates are found."""

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


def keep_keys(owner: Organisation | Person) -> None:
    """Work out what a person or an organisation is found by; rows that are right stay as they are.

    What one embassy alone knows of somebody shared makes keys that are its alone.
    """
    wanted = {(None, value) for value in _keys(owner, None)}
    for embassy_id in _knowing(owner):
        own = _keys(owner, embassy_id)
        wanted |= {(embassy_id, each) for each in own if (None, each) not in wanted}
    if isinstance(owner, Person) and owner.is_private:
        wanted = {(owner.embassy_id, value) for _shared, value in wanted}
    held = list(owner.match_keys.values_list("pk", "embassy", "value"))
    owner.match_keys.filter(pk__in=[pk for pk, *key in held if tuple(key) not in wanted]).delete()
    of = "person" if isinstance(owner, Person) else "organisation"
    missing = wanted - {tuple(key) for _pk, *key in held}
    MatchKey.objects.bulk_create(
        MatchKey(**{of: owner}, embassy_id=embassy_id, value=value)
        for embassy_id, value in sorted(missing, key=lambda each: (each[0] or 0, each[1]))
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


def _keys(owner: Organisation | Person, embassy_id: int | None) -> frozenset[str]:
    (record,) = records_of(type(owner), [owner.pk], embassy_id)
    return stored_keys(record, scheme_of(type(owner)))


def _knowing(owner: Organisation | Person) -> list[int]:
    """Return the embassies that alone know an address of somebody."""
    of = Q(organisation=owner)
    if isinstance(owner, Person):
        of = Q(person=owner) | Q(membership__person=owner)
    found = ContactDetail.objects.filter(of).exclude(embassy=None)
    return list(found.order_by("embassy").values_list("embassy", flat=True).distinct())

"""Whom a file’s records may already be: a few queries for a thousand of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Q

from ambasada.lib.contacts import records
from ambasada.lib.duplicates import Read, read
from ambasada.relations.actions.importing.callings import Callings, identifiers_of
from ambasada.relations.actions.importing.terms import Terms
from ambasada.relations.matching import scheme_of, stored_keys
from ambasada.relations.models import (
    RECORD,
    MatchKey,
    Membership,
    Organisation,
    Origin,
    Person,
    Spelling,
)
from ambasada.relations.names import LONGEST, sort_key

_WHOLE, _MAIL, _PHONE = "n:", "e:", "p:"
_MOST = 24  # of a name that many have; PEOPLE compares no more of them with each other

Keys = frozenset[str]


class Match(NamedTuple):
    """The number of whom a record is, or may be."""

    pk: int
    is_certain: bool


def fingerprint(record: records.Person | records.Organisation) -> str:
    """Return by what a record is known again: all that it says."""
    return sha256(repr(record).encode()).hexdigest()


def known_records(prints: Iterable[str], terms: Terms) -> dict[str, tuple[int | None, int | None]]:
    """Return which records came in before and are still here, by the numbers of their rows."""
    origins = Origin.objects.filter(embassy=terms.scope_id, scheme=RECORD, value__in=prints)
    found = origins.values_list("value", "person", "organisation")
    return {value: (person, body) for value, person, body in found}


def read_person(record: records.Person, bodies: Iterable[int] = ()) -> Read:
    """Return a record as people are compared."""
    ways = [*record.details, *(each for place in record.memberships for each in place.details)]
    values = {
        "name": names_of(record),
        "email": [each.value for each in ways if each.type == "email"],
        "phone": [each.value for each in ways if each.type in records.TELEPHONES],
        "organisation": map(str, bodies),
    }
    return read(0, values, scheme_of(Person))


def read_organisation(record: records.Organisation) -> Read:
    """Return a record as organisations are compared."""
    values = {
        "name": names_of(record),
        "identifier": identifier_lines(record),
        "email": [each.value for each in record.details if each.type == "email"],
        "phone": [each.value for each in record.details if each.type in records.TELEPHONES],
    }
    return read(0, values, scheme_of(Organisation))


def names_of(record: records.Person | records.Organisation) -> list[str]:
    """Return all spellings of a name, the first as it is shown."""
    found = [record.name, *(each.text for each in record.other_names)]
    if isinstance(record, records.Person) and record.family:
        found.append(" ".join(filter(None, (record.given, record.patronymic, record.family))))
    return list(dict.fromkeys(each for each in found if each.strip()))


def identifier_lines(record: records.Organisation) -> list[str]:
    """Return what registers call an organisation, as the directory writes it."""
    return [f"{scheme}: {value}" for scheme, value in identifiers_of(record)]


def same_name(name: str) -> str:
    """Return what is equal for spellings of one name in two scripts, and for no others."""
    return _same(sort_key(name), name)


def _same(key: str, name: str) -> str:
    return key if len(key) < LONGEST else name.casefold()


def known_bodies(names: Iterable[str]) -> dict[str, int]:
    """Return organisations by what their names have in common; of several the first."""
    keys = {key for name in names if (key := sort_key(name))}
    found = Organisation.objects.filter(sort_key__in=keys)
    rows = found.order_by("-pk").values_list("sort_key", "name", "pk")
    return {_same(key, name): pk for key, name, pk in rows}


class Bodies:
    """Organisations that those of some records are, as far as they were here before."""

    def __init__(
        self,
        found: Sequence[records.Organisation],
        keys: Sequence[Keys],
        terms: Terms,
        *,
        until: int | None,
    ) -> None:
        """Look for them up to a number: who comes later is of the same file."""
        self._callings = Callings(Organisation, terms)
        self._by_id = self._callings.by_refs(each.id for each in found)
        wanted = {key for each in keys for key in each if key.startswith(("n:", "i:"))}
        rows = MatchKey.objects.filter(value__in=wanted, organisation__isnull=False, embassy=None)
        if until is not None:
            rows = rows.filter(organisation__lte=until)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for value, pk in rows.order_by("organisation").values_list("value", "organisation"):
            self._by_key[value].append(pk)
        met = {pk for pks in self._by_key.values() for pk in pks}
        self._names: dict[int, set[str]] = defaultdict(set)
        spelt = Spelling.objects.filter(organisation__in=met)
        for pk, text in spelt.values_list("organisation", "text"):
            self._names[pk].add(same_name(text))
        self._callings.look_up(found)
        self._callings.know(met)

    def of(self, record: records.Organisation, keys: Keys) -> Match | None:
        """Return which one a record is: by a number of a register, or by the whole name.

        Whom a register, or the file, numbers apart is another one, whatever they are called.
        """
        if record.id in self._by_id:
            return Match(self._by_id[record.id], is_certain=True)
        numbered = {pk for key in keys if key.startswith("i:") for pk in self._by_key.get(key, ())}
        numbered = numbered or self._callings.of(record)
        if len(numbered) == 1:
            return Match(numbered.pop(), is_certain=True)
        named = sorted(
            {pk for key in keys if key[:2] == _WHOLE for pk in self._by_key.get(key, ())}
        )
        wanted = {same_name(each) for each in names_of(record)}
        same = [
            pk
            for pk in named
            if self._names[pk] & wanted and not self._callings.are_apart(record, pk)
        ]
        if same:
            return Match(same[0], is_certain=True)
        return Match(named[0], is_certain=False) if named else None


class People:
    """People whom an embassy sees who are, or may be, those of some records."""

    def __init__(
        self, found: Sequence[tuple[records.Person, Keys]], terms: Terms, *, until: int
    ) -> None:
        """Look for them; whoever has a number above `until` came in with the same file."""
        self._terms, self._until = terms, until
        self._by_key: dict[str, list[int]] = defaultdict(list)
        wanted = {key for _record, keys in found for key in keys if key[:2] in _LOOKED_AT}
        seen = Q(embassy=None) | Q(embassy=terms.embassy)
        rows = MatchKey.objects.filter(seen, value__in=wanted, person__isnull=False)
        for value, pk in rows.order_by("person").values_list("value", "person"):
            met = self._by_key[value]
            # Of those of the same file, who are added to never, the first is enough to be named.
            if not met or (pk <= until and len(met) < _MOST):
                met.append(pk)
        self._callings = Callings(Person, terms)
        called = self._callings.look_up([record for record, _keys in found])
        self._by_id = self._callings.by_refs(record.id for record, _keys in found)
        named = {pk for key, pks in self._by_key.items() if key[:2] == _WHOLE for pk in pks}
        self._callings.know(named)
        named |= {*self._by_id.values(), *called}
        self._names = dict[int, str]()
        self._private = set[int]()
        people = Person.objects.seen_by(terms.embassy).filter(pk__in=named)
        for pk, key, name, embassy in people.values_list("pk", "sort_key", "name", "embassy"):
            self._names[pk] = _same(key, name)
            if embassy is not None:
                self._private.add(pk)
        self._places: dict[int, set[int]] = defaultdict(set)
        places = Membership.objects.seen_by(terms.embassy).filter(person__in=self._names)
        for pk, body in places.values_list("person", "organisation"):
            self._places[pk].add(body)

    def of(self, record: records.Person, keys: Keys, bodies: set[int]) -> Match | None:
        """Return whom a record is about, and whether that is certain.

        It is by a number of a register, or by a name with an address, a telephone or a place. A
        name alone may be somebody else’s; so may be whoever stands in the same file.
        """
        by_id = self._by_id.get(record.id)
        named = sorted(self._with(keys, _WHOLE))
        certain = self._callings.of(record) if by_id is None else {by_id}
        if not certain and named and named[0] <= self._until:
            certain = self._known_by_more(record, keys, bodies)
        certain = {pk for pk in certain if pk <= self._until and self._may_be_added_to(pk)}
        if len(certain) == 1:
            return Match(certain.pop(), is_certain=True)
        return Match(named[0], is_certain=False) if named else None

    def is_private(self, pk: int) -> bool:
        """Tell whether somebody who was found is known to the embassy alone."""
        return pk in self._private

    def _known_by_more(self, record: records.Person, keys: Keys, bodies: set[int]) -> set[int]:
        """Return who of those of a name has an address, a telephone or a place of the record."""
        reached = self._with(keys, _MAIL) | self._with(keys, _PHONE)
        wanted = same_name(record.name)
        return {
            pk
            for pk in self._with(keys, _WHOLE)
            if (pk in reached or (self._names[pk] == wanted and self._places[pk] & bodies))
            and not self._callings.are_apart(record, pk)
        }

    def _may_be_added_to(self, pk: int) -> bool:
        """Tell whether rows of these terms may be added: to a private person no shared ones."""
        return not (self._terms.is_shared and pk in self._private)

    def _with(self, keys: Keys, sort: str) -> set[int]:
        found = {pk for key in keys if key[:2] == sort for pk in self._by_key.get(key, ())}
        return found & self._names.keys()


_LOOKED_AT = (_WHOLE, _MAIL, _PHONE)


def keys_of_person(found: Read) -> Keys:
    """Return the keys that are stored of somebody."""
    return stored_keys(found, scheme_of(Person))


def keys_of_organisation(found: Read) -> Keys:
    """Return the keys that are stored of an organisation."""
    return stored_keys(found, scheme_of(Organisation))

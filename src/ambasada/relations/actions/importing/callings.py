"""What registers and files call somebody: one number is one, and two of a register are two."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ambasada.lib.contacts import records
from ambasada.relations.actions.importing.terms import Terms
from ambasada.relations.models import RECORD, Organisation, Origin, Person
from ambasada.relations.names import sort_key

_ID = "id of "  # the scheme of what one source alone calls its rows; elsewhere it says nothing
# Numbers that a program of an embassy gives to whatever is in its own database.
_OF_PROGRAMS = ("civicrm", "civicrm external")
_LONGEST = 200  # letters of what somebody is called that are kept
_AT_ONCE = 500  # values of one query
Calling = tuple[str, str]  # a scheme, and what it calls somebody


def identifiers_of(record: records.Person | records.Organisation) -> list[Calling]:
    """Return what registers call somebody; without a register it says nothing elsewhere."""
    return [
        (each.scheme, each.value)
        for each in record.identifiers
        if each.scheme and each.scheme not in _OF_PROGRAMS
    ]


def callings_of(record: records.Person | records.Organisation, source: str) -> list[Calling]:
    """Return what registers call somebody, and what the files of a source do."""
    return [*identifiers_of(record), *_own_callings(record, source)]


def _own_callings(record: records.Person | records.Organisation, source: str) -> list[Calling]:
    said = [
        by_id(each.value, f"{source} {each.scheme}")
        for each in record.identifiers
        if each.scheme in _OF_PROGRAMS
    ]
    return [*said, by_id(record.id, source)] if record.id else said


def by_id(said: str, source: str) -> Calling:
    """Return as what an id in the files of a source is kept."""
    told = " ".join(source.casefold().split())
    value = said if len(said) <= _LONGEST else sha256(said.encode()).hexdigest()
    return f"{_ID}{sha256(told.encode()).hexdigest()[:32]}", value


def ref_of(said: str) -> UUID | None:
    """Return the ref of ours that an id may be: in a file that an embassy exported."""
    with suppress(ValueError):
        return UUID(said.removeprefix("urn:uuid:"))
    return None


class Callings:
    """What is known here of what some records, or some ids, call people or organisations."""

    def __init__(self, kind: type[Organisation | Person], terms: Terms) -> None:
        self._of = "person" if kind is Person else "organisation"
        self._kind, self._terms = kind, terms
        self._numbers: dict[Calling, set[int]] = defaultdict(set)
        self._called: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._names: dict[int, str] = {}
        self._are_numbered = False

    def look_up(self, found: Iterable[records.Person | records.Organisation]) -> set[int]:
        """Find whom the records’ numbers and ids call; return the numbers of their rows."""
        said = {each for record in found for each in callings_of(record, self._terms.source)}
        self._are_numbered = bool(said)
        return self._look_up(said)

    def by_refs(self, ids: Iterable[str]) -> dict[str, int]:
        """Return whom those ids stand for that are refs of ours."""
        refs = {said: ref for said in ids if (ref := ref_of(said))}
        seen: QuerySet[Any] = self._kind.objects.seen_by(self._terms.embassy)
        here = dict(seen.filter(ref__in=refs.values()).values_list("ref", "pk")) if refs else {}
        return {said: here[ref] for said, ref in refs.items() if ref in here}

    def look_up_ids(self, ids: Collection[str]) -> dict[str, int]:
        """Return whom ids stand for that no record of the file has.

        They are refs of ours, or ids of records that came in from the same source, or numbers that
        some register gave to one alone; a bare figure says too little for that.
        """
        known = self.by_refs(ids)
        self._look_up({by_id(said, self._terms.source) for said in ids})
        for said in ids:
            numbers = self._numbers.get(by_id(said, self._terms.source), set())
            if not numbers and not said.isdecimal():
                numbers = self._numbered(said)
            if said not in known and len(numbers) == 1:
                known[said] = next(iter(numbers))
        return known

    def know(self, numbers: Iterable[int]) -> None:
        """Read what those who may be some records are called, if the records are numbered."""
        for rows in _parts(set(numbers) if self._are_numbered else ()):
            found = self._origins().filter(**{f"{self._of}__in": rows})
            for scheme, value, pk in found.values_list("scheme", "value", self._of):
                self._called[pk][scheme].add(value)
            if self._kind is Organisation:
                lines = Organisation.objects.filter(pk__in=rows).values_list("pk", "identifiers")
                for pk, scheme, value in (
                    (pk, *line.partition(": ")[::2]) for pk, held in lines for line in held
                ):
                    self._called[pk][scheme].add(value)

    def of(self, record: records.Person | records.Organisation) -> set[int]:
        """Return whom a register or the source calls so.

        Sources may number their rows anew: then a name tells whether it is still the same one.
        """
        found = {pk for each in identifiers_of(record) for pk in self._numbers.get(each, ())}
        if found:
            return found
        own = _own_callings(record, self._terms.source)
        known = {pk for each in own for pk in self._numbers.get(each, ())}
        return {pk for pk in known if self._may_be_called(pk, record.name)}

    def are_apart(self, record: records.Person | records.Organisation, pk: int) -> bool:
        """Tell whether a register, or the source, calls a record otherwise than who is here.

        A random id says nothing where it differs: programs draw another one for each export.
        """
        said: dict[str, set[str]] = defaultdict(set)
        for scheme, value in callings_of(record, self._terms.source):
            if value != record.id or ref_of(value) is None:
                said[scheme].add(value)
        called = self._called.get(pk, {})
        return any(called.get(scheme, values).isdisjoint(values) for scheme, values in said.items())

    def _may_be_called(self, pk: int, name: str) -> bool:
        """Tell whether a name is longer or shorter than before; somebody may marry as well."""
        before, now = _words(self._names[pk]), _words(name)
        is_longer = set(before) <= set(now) or set(now) <= set(before)
        return is_longer or (self._kind is Person and before[0] == now[0])

    def _look_up(self, said: set[Calling]) -> set[int]:
        met = set[int]()
        for values in _parts({value for _scheme, value in said}):
            found = self._origins().filter(value__in=values)
            for scheme, value, pk in found.values_list("scheme", "value", self._of):
                if (scheme, value) in said:
                    self._numbers[scheme, value].add(pk)
                    met.add(pk)
        for rows in _parts(met - self._names.keys()):
            self._names |= self._kind.objects.filter(pk__in=rows).values_list("pk", "name")
        return met

    def _numbered(self, said: str) -> set[int]:
        found = self._origins().filter(value=said).exclude(scheme__startswith=_ID)
        return set(found.values_list(self._of, flat=True))

    def _origins(self) -> QuerySet[Origin]:
        origins: QuerySet[Origin] = Origin.objects.seen_by(self._terms.embassy)
        return origins.exclude(scheme=RECORD).exclude(**{self._of: None})


def _words(name: str) -> list[str]:
    return sort_key(name).split("-")


def _parts(values: Collection[Any]) -> Iterator[list[Any]]:
    found = list(values)
    for start in range(0, len(found), _AT_ONCE):
        yield found[start : start + _AT_ONCE]

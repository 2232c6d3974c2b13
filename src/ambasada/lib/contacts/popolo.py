"""Popolo 1.0.1 as JSON, its objects in lists of their own or one within another.

Reads as well the files that parliaments' archives make of it: people whose names are all among
their other names, and memberships of people who stand in another file.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from ambasada.lib.contacts.days import NotADay
from ambasada.lib.contacts.popolo_objects import (
    Json,
    NotPopolo,
    area_of,
    extra_of,
    membership_of,
    organisation_of,
    person_of,
    position_of,
)
from ambasada.lib.contacts.reasons import Fault, Reason, Rejected
from ambasada.lib.contacts.records import (
    Area,
    Membership,
    Organisation,
    OtherName,
    Person,
    Position,
    Records,
)
from ambasada.lib.refused import Refused

LARGEST = 200_000_000  # bytes
_LISTS = {
    "persons": "persons",
    "people": "persons",
    "organizations": "organizations",
    "organisations": "organizations",
    "memberships": "memberships",
    "posts": "posts",
    "areas": "areas",
}
_MALFORMED = (NotPopolo, TypeError, ValueError, AttributeError)
Named = TypeVar("Named", Person, Organisation)
T = TypeVar("T", Person, Organisation, Position, Area)
# The list that an object stands in, its number there, and the object.
Place = tuple[str, int, Any]


@dataclass
class _Read:
    """What was read of a file so far."""

    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    areas: dict[str, Area] = field(default_factory=dict)
    memberships: list[Membership] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def take(self, place: Place, read: Callable[[Json], T]) -> T | None:
        """Return the record of an object; None, with a reason, if it is none."""
        try:
            return read(place[2])
        except NotADay:
            reason = Reason.DAY
        except _MALFORMED:
            reason = Reason.SHAPE
        self.reject(place, reason)
        return None

    def reject(self, place: Place, reason: Reason) -> None:
        """Keep an object that is not read."""
        part, number, said = place
        shown = json.dumps(said, ensure_ascii=False)
        self.rejected.append(Rejected(line=number, cells=(shown,), reason=reason, part=part))

    def again(self, records: dict[str, Named], record: Named, place: Place) -> None:
        """Take an id that comes again: its name is another one; whatever else differs is not."""
        first: Named = records[record.id]
        if replace(record, name=first.name, other_names=first.other_names) != first:
            self.reject(place, Reason.DOUBLE)
        elif record.name != first.name:
            names = (*first.other_names, OtherName(text=record.name), *record.other_names)
            records[record.id] = replace(first, other_names=names)

    def member(self, number: int, said: Json, *, person: str = "") -> None:
        """Read a membership."""
        try:
            self.memberships.append(membership_of(said, person=person))
        except NotADay:
            self.reject(("memberships", number, said), Reason.DAY)
        except _MALFORMED:
            self.reject(("memberships", number, said), Reason.SHAPE)


def read_popolo(data: bytes) -> Records:
    """Return the records of a file. Raises Refused if it is no JSON, or has nothing of Popolo."""
    said = _json(data)
    lists, rest = _lists(said)
    read = _Read()
    for part, objects in lists:
        for number, each in enumerate(objects, start=1):
            if isinstance(each, dict) and "redirect" in each:
                read.reject((part, number, each), Reason.MOVED)
            elif isinstance(each, dict):
                _READERS[part](read, number, each)
            else:
                read.reject((part, number, each), Reason.SHAPE)
    return _records(read, rest)


def _json(data: bytes) -> Any:  # noqa: ANN401 -- whatever JSON holds
    if len(data) > LARGEST:
        message = f"The file is larger than {LARGEST // 1_000_000} MB. Split it, and try again."
        raise Refused(message)
    try:
        said = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except RecursionError:
        raise Refused(Fault.DEEP) from None
    except ValueError:
        raise Refused(Fault.NO_JSON) from None
    if _has_lone_surrogate(said):
        raise Refused(Fault.HALVES)
    return said


def _no_constant(_name: str) -> None:
    """Refuse NaN and the infinities, which JSON does not have."""
    raise ValueError


def _has_lone_surrogate(said: Any) -> bool:  # noqa: ANN401 -- whatever JSON holds
    try:
        json.dumps(said, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def _lists(said: Any) -> tuple[list[tuple[str, list[Any]]], Json]:  # noqa: ANN401 -- whatever JSON holds
    """Return the lists of a file by what they hold, organisations and posts first, and the rest."""
    if isinstance(said, list):
        of_people = any(isinstance(each, dict) and "person_id" in each for each in said)
        said = {"memberships" if of_people else "persons": said}
    elif isinstance(said, dict) and "name" in said and not _LISTS.keys() & said.keys() - _NESTED:
        said = {"persons": [said]}
    if isinstance(said, dict):
        found = [
            (part, said[name]) for name, part in _LISTS.items() if isinstance(said.get(name), list)
        ]
        if found:
            known = {name for name in _LISTS if isinstance(said.get(name), list)}
            rest = {name: value for name, value in said.items() if name not in known}
            return sorted(found, key=lambda each: _ORDER.index(each[0])), rest
    raise Refused(Fault.NO_POPOLO)


_NESTED = {"memberships", "posts"}  # what a single object may hold itself
_ORDER = ("areas", "organizations", "posts", "persons", "memberships")


def _person(read: _Read, number: int, said: Json) -> None:
    person = read.take(("persons", number, said), person_of)
    if person is not None:
        if person.id in read.people:
            read.again(read.people, person, ("persons", number, said))
            return
        read.people[person.id or f"\0{number}"] = person
        for each in _nested(said, "memberships"):
            # Without an id of its own a person is known by the place in the list.
            read.member(number, each, person=person.id or f"\0{number}")


def _organisation(read: _Read, number: int, said: Json) -> None:
    organisation = read.take(("organizations", number, said), organisation_of)
    if organisation is not None:
        if organisation.id in read.organisations:
            read.again(read.organisations, organisation, ("organizations", number, said))
            return
        read.organisations[organisation.id or f"\0{number}"] = organisation
        for each in _nested(said, "posts"):
            _position(read, number, {"organization_id": organisation.id} | dict(each))
        for each in _nested(said, "memberships"):
            _membership(read, number, {"organization_id": organisation.id} | dict(each))


def _position(read: _Read, number: int, said: Json) -> None:
    position = read.take(("posts", number, said), position_of)
    if position is not None:
        read.positions[position.id or f"\0{number}.{len(read.positions)}"] = position


def _area(read: _Read, number: int, said: Json) -> None:
    area = read.take(("areas", number, said), area_of)
    if area is not None:
        read.areas[area.id or f"\0{number}"] = area


def _membership(read: _Read, number: int, said: Json) -> None:
    """Read a membership, and the person who stands in it if one does."""
    inner = said.get("person")
    if isinstance(inner, dict):
        key = str(inner.get("id") or f"\0{number}.{len(read.people)}")
        if key not in read.people:
            person = read.take(("persons", number, inner), person_of)
            if person is not None:
                read.people[key] = person
        read.member(number, said, person=key)
    else:
        read.member(number, said)


_READERS: dict[str, Callable[[_Read, int, Json], None]] = {
    "persons": _person,
    "organizations": _organisation,
    "posts": _position,
    "areas": _area,
    "memberships": _membership,
}


def _nested(said: Json, name: str) -> Iterator[Json]:
    for each in said.get(name) or ():
        if isinstance(each, dict):
            yield each


def _records(read: _Read, rest: Json) -> Records:
    """Return the records, each membership with its person and the names of what it names."""
    of_people: dict[str, list[Membership]] = {}
    elsewhere = []
    for each in read.memberships:
        named = _with_names(each, read)
        if each.person in read.people:
            of_people.setdefault(each.person, []).append(replace(named, person=""))
        else:
            elsewhere.append(named)
    people = tuple(
        replace(person, memberships=tuple(of_people[key])) if key in of_people else person
        for key, person in read.people.items()
    )
    organisations = tuple(
        replace(each, parent=read.organisations[each.parent_id].name)
        if not each.parent and each.parent_id in read.organisations
        else each
        for each in read.organisations.values()
    )
    return Records(
        people=people,
        organisations=organisations,
        positions=tuple(read.positions.values()),
        areas=tuple(read.areas.values()),
        memberships=tuple(elsewhere),
        rejected=tuple(read.rejected),
        extra=extra_of(rest),
    )


def _with_names(membership: Membership, read: _Read) -> Membership:
    """Return a membership with the names of the organisations and the position it has ids of."""
    names: dict[str, Any] = {}
    for name, key in (("organisation", "organisation_id"), ("on_behalf_of", "on_behalf_of_id")):
        found = read.organisations.get(getattr(membership, key))
        if found is not None and not getattr(membership, name):
            names[name] = found.name
    position = read.positions.get(membership.position_id)
    if position is not None:
        if not membership.position:
            names["position"] = position.label
        if not membership.organisation_id and position.organisation_id:
            names["organisation_id"] = position.organisation_id
            body = read.organisations.get(position.organisation_id)
            names["organisation"] = membership.organisation or (body.name if body else "")
    return replace(membership, **names) if names else membership

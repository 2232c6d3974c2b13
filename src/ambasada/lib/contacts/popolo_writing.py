"""Records as Popolo 1.0.1: each kind in a list of its own, memberships by the ids of people."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ambasada.lib.contacts.popolo_objects import (
    AREA,
    DETAIL,
    EXTRA,
    IDENTIFIER,
    LINK,
    MEMBERSHIP,
    NOTES,
    ORGANISATION,
    OTHER_NAME,
    PARTS,
    PERSON,
    POSITION,
)
from ambasada.lib.contacts.records import (
    POPOLO,
    Extra,
    Membership,
    Organisation,
    Person,
    Records,
)


def write_popolo(records: Records) -> bytes:
    """Return a file; reading it gives these records again. Whoever has no id is given one."""
    people = [
        (each.id or f"person-{number}", each) for number, each in enumerate(records.people, start=1)
    ]
    known = {each.id for each in records.organisations} - {""}
    memberships = [
        _membership(each, key, known) for key, person in people for each in person.memberships
    ]
    memberships += [_membership(each, each.person, known) for each in records.memberships]
    lists: dict[str, Any] = {
        "persons": [_person(each, key) for key, each in people],
        "organizations": list(map(_organisation, records.organisations)),
        "memberships": memberships,
        "posts": [_record(each, POSITION) for each in records.positions],
        "areas": [_record(each, AREA) for each in records.areas],
    }
    return json.dumps(lists | _kept(records.extra, lists), ensure_ascii=False, indent=1).encode()


def _person(person: Person, key: str) -> dict[str, Any]:
    return _record(person, PERSON) | {"id": key}


def _organisation(organisation: Organisation) -> dict[str, Any]:
    said = _record(organisation, ORGANISATION)
    if organisation.parent and not organisation.parent_id:
        said["parent"] = {"name": organisation.parent}
    return said


def _membership(membership: Membership, person: str, known: set[str]) -> dict[str, Any]:
    said = _record(membership, MEMBERSHIP)
    if person:
        said["person_id"] = person
    for name, key in (("organization", "organisation"), ("on_behalf_of", "on_behalf_of")):
        text, reference = getattr(membership, key), getattr(membership, f"{key}_id")
        if text and reference not in known:
            said[name] = {"name": text}
    return said


def _record(record: Any, names: Mapping[str, str]) -> dict[str, Any]:  # noqa: ANN401 -- any record
    """Return the fields of a record that Popolo has, and what it had besides."""
    said: dict[str, Any] = {
        name: getattr(record, field) for name, field in names.items() if getattr(record, field)
    }
    for name, field, inner in (
        ("other_names", "other_names", OTHER_NAME),
        ("contact_details", "details", DETAIL),
        ("links", "links", LINK),
        ("identifiers", "identifiers", IDENTIFIER),
        ("sources", "sources", LINK),
    ):
        found = getattr(record, field, ())
        if found:
            said[name] = [_record(each, inner) for each in found]
    for name, field in ((PARTS, "parts"), (NOTES, "notes")):
        texts = getattr(record, field, ())
        if texts:
            said[name] = list(texts)
    return said | _kept(record.extra, said)


def _kept(extra: Iterable[Extra], taken: Mapping[str, Any]) -> dict[str, Any]:
    """Return what has no field: values of Popolo by their names, the rest in a list of ours."""
    said: dict[str, Any] = {}
    others = []
    for each in extra:
        is_free = each.form == POPOLO and each.name not in (*taken, *said, EXTRA)
        value = _json(each.value) if is_free else _NO_JSON
        if value is _NO_JSON:
            pairs = [list(pair) for pair in each.parameters]
            others.append([each.form, each.name, each.value, pairs])
        else:
            said[each.name] = value
    return said | ({EXTRA: others} if others else {})


_NO_JSON = object()


def _json(text: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _NO_JSON

"""One object of Popolo as a record; what has no field of it is kept as JSON."""

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from ambasada.lib.contacts.records import (
    ADDRESS_PARTS,
    POPOLO,
    Area,
    ContactDetail,
    Extra,
    Identifier,
    Link,
    Membership,
    Organisation,
    OtherName,
    Person,
    Position,
)

_TYPES = {"phone": "voice", "telephone": "voice", "tel": "voice", "mobile": "cell"}
# What Popolo has no name for.
NOTES, CIRCLE, UNIT, PARTS, EXTRA = "x_notes", "x_circle", "x_unit", "x_parts", "x_extra"
# How Popolo calls the fields of each record.
LINK = {"url": "url", "note": "note"}
IDENTIFIER = {"identifier": "value", "scheme": "scheme"}
DETAIL = {
    "type": "type",
    "value": "value",
    "label": "label",
    "note": "note",
    "valid_from": "valid_from",
    "valid_until": "valid_until",
}
OTHER_NAME = {
    "name": "text",
    "lang": "language",
    "note": "note",
    "given_name": "given",
    "family_name": "family",
    "start_date": "start",
    "end_date": "end",
}
PERSON = {
    "id": "id",
    "name": "name",
    "given_name": "given",
    "family_name": "family",
    "patronymic_name": "patronymic",
    "honorific_prefix": "honorific_prefix",
    "honorific_suffix": "honorific_suffix",
}
ORGANISATION = {
    "id": "id",
    "name": "name",
    "classification": "classification",
    "parent_id": "parent_id",
    "area_id": "area_id",
    CIRCLE: "circle",
    "founding_date": "founded",
    "dissolution_date": "dissolved",
}
MEMBERSHIP = {
    "id": "id",
    "person_id": "person",
    "organization_id": "organisation_id",
    UNIT: "unit",
    "post_id": "position_id",
    "label": "position",
    "role": "role",
    "on_behalf_of_id": "on_behalf_of_id",
    "area_id": "area_id",
    "start_date": "start",
    "end_date": "end",
}
POSITION = {
    "id": "id",
    "label": "label",
    "role": "role",
    "organization_id": "organisation_id",
    "area_id": "area_id",
    "start_date": "start",
    "end_date": "end",
}
AREA = {
    "id": "id",
    "name": "name",
    "identifier": "identifier",
    "classification": "classification",
    "parent_id": "parent_id",
}

Json = Mapping[str, Any]
T = TypeVar("T")


class NotPopolo(Exception):
    """An object is not shaped as Popolo has it, or has no name where it needs one."""


def text(said: object) -> str:
    """Return a text or a number as text, alone in a list or not; nothing as an empty one.

    Raises NotPopolo.
    """
    if isinstance(said, list) and len(said) == 1:
        said = said[0]
    if said is None:
        return ""
    if isinstance(said, str) and "\0" not in said:
        return said
    if isinstance(said, int) and not isinstance(said, bool):
        return str(said)
    raise NotPopolo


def _fields(said: Json, names: Mapping[str, str]) -> dict[str, Any]:
    return {field: text(said[name]) for name, field in names.items() if name in said}


def extra_of(said: Json, *known: str) -> tuple[Extra, ...]:
    """Return the values that have no field, and what other formats had that was written here."""
    found = [
        Extra(form=POPOLO, name=name, value=json.dumps(value, ensure_ascii=False))
        for name, value in said.items()
        if name not in known and name != EXTRA
    ]
    others = said.get(EXTRA)
    if others is not None and EXTRA not in known:
        try:
            found = [*found, *map(_other_extra, others)]
        except (NotPopolo, TypeError, ValueError):
            # Somebody else calls something so.
            value = json.dumps(others, ensure_ascii=False)
            found = [*found, Extra(form=POPOLO, name=EXTRA, value=value)]
    return tuple(found)


def _other_extra(said: Any) -> Extra:  # noqa: ANN401 -- whatever JSON holds
    form, name, value, parameters = said
    pairs = tuple((text(key), text(one)) for key, one in parameters)
    return Extra(form=text(form), name=text(name), value=text(value), parameters=pairs)


def _texts(said: Json, name: str) -> tuple[str, ...]:
    return tuple(map(text, said.get(name) or ()))


def _each(said: Json, name: str, read: Callable[[Json], T]) -> tuple[T, ...]:
    found = said.get(name)
    if found is None:
        return ()
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise NotPopolo
    return tuple(map(read, found))


def _link(said: Json) -> Link:
    return Link(**({"url": ""} | _fields(said, LINK)), extra=extra_of(said, *LINK))


def _identifier(said: Json) -> Identifier:
    values = {"value": ""} | _fields(said, IDENTIFIER)
    return Identifier(**values, extra=extra_of(said, *IDENTIFIER))


def _detail(said: Json) -> ContactDetail:
    values = {"type": "", "value": ""} | _fields(said, DETAIL)
    values["type"] = _TYPES.get(values["type"].lower(), values["type"])
    parts = _texts(said, PARTS)
    if parts and len(parts) != len(ADDRESS_PARTS):
        raise NotPopolo
    return ContactDetail(**values, parts=parts, extra=extra_of(said, *DETAIL, PARTS))


def _other_name(said: Json) -> OtherName:
    values = _fields(said, OTHER_NAME)
    values["text"] = values.get("text") or whole_name(said)
    return OtherName(**values, extra=extra_of(said, *OTHER_NAME))


def whole_name(said: Json) -> str:
    """Return a name by its parts, of which Parliament's lords have others than most people."""
    given = text(said.get("given_name"))
    family = text(said.get("family_name")) or text(said.get("surname"))
    lord = text(said.get("lordname"))
    place = text(said.get("lordofname"))
    prefix = text(said.get("honorific_prefix")) if lord or place else ""
    words = (prefix, "" if lord or place else given, lord or ("" if place else family))
    return " ".join(filter(None, (*words, f"of {place}" if place else "")))


def _common(said: Json) -> dict[str, Any]:
    return {
        "other_names": _each(said, "other_names", _other_name),
        "details": _each(said, "contact_details", _detail),
        "links": _each(said, "links", _link),
        "identifiers": _each(said, "identifiers", _identifier),
        "sources": _each(said, "sources", _link),
        "notes": _texts(said, NOTES),
    }


_COMMON = ("other_names", "contact_details", "links", "identifiers", "sources", NOTES)


def person_of(said: Json) -> Person:
    """Return a person without their memberships. Raises NotPopolo, NotADay."""
    values = _fields(said, PERSON) | _common(said)
    mail = said.get("email")
    has_mail = isinstance(mail, str) and mail
    if has_mail and all(each.value != mail for each in values["details"]):
        values["details"] += (ContactDetail(type="email", value=str(mail)),)
    known = (*PERSON, *_COMMON, "memberships", *(("email",) if has_mail or mail is None else ()))
    values["name"] = values.get("name") or _main_name(said) or whole_name(said)
    if not values["name"]:
        raise NotPopolo
    return Person(**values, extra=extra_of(said, *known))


def _main_name(said: Json) -> str:
    """Return the last name that is said to be the main one, where a person has none of its own."""
    main = [
        whole_name(each) or text(each.get("name"))
        for each in said.get("other_names") or ()
        if each.get("note") == "Main"
    ]
    return main[-1] if main else ""


def organisation_of(said: Json) -> Organisation:
    """Return an organisation. Raises NotPopolo, NotADay."""
    values = {"name": ""} | _fields(said, ORGANISATION) | _common(said)
    known = [*ORGANISATION, *_COMMON, "memberships", "posts"]
    parent = said.get("parent")
    if isinstance(parent, dict):
        values["parent"] = text(parent.get("name"))
        values["parent_id"] = values.get("parent_id") or text(parent.get("id"))
        if parent.keys() <= {"name", "id"}:
            known.append("parent")
    values["name"] = values["name"] or values.get("id", "")
    if not values["name"]:
        raise NotPopolo
    return Organisation(**values, extra=extra_of(said, *known))


def membership_of(said: Json, *, person: str = "") -> Membership:
    """Return a membership, of this person unless it says another. Raises NotPopolo, NotADay."""
    values = _fields(said, MEMBERSHIP)
    values["person"] = values.get("person") or person
    known = [*MEMBERSHIP, "contact_details", "sources", "person"]
    for name, field, key in (
        ("organization", "organisation", "organisation_id"),
        ("on_behalf_of", "on_behalf_of", "on_behalf_of_id"),
        ("post", "position", "position_id"),
    ):
        nested = said.get(name)
        if isinstance(nested, dict):
            label = text(nested.get("label" if name == "post" else "name"))
            values[field] = values.get(field) or label
            values[key] = values.get(key) or text(nested.get("id"))
            known.append(name)
    return Membership(
        **values,
        details=_each(said, "contact_details", _detail),
        sources=_each(said, "sources", _link),
        extra=extra_of(said, *known),
    )


def position_of(said: Json, *, organisation: str = "") -> Position:
    """Return a post, of this organisation unless it says another. Raises NotPopolo, NotADay."""
    values = {"label": ""} | _fields(said, POSITION)
    values["label"] = values["label"] or values.get("role", "") or values.get("id", "")
    values["organisation_id"] = values.get("organisation_id") or organisation
    if not values["label"]:
        raise NotPopolo
    return Position(
        **values,
        details=_each(said, "contact_details", _detail),
        links=_each(said, "links", _link),
        sources=_each(said, "sources", _link),
        extra=extra_of(said, *POSITION, "contact_details", "links", "sources"),
    )


def area_of(said: Json) -> Area:
    """Return an area. Raises NotPopolo."""
    values = {"name": ""} | _fields(said, AREA)
    values["name"] = values["name"] or values.get("id", "")
    if not values["name"]:
        raise NotPopolo
    return Area(**values, extra=extra_of(said, *AREA))

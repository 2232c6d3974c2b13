"""From the properties of one card to a person or an organisation."""

from collections.abc import Callable

from ambasada.lib.contacts.card_details import (
    DETAIL,
    address,
    email,
    link,
    messenger,
    other_detail,
    source,
    take_labels,
    telephone,
)
from ambasada.lib.contacts.card_drafts import OURS, Draft
from ambasada.lib.contacts.card_lines import escaped
from ambasada.lib.contacts.card_members import (
    MEMBERSHIP,
    ORG,
    organisation_in,
    take_memberships,
)
from ambasada.lib.contacts.card_more import with_more
from ambasada.lib.contacts.card_values import Property
from ambasada.lib.contacts.days import is_partial
from ambasada.lib.contacts.records import (
    CARD,
    TELEPHONES,
    Extra,
    Identifier,
    Organisation,
    OtherName,
    Person,
)

_PARTS = 5  # of a name: family, given, additional, prefix, suffix
_INDIVIDUAL, _ORGANISATION = "individual", "org"
_EXTRA = f"{OURS}EXTRA"
_COMPANY = ("X-ABSHOWAS", "COMPANY")
# Properties of ours for fields of an organisation that cards do not have.
SIMPLE = {
    f"{OURS}{field.upper().replace('_', '-')}": field
    for field in (
        "classification",
        "circle",
        "parent",
        "parent_id",
        "area_id",
        "founded",
        "dissolved",
    )
}


def record_of(properties: list[Property]) -> Person | Organisation | None:
    """Return what a card is of; None if nothing in it could be a name."""
    draft = Draft(labels=take_labels(properties))
    for found in properties:
        _read(draft, found)
    organisation = _organisation(draft)
    if organisation is not None:
        return organisation
    family, given, patronymic, prefix, suffix = draft.parts or [""] * _PARTS
    name = draft.name or " ".join(filter(None, (prefix, given, patronymic, family)))
    name = name or _called(draft)
    if not name:
        return None
    return Person(
        name=name,
        given=given,
        family=family,
        patronymic=patronymic,
        honorific_prefix=prefix,
        honorific_suffix=suffix,
        memberships=take_memberships(draft),
        **draft.common(),
    )


def _read(draft: Draft, found: Property) -> None:
    """Give a property to its reader; what has none, or is empty, is kept."""
    if found.name in ("", "VERSION"):
        return
    if found.name in MEMBERSHIP and found.is_read:
        draft.members.append(found)
        return
    reader = _READERS.get(found.name) if found.is_read else None
    is_said = found.value.strip("; \t") or found.name == _EXTRA
    text = reader(draft, found) if reader and is_said else None
    if text is None:
        draft.keep(found)
    else:
        draft.taken.append((found, text))


def _full_name(draft: Draft, found: Property) -> str:
    text = found.text.strip()
    if not draft.name and not found.take(f"{OURS}OTHER"):
        draft.name = text
    else:
        found.take(f"{OURS}OTHER")
        said = {"text": text, "language": found.take("LANGUAGE")}
        draft.other_names.append(with_more(OtherName, found, said))
    return text


def _name(draft: Draft, found: Property) -> str | None:
    parts = [each.strip() for each in found.components]
    if draft.parts or len(parts) > _PARTS or not any(parts):
        return None
    draft.parts = parts + [""] * (_PARTS - len(parts))
    return ""


def _nickname(draft: Draft, found: Property) -> str:
    text = found.text.strip()
    draft.other_names.append(with_more(OtherName, found, {"text": text, "note": "nickname"}))
    return text


def _note(draft: Draft, found: Property) -> str:
    draft.notes.append(found.text)
    return found.text


def _id(draft: Draft, found: Property) -> str | None:
    if draft.id:
        return None
    draft.id = found.text
    return ""


def _identifier(draft: Draft, found: Property) -> str:
    text = found.text
    draft.identifiers.append(with_more(Identifier, found, {"value": text}))
    return text


def _kind(draft: Draft, found: Property) -> str | None:
    kind = found.value.lower()
    if draft.kind or kind not in (_INDIVIDUAL, _ORGANISATION):
        return None
    draft.kind = kind
    return ""


def _extra(draft: Draft, found: Property) -> str:
    """Take back what a table or Popolo had, and a writer of ours put into a card."""
    form, name = found.take(f"{OURS}FORM"), found.take(f"{OURS}NAME")
    draft.extra.append(Extra(form=form, name=name, value=found.text))
    return found.text


def _simple(draft: Draft, found: Property) -> str | None:
    field, text = SIMPLE[found.name], found.text
    if field in draft.simple or (field in ("founded", "dissolved") and not is_partial(text)):
        return None
    draft.simple[field] = text
    return ""


_READERS: dict[str, Callable[[Draft, Property], str | None]] = {
    "FN": _full_name,
    "N": _name,
    "NICKNAME": _nickname,
    "TEL": telephone,
    "EMAIL": email,
    "IMPP": messenger,
    "ADR": address,
    "URL": link,
    "NOTE": _note,
    "UID": _id,
    "SOURCE": source,
    "KIND": _kind,
    DETAIL: other_detail,
    f"{OURS}IDENTIFIER": _identifier,
    _EXTRA: _extra,
    **dict.fromkeys(SIMPLE, _simple),
}


def _called(draft: Draft) -> str:
    """Return what somebody is called who has no name, as address books do."""
    names = [each.text for each in draft.other_names]
    ways = [each.value for each in draft.details if each.type in ("email", *TELEPHONES)]
    return next(filter(None, (*names, *ways)), "")


def _organisation(draft: Draft) -> Organisation | None:
    """Return the organisation that a card is of, if it is of one.

    Cards of 2.1 and 3.0 do not say so: then it is of the organisation that is its only name.
    """
    bodies = [organisation_in(each) for each in draft.members if each.name == ORG]
    first = next(filter(None, bodies), "")
    shown = any((each.name, each.value.upper()) == _COMPANY for each in draft.extra)
    is_nobody = first and not any(draft.parts) and draft.name in ("", first)
    name = draft.name or first
    is_said = draft.kind == _ORGANISATION
    if not name or not (is_said or (draft.kind != _INDIVIDUAL and (shown or is_nobody))):
        return None
    own = next((each for each in draft.members if each.name == ORG and each.text == name), None)
    for each in draft.members:
        if each is own:
            draft.taken.append((each, name))
        else:
            draft.keep(each)
    if draft.parts:
        value = ";".join(map(escaped, draft.parts))
        draft.extra.append(Extra(form=CARD, name="N", value=value))
    return Organisation(name=name, **draft.simple, **draft.common())

"""The properties of a card that say how to reach somebody."""

from typing import Any

from ambasada.lib.contacts.card_drafts import OURS, Draft
from ambasada.lib.contacts.card_more import with_more
from ambasada.lib.contacts.card_values import Property
from ambasada.lib.contacts.records import ADDRESS_PARTS, TELEPHONES, ContactDetail, Link

DETAIL = f"{OURS}DETAIL"
_LABEL = "X-ABLABEL"
_LABELLED = {"TEL", "EMAIL", "ADR", "URL", "IMPP"}
_APPLE = ("_$!<", ">!$_")  # around labels that Apple's programs translate
_PLACES = ("work", "home")
_TELEPHONES = tuple(each for each in ("fax", *TELEPHONES) if each != "voice")
_SCHEMES = {"email": "mailto:", **dict.fromkeys(TELEPHONES, "tel:")}


def take_labels(properties: list[Property]) -> dict[str, str]:
    """Return what Apple's programs call the details of each group, and empty those properties."""
    groups = {each.group for each in properties if each.name in _LABELLED and each.value} - {""}
    found: dict[str, str] = {}
    for each in properties if groups else ():
        if each.name == _LABEL and each.group in groups - found.keys() and not each.parameters:
            text = each.text
            if text.startswith(_APPLE[0]) and text.endswith(_APPLE[1]):
                text = text[4:-4].lower()
            if text.strip():
                found[each.group] = text.strip()
                each.name = ""
    return found


def telephone(draft: Draft, found: Property) -> str:
    """Read a telephone of any kind."""
    kind = "cell" if found.take_type("cell", "mobile", "iphone") else ""
    kind = found.take_type("fax") or kind or found.take_type(*_TELEPHONES) or "voice"
    found.take_type("voice")
    return _detail(draft, found, {"type": kind, "value": found.text})


def email(draft: Draft, found: Property) -> str:
    """Read an e-mail address."""
    found.take_type("internet")
    return _detail(draft, found, {"type": "email", "value": found.text})


def messenger(draft: Draft, found: Property) -> str:
    """Read an address of instant messages."""
    return _detail(draft, found, {"type": "im", "value": found.text})


def address(draft: Draft, found: Property) -> str | None:
    """Read an address by its parts."""
    parts = [each.strip() for each in found.components]
    if len(parts) > len(ADDRESS_PARTS) or not any(parts):
        return None
    whole = tuple(parts + [""] * (len(ADDRESS_PARTS) - len(parts)))
    written = found.take("LABEL").strip() or address_text(whole)
    return _detail(draft, found, {"type": "address", "value": written, "parts": whole})


def other_detail(draft: Draft, found: Property) -> str:
    """Read back a detail of a type that cards do not have."""
    return _detail(draft, found, {"type": "", "value": found.text})


def link(draft: Draft, found: Property) -> str:
    """Read an address on the web."""
    said = {"url": found.text.strip(), "note": _label(draft, found)}
    draft.links.append(with_more(Link, found, said))
    return said["url"]


def source(draft: Draft, found: Property) -> str:
    """Read where a card is from."""
    said = {"url": found.text.strip()}
    draft.sources.append(with_more(Link, found, said))
    return said["url"]


def address_text(parts: tuple[str, ...]) -> str:
    """Return an address on one line, as it is read: the street first."""
    box, extended, street, city, region, postcode, country = parts
    place = " ".join(each for each in (postcode, city) if each)
    return ", ".join(each for each in (street, extended, box, place, region, country) if each)


def _label(draft: Draft, found: Property) -> str:
    return draft.labels.get(found.group, "") or found.take_type(*_PLACES)


def _detail(draft: Draft, found: Property, said: dict[str, Any]) -> str:
    value = said["value"].strip()
    scheme = _SCHEMES.get(said["type"], "")
    if scheme and value.lower().startswith(scheme):
        value = value[len(scheme) :]
    if ("VALUE", "uri") in found.parameters and scheme:
        found.take("VALUE")
    whole = said | {"value": value, "label": _label(draft, found)}
    draft.details.append(with_more(ContactDetail, found, whole))
    return value

"""The cells of a row that say how to reach somebody."""

import re
from collections.abc import Mapping, Sequence

from ambasada.lib.contacts.card_details import address_text
from ambasada.lib.contacts.mappings import label_of
from ambasada.lib.contacts.records import ADDRESS_PARTS, TELEPHONES, ContactDetail, Link

# The cells of a row: by their field, and by what holds them together.
Said = Mapping[str, Mapping[str, Sequence[str]]]
_KINDS = ("email", *TELEPHONES, "im")
# Marks of direction and joiners that telephones put around numbers when they copy them.
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORDS = {"mobile": "cell", "cell": "cell", "fax": "fax", "pager": "pager"}
_KNOWN = ("work", "home", "other", "main")
_NONE: Mapping[str, Sequence[str]] = {}
_ADDRESS = ("address", *(f"address.{part}" for part in ADDRESS_PARTS))


def details_of(said: Said, separator: str) -> tuple[ContactDetail, ...]:
    """Return the details of a row: ways to reach somebody at once, then addresses."""
    found = [
        each
        for kind in _KINDS
        if kind in said
        for key, texts in said[kind].items()
        for each in _ways(said, (kind, key), _parts(texts, separator))
    ]
    keys = dict.fromkeys(key for name in _ADDRESS if name in said for key in said[name])
    found += [_address(said, key) for key in keys]
    return tuple(found)


def links_of(said: Said, separator: str) -> tuple[Link, ...]:
    """Return the addresses on the web of a row."""
    return tuple(
        Link(url=_clean(url), note=_label(said, "link", key))
        for key, texts in said.get("link", _NONE).items()
        for url in _parts(texts, separator)
    )


def _label(said: Said, kind: str, key: str) -> str:
    """Return what a detail is called: by the column beside it, or else by its own."""
    beside = said.get(f"{kind}.label", _NONE).get(key)
    if not beside:
        return label_of(key)
    # A star is how Google marks the one that is preferred.
    text = beside[0].removeprefix("*").strip()
    return text.lower() if text.lower() in _KNOWN else text


def _parts(texts: Sequence[str], separator: str) -> Sequence[str]:
    if not separator:
        return texts
    return [part.strip() for text in texts for part in text.split(separator) if part.strip()]


def _ways(said: Said, column: tuple[str, str], values: Sequence[str]) -> list[ContactDetail]:
    kind, key = column
    label = _label(said, kind, key)
    service = said.get("im.service", _NONE).get(key, [""])[0] if kind == "im" else ""
    if kind == "voice" and label:
        kind, label = _telephone(label)
    return [
        ContactDetail(type=kind, value=_clean(value), label=label, note=service) for value in values
    ]


def _telephone(label: str) -> tuple[str, str]:
    """Return the kind that a label tells, such as “Work Fax”, and what is left of the label."""
    words = label.split()
    told = next((_WORDS[word.lower()] for word in words if word.lower() in _WORDS), "")
    if not told:
        return "voice", label
    rest = " ".join(word for word in words if word.lower() not in _WORDS)
    return told, rest.lower() if rest.lower() in _KNOWN else rest


def _address(said: Said, key: str) -> ContactDetail:
    parts = tuple(
        ", ".join(said.get(f"address.{part}", _NONE).get(key, ())) for part in ADDRESS_PARTS
    )
    written = said.get("address", _NONE).get(key)
    value = "\n".join(written) if written else address_text(parts)
    return ContactDetail(
        type="address",
        value=value,
        label=_label(said, "address", key),
        parts=parts if any(parts) else (),
    )


def _clean(text: str) -> str:
    return text if text.isascii() else _UNSEEN.sub("", text).strip()

"""The newest rows as Atom 1.0 (RFC 4287): days and no hours, and no field but those of a row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.etree import ElementTree as ET

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What no XML may hold, such as the line break of some word processors.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ET.register_namespace("", _ATOM)


@dataclass(frozen=True)
class Item:
    """A row as the feed tells it."""

    ref: str
    address: str
    title: str
    summary: str
    updated: date


@dataclass(frozen=True)
class Feed:
    """The feed: `page` is where the register is read, with the origin."""

    page: str
    language: str
    title: str
    author: str
    updated: date
    items: Sequence[Item]


def written(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    root = ET.Element(f"{{{_ATOM}}}feed", {_LANG: feed.language})
    _add(root, "id", feed.page)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    own = {"rel": "self", "type": "application/atom+xml", "href": f"{feed.page}register.atom"}
    _add(root, "link").attrib |= own
    _add(root, "link").attrib |= {"rel": "alternate", "type": "text/html", "href": feed.page}
    _add(_add(root, "author"), "name", feed.author)
    for each in feed.items:
        entry = _add(root, "entry")
        _add(entry, "id", f"urn:uuid:{each.ref}")
        _add(entry, "title", each.title)
        _add(entry, "link").attrib |= {"rel": "alternate", "href": each.address}
        _add(entry, "updated", _moment(each.updated))
        _add(entry, "summary", each.summary)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = _NO_XML.sub(" ", text) or None
    return element


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"

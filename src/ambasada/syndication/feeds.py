"""Feeds written out: Atom 1.0 (RFC 4287) and JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import override

from ambasada.syndication.queries import Entry

_ATOM = "http://www.w3.org/2005/Atom"
_MARK = "banner"
# Where a banner goes, before the first entry: a comment, or blanks such as JSON has nowhere else.
_BLANKS = "\n\t \t\n"
SLOTS = {"application/atom+xml": b"<!--banner-->", "application/json": _BLANKS.encode()}
# What no XML may hold, such as the line break of some word processors.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ET.register_namespace("", _ATOM)


@dataclass(frozen=True)
class Feed:
    """A feed: `address` is its own with the origin, `page` that of the section it follows."""

    id: str
    address: str
    page: str
    language: str
    title: str
    author: str
    updated: datetime
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """Return the feed as Atom."""
    root = ET.Element(f"{{{_ATOM}}}feed", {_LANG: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _link(root, rel="self", type="application/atom+xml", href=feed.address)
    _link(root, rel="alternate", type="text/html", href=feed.page)
    _add(_add(root, "author"), "name", feed.author)
    root.append(ET.Comment(_MARK))
    for each in feed.entries:
        _add_entry(root, each)
    ET.indent(root)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="utf-8") + b"\n"


def _add_entry(root: ET.Element, entry: Entry) -> None:
    element = _add(root, "entry")
    element.set(_LANG, entry.language)
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _link(element, rel="alternate", type="text/html", href=entry.address)
    _add(element, "published", _moment(entry.published))
    _add(element, "updated", _moment(entry.updated))
    if entry.summary:
        _add(element, "summary", entry.summary)
    content = _add(element, "content", _content(entry))
    content.set("type", "html")


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = _NO_XML.sub(" ", text) or None
    return element


def _link(parent: ET.Element, **said: str) -> None:
    _add(parent, "link").attrib |= said


def as_json(feed: Feed) -> bytes:
    """Return the feed as JSON Feed."""
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [_item(each) for each in feed.entries],
    }
    items = '"items": ['
    written = json.dumps(said, ensure_ascii=False, indent=1).replace(items, items + _BLANKS, 1)
    return written.encode() + b"\n"


def written_alone(entry: Entry, kind: str) -> bytes:
    """Return an entry as it stands in a kind of feed, before others."""
    if kind == "application/json":
        return json.dumps(_item(entry), ensure_ascii=False).encode() + b","
    alone = ET.Element(f"{{{_ATOM}}}feed")
    _add_entry(alone, entry)
    return ET.tostring(alone[0], encoding="utf-8")


def _item(entry: Entry) -> dict[str, object]:
    said: dict[str, object] = {
        "id": entry.id,
        "url": entry.address,
        "title": entry.title,
        "content_html": _content(entry),
        "date_published": _moment(entry.published),
        "date_modified": _moment(entry.updated),
        "language": entry.language,
    }
    return said | ({"summary": entry.summary} if entry.summary else {})


def _content(entry: Entry) -> str:
    """Return the words, below what was wrong in them and was put right."""
    with override(entry.language):
        lines = format_html_join(
            "", "<li>{}: {}</li>", ((date_format(day), text) for day, text in entry.corrections)
        )
        heading = _("Corrections")
    above = format_html("<p>{}</p><ul>{}</ul>", heading, lines) if lines else ""
    return f"{above}{entry.words}".strip()


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

"""What is different between two fair copies, in lines a person can read.

Everything that is in the bytes is compared, whether a form shows it or not: what members approve
is the whole copy. Values are shown as stored text, one line for each paragraph, block field or
language; two values that read alike and are not the same are shown as they are stored.
"""

import difflib
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ambasada.network.models import Fact, FairCopy
from ambasada.pages.readable import readable_lines
from ambasada.pages.titles import title_of_copy

# What only our tables need to know; shown apart where it is new, like the rest where it changed.
_TECHNICAL = frozenset(
    {
        "pk",
        "embassy",
        "locale",
        "translation_key",
        "slug",
        "site",
        "show_in_menus",
        "key",
        "made_from",
        "roll",
        "ref",
        "meeting",
    }
)
_NAMED = {
    "files": gettext_noop("Files"),
    "made_from": gettext_noop("Translated from the text"),
    "pictures": gettext_noop("Pictures"),
}
# What tells a thing from others, before everything else.
_FIRST = ("title", "name", "address")
# Pairs of lines up to which it is looked which line became which: of 2,000 rows that takes minutes.
_PAIRED = 20_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(rf"{_DAY.pattern}T[0-9:.]+Z")


@dataclass(frozen=True)
class Line:
    """A line of a field: kept, added or removed."""

    mark: str  # "+", "-" or " "
    text: str


@dataclass(frozen=True)
class Difference:
    """A field that is not the same in both copies."""

    label: str
    lines: tuple[Line, ...]
    is_technical: bool


def differences(before: FairCopy | None, after: FairCopy) -> list[Difference]:
    """Return what changes from one copy of a thing to another; without a first, all that is new.

    Fields come in the order of the model. A field that is empty in a new thing is left out.
    """
    was, now = _values(before) if before else {}, _values(after)
    found = []
    for key in [*now, *(key for key in was if key not in now)]:
        if was.get(key) != now.get(key):
            field = _field(after.kind, key)
            lines = _lines(
                _named(field, was.get(key)), _named(field, now.get(key)), names=_names(field)
            )
            is_technical = before is None and key in _TECHNICAL
            if lines:
                found.append(Difference(_label(field, key), lines, is_technical))
    return sorted(found, key=lambda each: each.is_technical)


def _values(copy: FairCopy) -> dict[str, Any]:
    """Return what the copy says by key: its address, its fields, its files and pictures."""
    content = copy.content
    order = [field.name for field in apps.get_model(copy.kind)._meta.get_fields()]
    order = [*(name for name in _FIRST if name in order), *order]
    names = sorted(
        content["fields"], key=lambda name: order.index(name) if name in order else len(order)
    )
    fields = {name: content["fields"][name] for name in names}
    place = {"path": content["path"]} if content["path"] is not None else {}
    made = {"made_from": _origin(content["made_from"])} if content.get("made_from") else {}
    named = {key: content[key] for key in ("files", "pictures") if content.get(key)}
    return fields | place | made | named


def _origin(made: dict[str, str]) -> str:
    language = dict(settings.LANGUAGES).get(made["language"], made["language"])
    return f"{language}, SHA-256 {made['sha256']}"


def _field(kind: str, key: str) -> Any:  # noqa: ANN401 -- a field of any kind, or None
    try:
        return apps.get_model(kind)._meta.get_field(key)
    except FieldDoesNotExist:
        return None


def _label(field: Any, key: str) -> str:  # noqa: ANN401 -- likewise
    if key == "path":
        return str(_("Address"))
    if key in _NAMED:
        return str(_(_NAMED[key]))
    if field is None:
        return key
    name = getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural
    return str(capfirst(name))


def _named(field: Any, value: object) -> object:  # noqa: ANN401 -- likewise
    """Return a chosen value by the name the form shows it under."""
    if isinstance(value, int) and isinstance(field, models.ForeignKey):
        return _fact_named(field.related_model, value)
    choices = dict(getattr(field, "flatchoices", None) or ())
    return str(choices[value]) if isinstance(value, str) and value in choices else value


def _fact_named(kind: type[models.Model], number: int) -> object:
    """Return what readers know a fact by; its number where it is none, or not public."""
    copies = FairCopy.objects.filter(kind=kind._meta.label_lower, object_id=number, is_public=True)
    copy = copies.select_related("embassy").first() if issubclass(kind, Fact) else None
    return f"{title_of_copy(copy)} ({number})" if copy is not None else number


def _names(field: Any) -> dict[str, str]:  # noqa: ANN401 -- likewise
    """Return what parts of a value are called: languages, parts of a block, fields of a row."""
    found = dict(settings.LANGUAGES)
    for block in getattr(getattr(field, "stream_block", None), "child_blocks", {}).values():
        found |= {
            name: str(part.label) for name, part in getattr(block, "child_blocks", {}).items()
        }
    if field is not None and field.one_to_many:
        rows = field.related_model._meta.concrete_fields
        found |= {each.name: str(each.verbose_name) for each in rows}
    return found


def _lines(was: object, now: object, *, names: dict[str, str]) -> tuple[Line, ...]:
    old, new = list(_readable(was, names)), list(_readable(now, names))
    if old == new and was is not None:
        old, new = [json.dumps(was, ensure_ascii=False)], [json.dumps(now, ensure_ascii=False)]
    if len(old) * len(new) > _PAIRED:
        return tuple(_unpaired(old, new))
    marked = difflib.ndiff(old, new)
    return tuple(Line(each[0], each[2:]) for each in marked if each[0] != "?")


def _unpaired(old: list[str], new: list[str]) -> Iterator[Line]:
    """Return what went and what came, without looking which line became which."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, first, last, begin, end in matcher.get_opcodes():
        if kind == "equal":
            yield from (Line(" ", each) for each in old[first:last])
            continue
        yield from (Line("-", each) for each in old[first:last])
        yield from (Line("+", each) for each in new[begin:end])


def _readable(value: Any, names: dict[str, str]) -> Iterator[str]:  # noqa: ANN401 -- any value
    """Return a value as lines of text."""
    if isinstance(value, str):
        yield from _text(value, names)
    elif isinstance(value, dict):
        yield from _table(value, names)
    elif isinstance(value, list):
        for each in value:
            yield from _readable(each, names)
    elif isinstance(value, bool):
        yield str(_("yes") if value else _("no"))
    elif value is not None:
        yield str(value)


def _table(value: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    """Return a block, a text in languages or a row, a line for each part with its name."""
    if set(value) >= {"type", "value"}:  # a block of a stream: its id says nothing
        yield from _readable(value["value"], names)
        return
    for key, part in value.items():
        if key in {"pk", "id", "sort_order"}:
            continue
        for line in _readable(part, names):
            yield f"{names.get(key, key)}: {line}"


def _text(value: str, names: dict[str, str]) -> Iterator[str]:
    """Return a text as its lines, a day as it is written here; a stream is JSON in a text."""
    if value.startswith("[") and value.endswith("]"):
        try:
            yield from _readable(json.loads(value), names)
        except ValueError:
            yield value
        return
    if value.startswith("<"):
        yield from readable_lines(value)
        return
    if _DAY.fullmatch(value):
        with suppress(ValueError):  # no day of any calendar
            value = date_format(date.fromisoformat(value))
    if _MOMENT.fullmatch(value):
        with suppress(ValueError):  # likewise
            moment = datetime.fromisoformat(value).astimezone(UTC)
            value = f"{date_format(moment, 'DATETIME_FORMAT')} UTC"
    yield from (line for line in value.splitlines() if line)

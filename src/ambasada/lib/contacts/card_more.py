"""What a card has no place for, as JSON in a parameter of ours, so that nothing is lost on the way.

Other programs keep or drop a parameter they do not know; none of them takes it for a telephone.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, fields
from typing import Any

from ambasada.lib.contacts.card_values import Property
from ambasada.lib.contacts.records import (
    ContactDetail,
    Extra,
    Identifier,
    Link,
    Membership,
    OtherName,
)
from ambasada.lib.refused import Refused

MORE = "X-AMBASADA-MORE"
Part = ContactDetail | Identifier | Link | Membership | OtherName
_NESTED: dict[str, type] = {"extra": Extra, "details": ContactDetail, "sources": Link}
_MALFORMED = (ValueError, TypeError, KeyError, AttributeError, RecursionError, Refused)


def more_of(part: Part, *, written: Collection[str]) -> tuple[tuple[str, str], ...]:
    """Return the parameter for the fields that are not written otherwise; none if all are."""
    left = {
        each.name: value
        for each in fields(part)
        if each.name not in written and (value := getattr(part, each.name))
    }
    if not left:
        return ()
    whole = {name: value for name, value in asdict(part).items() if name in left}
    return ((MORE, json.dumps(whole, ensure_ascii=False)),)


def with_more(kind: type, found: Property, said: dict[str, Any]) -> Any:  # noqa: ANN401 -- of that kind
    """Return a record of what a property says and of its parameter, which is left if malformed."""
    text = next((value for name, value in found.parameters if name == MORE), "")
    if text:
        try:
            more = json.loads(text)
            record = kind(**(said | {key: _value(key, each) for key, each in more.items()}))
        except _MALFORMED:
            return kind(**said)
        found.take(MORE)
        return record
    return kind(**said)


def _value(key: str, said: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    if key in _NESTED:
        return tuple(
            _NESTED[key](**{name: _value(name, each) for name, each in one.items()}) for one in said
        )
    if key == "parameters":
        return tuple((_text(name), _text(each)) for name, each in said)
    if key == "parts":
        return tuple(_text(each) for each in said)
    return _text(said)


def _text(said: Any) -> str:  # noqa: ANN401 -- likewise
    if not isinstance(said, str):
        raise TypeError
    return said

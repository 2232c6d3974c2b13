"""Canonical JSON as the protocol has it: one value is one sequence of bytes, in every language.

Other than `lib.manifests.canonical` it leaves letters as they are, since most of what is sealed is
not English, and it holds only what Python and JavaScript write alike: no fractions, no number that
JavaScript would round, no name whose place among others the two would see differently.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

_LARGEST_NUMBER = 2**53 - 1
# A name begins with a letter: JavaScript puts names that look like numbers before all others, and
# gives "__proto__" a meaning.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_DEEPEST = 16


class NotCanonical(Exception):
    """The bytes are not the canonical form of anything."""


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return a value as canonical JSON. Raises NotCanonical on what has no such form."""
    _require_plain(value, _DEEPEST)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:  # half of a pair of surrogates
        raise NotCanonical from None


def read_canonical(content: bytes) -> Mapping[str, Any]:
    """Return the value whose canonical form this is. Raises NotCanonical."""
    try:
        value = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotCanonical from None
    if not isinstance(value, dict) or canonical(value) != content:
        raise NotCanonical
    return value


def _require_plain(value: object, deepest: int) -> None:
    if deepest == 0 or not isinstance(value, str | int | list | tuple | Mapping | None):
        raise NotCanonical
    if isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
        raise NotCanonical
    if isinstance(value, list | tuple):
        for each in value:
            _require_plain(each, deepest - 1)
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                raise NotCanonical
            _require_plain(each, deepest - 1)

"""The addresses of other sites that a page names."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from typing import Any

from ambasada.network.models import FairCopy

_OUTSIDE = re.compile(r"https?://[^\s\"'<>]+", re.IGNORECASE)
_IN_TEXT = re.compile(r"""href=["'](https?://[^"']+)["']""", re.IGNORECASE)


def addresses_in(copy: FairCopy) -> set[str]:
    """Return the outside addresses that a page leads to or names as a source, up to any `#`.

    Those of the onion network are left out: they cannot be asked from here.
    """
    found = {each.partition("#")[0] for each in _addresses(copy.content["fields"])}
    return {each for each in found if not _host(each).endswith(".onion")}


def _host(address: str) -> str:
    return address.split("/")[2].partition(":")[0].lower()


def _addresses(value: Any) -> Iterator[str]:  # noqa: ANN401 -- whatever a copy holds
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _addresses(each)
    elif isinstance(value, str) and value.startswith(("[", "{")):
        with suppress(ValueError):
            yield from _addresses(json.loads(value))
    elif isinstance(value, str) and _OUTSIDE.fullmatch(value):
        yield value
    elif isinstance(value, str):
        yield from (unescape(each) for each in _IN_TEXT.findall(value))

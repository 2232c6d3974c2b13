"""Reads the vectors for the tests of `lib.sealing`."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Vector = dict[str, Any]
FOLDER = Path(__file__).parent
FILES = {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}


def each(file: str, key: str) -> pytest.MarkDecorator:
    """Run a test with every vector of a list."""
    vectors = FILES[file][key]
    names = [vector.get("name") or str(place) for place, vector in enumerate(vectors)]
    return pytest.mark.parametrize("vector", vectors, ids=names)


def sealed(file: str, name: str) -> bytes:
    """Return what is stored under a name."""
    return base64.b64decode(FILES[file]["sealed"][name])


def pattern(length: int) -> bytes:
    """Return bytes that are told by their number: from 0 to 250, and again."""
    return (bytes(range(251)) * (length // 251 + 1))[:length]


def is_refused(by: Callable[[], object], error: type[Exception]) -> bool:
    """Tell whether a call is refused in this way."""
    try:
        by()
    except error:
        return True
    return False

"""Attachments: sealed files, and the parts in which they are sent."""

import hashlib
from typing import Any

from ambasada.lib.sealing.attachments import PART, split
from ambasada.lib.sealing.frames import framed
from tests.vectors.makers.given import Seals, identity_of
from tests.vectors.reading import pattern

CASE, STRANGER = identity_of("C of files"), identity_of("a stranger")
SMALL = b"\xff\xd8\xff\xe0 not quite a picture"
LENGTHS = (1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 7)


def make() -> dict[str, Any]:
    seals = Seals("attachments")
    seals.seal("small", framed(SMALL), to=CASE)
    seals.seal("empty", framed(b""), to=CASE)
    seals.seal("of 10,000 bytes", framed(pattern(10_000)), to=CASE)
    seals.seal("another", framed(SMALL[::-1]), to=CASE)
    seals.seal("not framed", SMALL, to=CASE)
    seals.seal("for a stranger", framed(SMALL), to=STRANGER)
    return {
        "format": "attachments 1",
        "stream": CASE.text,
        "opened": [
            _named("small", SMALL),
            _named("empty", b""),
            _named("of 10,000 bytes", pattern(10_000)),
        ],
        "refused": [
            {**_named("small", SMALL), "name": "another file", "file": "another"},
            {**_named("small", SMALL), "name": "another size", "size": len(SMALL) + 1},
            {**_named("small", SMALL), "name": "another hash", "sha256": "0" * 64},
            {**_named("small", SMALL), "name": "no frame", "file": "not framed"},
            {**_named("small", SMALL), "name": "another key", "file": "for a stranger"},
        ],
        "parts": [_parts(length) for length in LENGTHS],
        "sealed": seals.all,
    }


def _named(name: str, content: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "file": name,
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _parts(length: int) -> dict[str, Any]:
    return {
        "length": length,
        "parts": [
            {"number": each.number, "length": len(each.content), "sha256": each.sha256}
            for each in split(pattern(length))
        ],
    }

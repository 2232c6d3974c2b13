"""How large a thing may be: what the door lets through and the wires take. Knows no Django."""

import re

PART = 262_144  # bytes of an attachment that come at once
_LETTER = 700_000  # half a megabyte sealed, in base64, with eighteen wraps beside it
_WORDS = 100  # why a case is deleted
_LITTLE = 60_000  # eighteen wraps, or three sealed bundles
_LETTERS = re.compile(r"/i/case|/i/box|/s/case/[0-9a-f]{16}/letter")
_PARTS = re.compile(r"/i/blob/.*|/s/case/[0-9a-f]{16}/blob/.*")


def largest_body(method: str, path: str) -> int:
    """Return how many bytes may be sent to an address of sealed help; 0: nothing is read."""
    if method == "PUT":
        return PART if _PARTS.fullmatch(path) else 0
    if method == "DELETE":
        return _WORDS if path == "/i/box" else 0
    if method != "POST":
        return 0
    return _LETTER if _LETTERS.fullmatch(path) else _LITTLE

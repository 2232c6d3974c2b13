"""Reading what was sent: JSON with the names and kinds of values that the protocol has."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from ambasada.casework.refusing import NotTaken, Word
from ambasada.lib.sealing.keys import NotAKey, decoded

HEX_32 = re.compile(r"[0-9a-f]{32}")
HEX_64 = re.compile(r"[0-9a-f]{64}")
REF = re.compile(r"[0-9a-f]{16}")
KID = re.compile(r"[0-9a-f]{16}")
WORD = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_NO_TEXT = re.compile("[\0\ud800-\udfff]")  # JSON can hold NUL and half a surrogate pair
LABEL = re.compile(r"[0-9a-f]{16}|person|escrow")
_MOST_WRAPS = 18
_MOST_BLOBS = 100
_MOST_NAMED = 200  # cases, or letters
_LARGEST_NUMBER = 2**31 - 1


class Sent:
    """A JSON object that came, read value by value; what is not as it should be is malformed."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    @classmethod
    def by(cls, request: HttpRequest) -> "Sent":
        """Read the body of a request.

        Only what says it is JSON: that a page of another origin cannot send without asking first.
        """
        if request.content_type != "application/json":
            raise NotTaken(Word.MALFORMED)
        return cls.of(_parsed(request.body))

    @classmethod
    def of(cls, value: object) -> "Sent":
        """Read a value that must be an object."""
        if not isinstance(value, dict):
            raise NotTaken(Word.MALFORMED)
        return cls(value)

    def matching(self, name: str, pattern: re.Pattern[str]) -> str:
        """Return a text that is all of a pattern."""
        value = self.text(name, longest=100)
        if not pattern.fullmatch(value):
            raise NotTaken(Word.MALFORMED)
        return value

    def text(self, name: str, *, longest: int) -> str:
        """Return a text that every store and every hash takes."""
        value = self._values.get(name)
        if not isinstance(value, str) or len(value) > longest or _NO_TEXT.search(value):
            raise NotTaken(Word.MALFORMED)
        return value

    def number(self, name: str) -> int:
        """Return a whole number from 0 on."""
        value = self._values.get(name)
        if type(value) is not int or not 0 <= value <= _LARGEST_NUMBER:
            raise NotTaken(Word.MALFORMED)
        return value

    def sealed(self, name: str) -> bytes:
        """Return the bytes of base64, which has one spelling."""
        try:
            return decoded(self._values.get(name))
        except NotAKey:
            raise NotTaken(Word.MALFORMED) from None

    def wraps(self) -> dict[str, bytes]:
        """Return wraps by their labels: each label once."""
        given = self.items("wraps", most=_MOST_WRAPS)
        wraps = {each.matching("for", LABEL): each.sealed("wrap") for each in map(Sent.of, given)}
        if len(wraps) < len(given):
            raise NotTaken(Word.MALFORMED)
        return wraps

    def blobs(self) -> list[str]:
        """Return the ids of the attachments that a letter names; none where nothing is said."""
        if "blobs" not in self._values:
            return []
        return list(dict.fromkeys(self._names("blobs", HEX_32, most=_MOST_BLOBS)))

    def refs(self) -> list[str]:
        """Return by which names cases are meant."""
        return self._names("refs", REF, most=_MOST_NAMED)

    def ids(self) -> list[str]:
        """Return which letters are meant."""
        return self._names("ids", HEX_32, most=_MOST_NAMED)

    def items(self, name: str, *, most: int) -> list[Any]:
        """Return a list that is not too long."""
        value = self._values.get(name)
        if not isinstance(value, list) or len(value) > most:
            raise NotTaken(Word.MALFORMED)
        return value

    def object(self, name: str) -> dict[str, Any]:
        """Return an object as it is."""
        value = self._values.get(name)
        if not isinstance(value, dict):
            raise NotTaken(Word.MALFORMED)
        return value

    def _names(self, name: str, pattern: re.Pattern[str], *, most: int) -> list[str]:
        given = self.items(name, most=most)
        if not all(isinstance(each, str) and pattern.fullmatch(each) for each in given):
            raise NotTaken(Word.MALFORMED)
        return given


def header_hex(request: HttpRequest, name: str, *, length: int) -> bytes:
    """Return the bytes a header gives in hexadecimal; what is not that is nobody’s."""
    value = request.headers.get(name, "")
    if not re.fullmatch(rf"[0-9a-f]{{{2 * length}}}", value):
        raise NotTaken(Word.UNKNOWN)
    return bytes.fromhex(value)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise NotTaken(Word.MALFORMED) from None

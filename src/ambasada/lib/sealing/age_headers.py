"""The header of an age file, read as strictly as its specification is written.

The library beneath is more forgiving: it takes a stanza that lacks its last line, so that one
letter could be written in two ways. Nothing here works longer than a few thousand bytes take.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

VERSION_LINE = b"age-encryption.org/v1\n"
LONGEST = 2**16  # bytes; one stanza of ours has 120, one that means nothing some 300
_LINE = 64  # characters of base64 in each line of a stanza but the last
_KEY = re.compile(rb"[A-Za-z0-9+/]{43}")
_BODY = re.compile(rb"[A-Za-z0-9+/]*")
_ARGUMENTS = re.compile(rb"[!-~]+(?: [!-~]+)*")


class NotAHeader(Exception):
    """The bytes do not begin with the header of an age file."""


@dataclass(frozen=True)
class Stanza:
    """What is said to one recipient."""

    arguments: tuple[bytes, ...]  # the first of them its kind
    body: bytes  # in base64


@dataclass(frozen=True)
class AgeHeader:
    """The stanzas of a file, and where what follows them begins."""

    stanzas: tuple[Stanza, ...]
    end: int


def read_age_header(content: bytes, *, longest: int = LONGEST) -> AgeHeader:
    """Return the header of an age file, whose proof is not checked here. Raises NotAHeader."""
    start = content[:longest]
    end = start.find(b"\n---") + 1
    last = start.find(b"\n", end) + 1
    _require(start.startswith(VERSION_LINE) and end > 0 and last > 0)
    _require(is_key(start[end:last].removeprefix(b"--- ").removesuffix(b"\n")))
    lines = start[len(VERSION_LINE) : end].split(b"\n")[:-1]
    stanzas = []
    place = 0
    while place < len(lines):
        stanza, place = _stanza_at(place, lines)
        stanzas.append(stanza)
    return AgeHeader(tuple(stanzas), last)


def is_key(text: bytes) -> bool:
    """Tell whether this is base64 of 32 bytes, without padding and in its one spelling."""
    return bool(_KEY.fullmatch(text)) and _is_base64(text)


def _stanza_at(place: int, lines: list[bytes]) -> tuple[Stanza, int]:
    """Return a stanza, and where the next one begins."""
    arguments = lines[place].removeprefix(b"-> ")
    _require(arguments != lines[place] and bool(_ARGUMENTS.fullmatch(arguments)))
    last = place + 1
    while last < len(lines) and len(lines[last]) == _LINE:
        last += 1
    _require(last < len(lines) and len(lines[last]) < _LINE)  # the last line, which may be empty
    body = b"".join(lines[place + 1 : last + 1])
    _require(_is_base64(body))
    return Stanza(tuple(arguments.split(b" ")), body), last + 1


def _is_base64(text: bytes) -> bool:
    if not _BODY.fullmatch(text) or len(text) % 4 == 1:
        return False
    padded = text + b"=" * (-len(text) % 4)
    try:
        return b64encode(b64decode(padded, validate=True)) == padded
    except (NotBase64, ValueError):
        return False


def _require(is_met: bool) -> None:  # noqa: FBT001 -- reads as a sentence
    if not is_met:
        raise NotAHeader

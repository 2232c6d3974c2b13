"""Files beside letters: framed, sealed as one age file, and carried in parts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.contents import Attachment
from ambasada.lib.sealing.files import CannotBeOpened, seal, unseal
from ambasada.lib.sealing.frames import NotAFrame, framed, unframed
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.outside import LARGEST_FILE

PART = 2**18  # bytes


class NotComplete(Refused):
    """Parts of a file are missing or were changed."""


@dataclass(frozen=True)
class Part:
    """A piece of a sealed file."""

    number: int  # from 0
    content: bytes
    sha256: str


def seal_file(content: bytes, *, stream: Identity) -> bytes:
    """Return a file framed and sealed. Raises Refused."""
    if len(content) > LARGEST_FILE:
        message = "A file may have 20 MB at most; please send it in pieces."
        raise Refused(message)
    return seal(framed(content), to=stream.recipient)


def open_file(sealed: bytes, *, stream: Identity, named: Attachment) -> bytes:
    """Return a file that is the one a letter names. Raises CannotBeOpened or NotComplete."""
    try:
        content = unframed(unseal(sealed, by=stream))
    except NotAFrame:
        raise CannotBeOpened from None
    if len(content) != named.size or hashlib.sha256(content).hexdigest() != named.sha256:
        message = "This is another file than the one the letter names."
        raise NotComplete(message)
    return content


def split(sealed: bytes) -> tuple[Part, ...]:
    """Return the parts in which a sealed file is sent."""
    pieces = (sealed[start : start + PART] for start in range(0, len(sealed), PART))
    return tuple(
        Part(number, piece, hashlib.sha256(piece).hexdigest())
        for number, piece in enumerate(pieces)
    )


def require_part(content: bytes, sha256: str) -> None:
    """Return if a part is as it was sent. Raises NotComplete."""
    if not 0 < len(content) <= PART or hashlib.sha256(content).hexdigest() != sha256:
        message = "This part did not arrive as it was sent; please send it again."
        raise NotComplete(message)


def joined(parts: Mapping[int, bytes]) -> bytes:
    """Return the sealed file of all its parts. Raises NotComplete.

    That the last ones are there only opening it says, and then `open_file` does.
    """
    pieces = [parts[number] for number in sorted(parts)]
    if sorted(parts) != list(range(len(parts))) or any(len(each) != PART for each in pieces[:-1]):
        message = "Parts of this file are missing."
        raise NotComplete(message)
    return b"".join(pieces)

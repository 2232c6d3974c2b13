"""A tar made and taken apart as it flows: nothing of it need ever stand on a disk.

It holds plain files under names that stay inside a folder, and the stock tar reads it. Whatever
else a tar can say (links, devices, folders, owners) is neither written nor taken.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from tarfile import GNU_FORMAT, GNUTYPE_LONGNAME, REGTYPE, HeaderError, TarInfo
from typing import Protocol

_BLOCK = 512
_END = bytes(2 * _BLOCK)
_LONGEST_NAME = 4096  # bytes: what Linux takes for a path
_OF_A_NAME = "././@LongLink"  # how a tar calls the block that holds a name of more than 100 bytes


class NotTarred(Exception):
    """The bytes are no tar as it is written here; the text says why, in one sentence."""


class ShrankMeanwhile(Exception):
    """A file had another size than it had when it was begun; the text is its name."""


@dataclass(frozen=True)
class Member:
    """One file: what its pieces come to must be `size` bytes."""

    name: str
    size: int
    pieces: Iterable[bytes]


class Taker(Protocol):
    """Who is handed the files of a tar, one after another."""

    def begin(self, name: str) -> None:
        """Take the name of the next file."""

    def take(self, piece: bytes) -> None:
        """Take more of it."""

    def finish(self) -> None:
        """Know that it is whole."""


def tarred(members: Iterable[Member], *, at: int) -> Iterator[bytes]:
    """Yield a tar of these files, each with one time: seconds since 1970.

    Raises ShrankMeanwhile if a file is not as long as it said.
    """
    for member in members:
        header = TarInfo(member.name)
        header.size, header.mode, header.mtime = member.size, 0o600, at
        yield header.tobuf(GNU_FORMAT, "utf-8", "strict")
        written = 0
        for piece in member.pieces:
            written += len(piece)
            yield piece
        if written != member.size:
            raise ShrankMeanwhile(member.name)
        yield bytes(-written % _BLOCK)
    yield _END


class Untarring:
    """Takes a tar apart that is written to it, and hands on its files."""

    def __init__(self, taker: Taker) -> None:
        self._taker = taker
        self._held = bytearray()
        self._left = 0  # bytes of the file that is under way
        self._padding = 0
        self._long_name: bytearray | None = None
        self._name = ""  # a long one, for the file that follows
        self._is_over = False

    def write(self, piece: bytes) -> int:
        """Take more of the tar. Raises NotTarred, and whatever the taker raises."""
        self._held += piece
        while self._step():
            pass
        return len(piece)

    def flush(self) -> None:
        """Do nothing: every whole piece was handed on."""

    def end(self) -> None:
        """Raise NotTarred unless the tar is whole."""
        if not self._is_over:
            message = "It is cut short."
            raise NotTarred(message)

    def _step(self) -> bool:
        """Do the next thing; tell whether there may be more to do."""
        if not self._held:
            return False
        if self._is_over:
            if self._held.strip(b"\0"):
                message = "Something follows its end."
                raise NotTarred(message)
            self._held.clear()
        elif self._left:
            self._hand_on(self._cut(self._left))
        elif self._padding:
            self._padding -= len(self._cut(self._padding))
        elif len(self._held) < _BLOCK:
            return False
        else:
            self._begin(self._cut(_BLOCK))
        return True

    def _cut(self, most: int) -> bytes:
        piece = bytes(self._held[:most])
        del self._held[: len(piece)]
        return piece

    def _begin(self, block: bytes) -> None:
        if not block.strip(b"\0"):
            self._is_over = True
            return
        header = _header_in(block)
        if header.type == GNUTYPE_LONGNAME and header.name == _OF_A_NAME and not self._name:
            if not 0 < header.size <= _LONGEST_NAME:
                message = "It has a name that no file can have."
                raise NotTarred(message)
            self._long_name = bytearray()
        elif header.type == REGTYPE:
            name, self._name = self._name or header.name, ""
            _require_inside(name)
            self._taker.begin(name)
        else:
            message = "It holds something that is no plain file."
            raise NotTarred(message)
        self._left, self._padding = header.size, -header.size % _BLOCK
        if not self._left:
            self._taker.finish()

    def _hand_on(self, piece: bytes) -> None:
        self._left -= len(piece)
        if self._long_name is None:
            self._taker.take(piece)
            if not self._left:
                self._taker.finish()
            return
        self._long_name += piece
        if not self._left:
            self._name = self._long_name.removesuffix(b"\0").decode("utf-8", "surrogateescape")
            self._long_name = None


def _header_in(block: bytes) -> TarInfo:
    try:
        # Where a longer name went before, this one may end in the middle of a letter.
        header = TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (HeaderError, ValueError):
        message = "It is no tar."
        raise NotTarred(message) from None
    if header.size < 0:
        message = "It holds a file of a size that cannot be."
        raise NotTarred(message)
    return header


def _require_inside(name: str) -> None:
    """Raise NotTarred unless a name is text and stays below the folder it is put into."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        message = "It has a name that is no text."
        raise NotTarred(message) from None
    is_inside = all(part not in {"", ".", ".."} for part in name.split("/"))
    if not is_inside or any(ord(letter) < ord(" ") for letter in name):
        message = "It names a file that leaves its folder."
        raise NotTarred(message)

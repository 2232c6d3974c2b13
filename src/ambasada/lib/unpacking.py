"""Opening an archive: what it is, and its files put into a folder, each byte proved."""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io
from pyrage.x25519 import Identity, Recipient

from ambasada.lib.archives import HEAD, LIST, Head, NotAnArchive, Noted, OfNewerVersion
from ambasada.lib.refused import Refused
from ambasada.lib.tarred import NotTarred, Taker, Untarring

_LARGEST_HEAD = 1_048_576  # bytes
_LARGEST_LIST = 256 * 1_048_576  # bytes: two million files
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True)
class Unpacked:
    """What was in an archive, and its two lists as they were written, for their seals."""

    head: Head
    lists: tuple[bytes, bytes]
    files: frozenset[str]


def recipients_of(lines: Sequence[str]) -> list[Recipient]:
    """Return whom an archive is sealed to. Raises Refused for what is no recipient."""
    found = []
    for line in lines:
        if line.strip().upper().startswith("AGE-SECRET-KEY"):
            message = (
                "That is the secret half of a key, and others may have seen it just now. Make "
                "another key with `age-keygen`, away from this server, and give the half that "
                "begins with age1."
            )
            raise Refused(message)
        try:
            found.append(Recipient.from_str(line.strip()))
        except RecipientError:
            message = "--to takes a recipient of age: one word that begins with age1."
            raise Refused(message) from None
    return found


def identities_in(file: Path) -> list[Identity]:
    """Return the secret halves in a file of `age-keygen`. Raises Refused if there is none."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except OSError as fault:
        message = f"The identity file cannot be read ({fault.strerror}). Check its name."
        raise Refused(message) from None
    except UnicodeDecodeError:
        lines = []
    try:
        words = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        found = [Identity.from_str(word) for word in words]
    except IdentityError:
        found = []
    if not found:
        message = (
            "That is no identity file of age. It has a line that begins with AGE-SECRET-KEY-1; "
            "one under a passphrase is opened with `age -d` first."
        )
        raise Refused(message)
    return found


def head_of(file: Path, identities: Sequence[Identity]) -> tuple[Head, bytes]:
    """Return what an archive says it is, and the bytes that say so, without the rest of it.

    Raises Refused if it can't be opened or is none of ours.
    """
    taker = _HeadTaker()
    try:
        _open(file, identities, taker)
    except _Enough:
        return _read_head(file, taker.content), bytes(taker.content)
    message = f"{file.name} is no archive of ours."
    raise Refused(message)


def unpack(
    file: Path, identities: Sequence[Identity], into: Path, *, is_ours: Callable[[str], bool]
) -> Unpacked:
    """Put the files of an archive into a folder, and return what it is.

    Guaranteed once this returns: the archive was whole, and each file is what its list says.
    Raises Refused if not, if it holds a name that `is_ours` does not know, or if the disk is full:
    then what was put into the folder is to be thrown away.
    """
    taker = _FolderTaker(into, is_ours)
    try:
        _open(file, identities, taker)
        _require_listed(taker)
    except NotAnArchive as fault:
        message = f"{file.name} is refused. {fault}"
        raise Refused(message) from None
    finally:
        taker.close()
    head = _read_head(file, taker.first)
    return Unpacked(head, (bytes(taker.first), bytes(taker.last)), frozenset(taker.noted))


def _open(file: Path, identities: Sequence[Identity], taker: Taker) -> None:
    """Hand on what an archive holds. Raises Refused."""
    untarring = Untarring(taker)
    try:
        with file.open("rb") as sealed:
            decrypt_io(sealed, untarring, [*identities])
        untarring.end()
    except NotTarred as fault:
        message = f"{file.name} is refused. {fault}"
        raise Refused(message) from None
    except DecryptError as fault:
        message = (
            f"This identity does not open {file.name}. Take the one it was sealed to."
            if "No matching keys" in str(fault)
            else f"{file.name} is no archive of ours, or its beginning is damaged. Take another."
        )
        raise Refused(message) from None
    except OSError as fault:
        message = (
            f"{file.name} cannot be put back ({fault.strerror}). Check the name and the disk."
            if fault.errno
            else f"{file.name} is damaged or cut short. Take that of another day."
        )
        raise Refused(message) from None


def _read_head(file: Path, content: bytes | bytearray) -> Head:
    try:
        return Head.read(bytes(content))
    except OfNewerVersion:
        message = f"{file.name} was written by a newer version of Ambasada. Install that version."
        raise Refused(message) from None
    except NotAnArchive as fault:
        message = f"{file.name} is refused. {fault}"
        raise Refused(message) from None


class _Enough(Exception):
    """What was looked for was read."""


class _HeadTaker:
    """Takes what an archive says it is, and ends the reading there."""

    def __init__(self) -> None:
        self.content = bytearray()

    def begin(self, name: str) -> None:
        if name != HEAD:
            message = "It was not written by `ambasada backup`."
            raise NotTarred(message)

    def take(self, piece: bytes) -> None:
        _add(self.content, piece, most=_LARGEST_HEAD)

    def finish(self) -> None:
        raise _Enough


class _FolderTaker:
    """Puts files into a folder, readable by their owner alone, and notes what they were."""

    def __init__(self, into: Path, is_ours: Callable[[str], bool]) -> None:
        self.first = bytearray()
        self.last = bytearray()
        self.noted: dict[str, Noted] = {}
        self._into = into
        self._is_ours = is_ours
        self._name = ""
        self._file: BinaryIO | None = None
        self._digest = hashlib.sha256()
        self._size = 0

    def begin(self, name: str) -> None:
        if not self._name and name != HEAD:
            message = "It was not written by `ambasada backup`."
            raise NotTarred(message)
        if self.last or (self._name and name == HEAD):
            message = "Something follows its end."
            raise NotTarred(message)
        self._name, self._digest, self._size = name, hashlib.sha256(), 0
        if name not in {HEAD, LIST}:
            self._file = self._made(name)

    def take(self, piece: bytes) -> None:
        if self._file is None:
            is_first = self._name == HEAD
            most = _LARGEST_HEAD if is_first else _LARGEST_LIST
            _add(self.first if is_first else self.last, piece, most=most)
            return
        self._file.write(piece)
        self._digest.update(piece)
        self._size += len(piece)

    def finish(self) -> None:
        if self._file is not None:
            self.noted[self._name] = Noted(self._size, self._digest.hexdigest())
            self.close()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _made(self, name: str) -> BinaryIO:
        if not self._is_ours(name):
            message = f"It holds a file that no backup of ours has: {ascii(name)[:80]}."
            raise NotTarred(message)
        path = self._into / name
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        except (FileExistsError, NotADirectoryError):
            message = "It holds two files under one name."
            raise NotTarred(message) from None
        return os.fdopen(handle, "wb")


def _add(held: bytearray, piece: bytes, *, most: int) -> None:
    if len(held) + len(piece) > most:
        message = "It says more of itself than an archive can."
        raise NotTarred(message)
    held += piece


def _require_listed(taken: _FolderTaker) -> None:
    """Raise NotAnArchive unless an archive held what the list at its end says, and nothing else."""
    try:
        values = json.loads(taken.last)
        first = values["archive"]
        listed = {
            str(name): Noted(int(each["size"]), str(each["sha256"]))
            for name, each in values["files"].items()
        }
    except _UNREADABLE:
        first, listed = "", {}
    if first != hashlib.sha256(taken.first).hexdigest() or listed != taken.noted:
        message = "It does not hold what its list says."
        raise NotAnArchive(message)

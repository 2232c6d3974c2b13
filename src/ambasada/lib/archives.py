"""An archive of a data folder: a tar sealed to age recipients, with a list at either end.

    archive.json     first: format, kind, day, version, migrations; with a seal
    …                the files, under their names in the data folder
    files.json       last: the size and SHA-256 of each; with a seal

The stock tools read it: `age -d -i identity.txt FILE | tar -t`. age says nothing of who sealed a
file, so both lists carry a seal under the installation's own secret: of two archives it tells
whether they are of one installation, and that nobody gave one another day. What is written here is
a format: a key is added and never changed.
"""

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, BinaryIO

from pyrage import EncryptError, encrypt_io
from pyrage.x25519 import Recipient

from ambasada.lib.manifests import canonical
from ambasada.lib.tarred import Member, tarred

FORMAT = "ambasada backup"
VERSION = 1
HEAD, LIST = "archive.json", "files.json"
SUFFIX = ".age"
DRAFT = ".draft"
_PURPOSE = b"ambasada: seal of a backup, 1"
_LEAST = 2**20  # bytes: the keys of a hundred appeals and of none are one size
_SMALL = 2**26
_ZEROS = bytes(65_536)


class NotAnArchive(Exception):
    """What was opened is no archive of ours; the text says why, in one sentence."""


class OfNewerVersion(Exception):
    """It was written by a version of Ambasada that knows more than this one."""


@dataclass(frozen=True)
class Head:
    """What an archive is.

    `store` is the kind of the main database, `migrations` what was applied to each of them, by app;
    `own_roots` are the embassies whose root key stood on the server.
    """

    kind: str
    day: date
    version: str
    store: str = ""
    migrations: Mapping[str, Sequence[str]] = field(default_factory=dict)
    own_roots: Sequence[str] = ()

    def written(self) -> dict[str, Any]:
        """Return what `read` reads."""
        return {
            "format": f"{FORMAT} {VERSION}",
            "kind": self.kind,
            "day": self.day.isoformat(),
            "version": self.version,
            "store": self.store,
            "migrations": {app: sorted(names) for app, names in self.migrations.items()},
            "own_roots": sorted(self.own_roots),
        }

    @classmethod
    def read(cls, content: bytes) -> "Head":
        """Read the first file of an archive. Raises NotAnArchive or OfNewerVersion."""
        try:
            values = json.loads(content)
            name, _, version = values["format"].rpartition(" ")
            if name == FORMAT and int(version) > VERSION:
                raise OfNewerVersion
            if (name, version) != (FORMAT, str(VERSION)):
                raise NotAnArchive(_FOREIGN)
            return cls(
                kind=str(values["kind"]),
                day=date.fromisoformat(values["day"]),
                version=str(values["version"]),
                store=str(values["store"]),
                migrations={str(app): [*names] for app, names in values["migrations"].items()},
                own_roots=[str(each) for each in values["own_roots"]],
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise NotAnArchive(_FOREIGN) from None


_FOREIGN = "It was not written by `ambasada backup`."


@dataclass(frozen=True)
class Noted:
    """What the list of an archive says of one file."""

    size: int
    sha256: str


def sealed_list(values: Mapping[str, Any], *, secret: str) -> bytes:
    """Return a list as canonical JSON that carries the seal of an installation."""
    return canonical({**values, "seal": _seal_of(values, secret)})


def is_sealed_by(content: bytes, secret: str) -> bool:
    """Tell whether a list was sealed with an installation's secret."""
    try:
        values = json.loads(content)
        seal = str(values.pop("seal"))
        return hmac.compare_digest(seal.encode(), _seal_of(values, secret).encode())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False


def _seal_of(values: Mapping[str, Any], secret: str) -> str:
    key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
    return hmac.digest(key, canonical(values), "sha256").hex()


def write_archive(
    file: Path,
    head: Head,
    members: Iterable[Member],
    *,
    recipients: Sequence[Recipient],
    secret: str,
) -> None:
    """Seal files into an archive, which appears whole or not at all.

    Nothing of it is written in clear. It is readable by its owner alone, and its own time is
    midnight of its day. Raises what the members raise, and OSError if it can't be written.
    """
    midnight = int(datetime.combine(head.day, time(), UTC).timestamp())
    pieces = _padded(tarred(_listed(head, members, secret), at=midnight))
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}{DRAFT}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as sealed:
            _Sealing(pieces, sealed).run(recipients)
            sealed.flush()
            os.fsync(sealed.fileno())
        os.utime(draft, (midnight, midnight))
        draft.rename(file)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _listed(head: Head, members: Iterable[Member], secret: str) -> Iterator[Member]:
    """Yield what an archive holds, from the first list to the last."""
    first = sealed_list(head.written(), secret=secret)
    yield Member(HEAD, len(first), [first])
    noted: dict[str, dict[str, Any]] = {}
    for member in members:
        digest = hashlib.sha256()
        yield Member(member.name, member.size, _digested(member.pieces, digest))
        noted[member.name] = {"size": member.size, "sha256": digest.hexdigest()}
    values = {"archive": hashlib.sha256(first).hexdigest(), "files": noted}
    last = sealed_list(values, secret=secret)
    yield Member(LIST, len(last), [last])


def _digested(pieces: Iterable[bytes], digest: Any) -> Iterator[bytes]:  # noqa: ANN401 -- hashlib's
    for piece in pieces:
        digest.update(piece)
        yield piece


def _padded(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Make a tar as long as many others, with zeros that tar passes over.

    Whoever sees the folder from day to day must not count appeals by what an archive grew.
    """
    size = 0
    for piece in pieces:
        size += len(piece)
        yield piece
    left = padded_size(size) - size
    while left:
        yield _ZEROS[:left]
        left -= min(left, len(_ZEROS))


def padded_size(size: int) -> int:
    """Return how long a tar of a size is made: a power of two, and a large one a size of Padmé.

    To a large one an eighth is added at most.
    """
    if size <= _SMALL:
        return max(_LEAST, 1 << (size - 1).bit_length())
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()
    return -(-size >> free) << free


class _Sealing:
    """What yields pieces, and the file they are sealed into, as age reads and writes them."""

    def __init__(self, pieces: Iterator[bytes], sealed: BinaryIO) -> None:
        self._pieces = pieces
        self._sealed = sealed
        self._held = bytearray()
        self._fault: BaseException | None = None

    def run(self, recipients: Sequence[Recipient]) -> None:
        """Seal all of it. Raises what went wrong, which pyrage would give a name of its own."""
        try:
            encrypt_io(self, self, [*recipients])
        except EncryptError:
            if self._fault is not None:
                raise self._fault from None
            raise

    def read(self, most: int) -> bytes:
        """Return up to so many bytes; none at the end."""
        with self._noting_faults():
            while len(self._held) < most:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._held += piece
        read = bytes(self._held[:most])
        del self._held[: len(read)]
        return read

    def write(self, piece: bytes) -> int:
        """Take what was sealed."""
        with self._noting_faults():
            return self._sealed.write(piece)

    def flush(self) -> None:
        """Do nothing: who opened the file sees to that."""

    @contextmanager
    def _noting_faults(self) -> Iterator[None]:
        try:
            yield
        except BaseException as fault:
            self._fault = fault
            raise

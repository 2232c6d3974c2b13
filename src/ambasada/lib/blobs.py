"""The blob store: each body once, under its SHA-256, with its brotli and gzip forms beside it.

A body stands at `<first two digits>/<sha256>`, readable by its owner alone, and appears whole or
not at all. A compressed form is there only where it is smaller.
"""

import gzip
import hashlib
import os
import re
import secrets
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import brotli

# Level 5 takes a small part of the time of 11 and gives up some of what that saves; the idle lane
# does the rest.
_QUICK, _THOROUGH = 5, 11
_GZIP = 6
_LEAST = 256  # bytes below which compressing gains nothing
_NAME = re.compile(r"[0-9a-f]{64}")
_UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
SUFFIXES = {"br": ".br", "gzip": ".gz"}
_TEXTS = (
    "text/",
    "application/xml",
    "application/json",
    "application/atom+xml",
    "image/svg+xml",
)


class SpoiltBlob(Exception):
    """A body is absent or is not what its name says."""


class BlobStore:
    """The bodies in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path(self, sha256: str, encoding: str = "") -> Path:
        """Return where a body, or one of its compressed forms, stands.

        Raises ValueError on anything that is not a hash.
        """
        if not _NAME.fullmatch(sha256):
            message = "not a SHA-256"
            raise ValueError(message)
        return self._folder / sha256[:2] / f"{sha256}{SUFFIXES.get(encoding, '')}"

    def put(self, body: bytes, *, is_text: bool) -> str:
        """Keep a body and return its hash; a text with its compressed forms."""
        sha256 = hashlib.sha256(body).hexdigest()
        whole = self.path(sha256)
        if whole.exists() and self.is_sound(sha256):
            return sha256
        whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if is_text and len(body) >= _LEAST:
            for encoding, packed in (
                ("br", brotli.compress(body, quality=_QUICK)),
                ("gzip", gzip.compress(body, _GZIP, mtime=0)),
            ):
                if len(packed) < len(body):
                    write_whole(self.path(sha256, encoding), packed)
        write_whole(whole, body)  # last: where the body is, its forms are
        return sha256

    def repack(self, sha256: str) -> bool:
        """Replace the brotli form by a smaller one that takes longer to make; tell if it did."""
        path = self.path(sha256, "br")
        if not path.exists():
            return False
        packed = brotli.compress(self.read(sha256), quality=_THOROUGH)
        if len(packed) >= path.stat().st_size:
            return False
        write_whole(path, packed)
        return True

    def read(self, sha256: str) -> bytes:
        """Return a body. Raises SpoiltBlob unless it is there and is what its name says."""
        try:
            body = self.path(sha256).read_bytes()
        except OSError:
            raise SpoiltBlob(sha256) from None
        if hashlib.sha256(body).hexdigest() != sha256:
            raise SpoiltBlob(sha256)
        return body

    def size(self, sha256: str) -> int:
        """Return how many bytes a body takes. Raises SpoiltBlob if it is not there."""
        try:
            return self.path(sha256).stat().st_size
        except OSError:
            raise SpoiltBlob(sha256) from None

    def is_sound(self, sha256: str) -> bool:
        """Tell whether a body is there and is what its name says, in every form."""
        try:
            body = self.read(sha256)
        except SpoiltBlob:
            return False
        return all(self.form(body, sha256, encoding) for encoding in self.forms(sha256))

    def form(self, body: bytes, sha256: str, encoding: str) -> bytes | None:
        """Return a compressed form of a body; None if it is absent or unpacks to something else."""
        try:
            packed = self.path(sha256, encoding).read_bytes()
            return packed if _UNPACK[encoding](packed) == body else None
        except (OSError, EOFError, zlib.error, brotli.error):
            return None

    def forms(self, sha256: str) -> dict[str, Path]:
        """Return where a body's compressed forms stand, by encoding."""
        found = {encoding: self.path(sha256, encoding) for encoding in SUFFIXES}
        return {encoding: path for encoding, path in found.items() if path.exists()}

    def drop(self, sha256: str) -> None:
        """Delete a body and its forms."""
        for encoding in ("", *SUFFIXES):
            self.path(sha256, encoding).unlink(missing_ok=True)

    def every(self) -> Iterator[str]:
        """Return the hash of every body there is."""
        with suppress(FileNotFoundError):  # nothing was kept yet
            for folder in os.scandir(self._folder):
                yield from (each.name for each in os.scandir(folder) if _NAME.fullmatch(each.name))

    def absent(self, hashes: Iterable[str]) -> set[str]:
        """Return which of these bodies are not there."""
        present: set[str] = set()
        with suppress(FileNotFoundError):  # nothing was kept yet
            present = present.union(*(_names_in(each) for each in os.scandir(self._folder)))
        return set(hashes) - present

    def sweep_drafts(self) -> None:
        """Delete what was half written when a process was killed, and forms without a body."""
        for path in self._folder.glob("??/*"):
            name = path.name[:64]
            if path.suffix == ".draft" or not (_NAME.fullmatch(name) and self.path(name).exists()):
                path.unlink(missing_ok=True)


# What folders held, and when they had last changed. A bake asks after every body of a site: to list
# forty thousand files again takes longer than to bake a page.
_LISTED: dict[str, tuple[int, frozenset[str]]] = {}
_STOOD_STILL = 2_000_000_000  # nanoseconds, beyond what any file system rounds a time to


def _names_in(folder: os.DirEntry[str]) -> frozenset[str]:
    changed_at = folder.stat().st_mtime_ns
    before, names = _LISTED.get(folder.path, (0, frozenset()))
    if before != changed_at:
        names = frozenset(each.name for each in os.scandir(folder) if _NAME.fullmatch(each.name))
        if time.time_ns() - changed_at > _STOOD_STILL:  # else it may change again at this very time
            _LISTED[folder.path] = changed_at, names
    return names


def is_text(kind: str) -> bool:
    """Tell whether bodies of a Content-Type gain by compressing."""
    return kind.startswith(_TEXTS)


def write_whole(path: Path, content: bytes, *, is_lasting: bool = False) -> None:
    """Write a file that appears whole or not at all; lasting, it survives a loss of power too."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if is_lasting:
                file.flush()
                os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    if is_lasting:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

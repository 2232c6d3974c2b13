"""The manifest of an edition: which bytes stand at which path, as canonical JSON.

What is written here is a format. Mirrors of other versions read it, so a key is added and never
changed. A manifest of another `format` is refused.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from json.encoder import encode_basestring_ascii as _said
from typing import Any

from ambasada.lib.headers import HeaderClass

FORMAT = "ambasada edition 1"
LARGEST = 64_000_000  # bytes: 200,000 entries, more than any site of ours
_LARGEST_NUMBER = 2**53 - 1  # what every reader of JSON holds exactly
_HASH = re.compile(r"[0-9a-f]{64}")
# What an address of ours is made of, as a browser sends it: no "..", no NUL, nothing encoded twice.
_PART = r"\.?[A-Za-z0-9_~-][A-Za-z0-9._~-]*"
_PATH = re.compile(rf"/(?:{_PART}/)*(?:{_PART})?")
_LONGEST_PATH = 512
# What a copy keeps beside its pages, and names under which web servers look for something else: for
# the page of a folder, and for its packed forms.
_TAKEN = re.compile(r"/(?:edition|offline)(?:/.*)?|.*(?:/index\.html|\.br|\.gz)", re.IGNORECASE)
_MOVED = 301
# Whatever JSON can be, and cannot be read as ours.
_UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


class NotAManifest(Exception):
    """The bytes are not a manifest; the text says why, in one sentence."""


@dataclass(frozen=True)
class Entry:
    """What is answered at a path: a body with its status, or the address it moved to."""

    sha256: str = ""
    size: int = 0  # bytes, uncompressed
    type: str = ""  # the Content-Type
    language: str = ""
    headers: HeaderClass = HeaderClass.GREEN
    status: int = 200
    to: str = ""  # of a moved path alone
    is_copy_only: bool = False  # left out by the live front door, which answers itself there

    def written(self) -> dict[str, Any]:
        """Return it as the manifest holds it: what is usual is left out."""
        if self.to:
            return {"status": self.status, "to": self.to}
        values: dict[str, Any] = {
            "sha256": self.sha256,
            "size": self.size,
            "type": self.type,
            "headers": self.headers.value,
        }
        if self.language:
            values["language"] = self.language
        if self.status != 200:  # noqa: PLR2004 -- HTTP
            values["status"] = self.status
        if self.is_copy_only:
            values["copy_only"] = True
        return values

    @cached_property
    def canonical(self) -> str:
        """What `written` returns as canonical JSON.

        Put together by hand, which takes a third of the time, and kept: of 45,000 entries each is
        written with every edition, and nearly all are those of the edition before.
        """
        if self.to:
            return f'{{"status":{self.status},"to":{_said(self.to)}}}'
        only = '"copy_only":true,' if self.is_copy_only else ""
        language = f'"language":{_said(self.language)},' if self.language else ""
        status = f'"status":{self.status},' if self.status != 200 else ""  # noqa: PLR2004 -- HTTP
        return (
            f'{{{only}"headers":"{self.headers.value}",{language}"sha256":{_said(self.sha256)},'
            f'"size":{self.size},{status}"type":{_said(self.type)}}}'
        )

    @classmethod
    def read(cls, path: str, values: Mapping[str, Any]) -> "Entry":
        """Read what `written` made. Raises NotAManifest on a path or value that can't be ours."""
        _require(is_path(path), f"It names a path that leaves the site: {ascii(path)[:80]}.")
        _require(not is_taken(path), f"It names a path where no page may stand: {path[:80]}.")
        if "to" in values:
            _require(is_path(values["to"]), "It sends readers out of the site.")
            return cls(to=values["to"], status=_MOVED)
        _require(bool(_HASH.fullmatch(values["sha256"])), "It names something that is no hash.")
        return cls(
            sha256=values["sha256"],
            size=int(values["size"]),
            type=str(values["type"]),
            language=str(values.get("language", "")),
            headers=HeaderClass(values["headers"]),
            status=int(values.get("status", 200)),
            is_copy_only=bool(values.get("copy_only", False)),
        )


@dataclass(frozen=True)
class Manifest:
    """One edition of one embassy."""

    embassy: str
    origin: str
    number: int
    previous: str  # SHA-256 of the manifest before; "" for the first
    created: datetime
    expires: datetime
    charter: int  # the number of the charter in force when it was made
    entries: Mapping[str, Entry]
    onion: str = ""
    ledger: Mapping[str, Any] = field(default_factory=dict)  # day, number, sha256
    reason: str = ""  # why an older edition was gone back to

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        around = canonical({"format": FORMAT, **self.head(), "files": {}})
        before, files, after = around.partition(b'"files":{')
        entries = (f"{_said(path)}:{self.entries[path].canonical}" for path in sorted(self.entries))
        return before + files + ",".join(entries).encode("ascii") + after

    def head(self) -> dict[str, Any]:
        """Return everything but the files."""
        return {
            "embassy": self.embassy,
            "origin": self.origin,
            "onion": self.onion,
            "number": self.number,
            "previous": self.previous,
            "created": _written_time(self.created),
            "expires": _written_time(self.expires),
            "charter": self.charter,
            "ledger": dict(self.ledger),
            "reason": self.reason,
        }

    @classmethod
    def read(cls, content: bytes) -> "Manifest":
        """Read the bytes of a manifest. Raises NotAManifest."""
        try:
            values = json.loads(content)
            _require(values["format"] == FORMAT, "It is of another version of Ambasada.")
            return cls.of_head(
                values, {path: Entry.read(path, each) for path, each in values["files"].items()}
            )
        except _UNREADABLE:
            message = "It is not a manifest."
            raise NotAManifest(message) from None

    @classmethod
    def of_head(cls, values: Mapping[str, Any], entries: Mapping[str, Entry]) -> "Manifest":
        """Return a manifest of what `head` made and its entries. Raises NotAManifest."""
        number = int(values["number"])
        _require(0 <= number <= _LARGEST_NUMBER, "Its number is none of ours.")
        _require(_is_flat(values["ledger"]), "It is not a manifest.")
        return cls(
            embassy=str(values["embassy"]),
            origin=str(values["origin"]),
            onion=str(values["onion"]),
            number=number,
            previous=str(values["previous"]),
            created=_read_time(values["created"]),
            expires=_read_time(values["expires"]),
            charter=int(values["charter"]),
            ledger=values["ledger"],
            reason=str(values["reason"]),
            entries=entries,
        )

    @property
    def hashes(self) -> set[str]:
        """The bodies it names."""
        return {entry.sha256 for entry in self.entries.values() if entry.sha256}


def delta(older: Manifest, newer: Manifest) -> bytes:
    """Return what makes the newer manifest of the older one, as canonical JSON."""
    changed = {
        path: entry.written()
        for path, entry in newer.entries.items()
        if (before := older.entries.get(path)) is not entry and before != entry
    }
    gone = sorted(path for path in older.entries if path not in newer.entries)
    return canonical(
        {
            "format": FORMAT,
            "from": older.number,
            "head": newer.head(),
            "files": changed,
            "gone": gone,
        }
    )


def with_delta(older: Manifest, content: bytes) -> Manifest:
    """Return the newer manifest; its signature then says whether it is right.

    Raises NotAManifest.
    """
    try:
        values = json.loads(content)
        _require(values["format"] == FORMAT, "It is of another version of Ambasada.")
        _require(values["from"] == older.number, "It continues another edition.")
        entries = dict(older.entries)
        for path in values["gone"]:
            entries.pop(path, None)
        for path, each in values["files"].items():
            entries[path] = Entry.read(path, each)
        return Manifest.of_head(values["head"], entries)
    except _UNREADABLE:
        message = "It is not a manifest."
        raise NotAManifest(message) from None


def is_taken(path: str) -> bool:
    """Tell whether a web server would take what stands there for something else."""
    return bool(_TAKEN.fullmatch(path))


def is_path(path: object) -> bool:
    """Tell whether this is an address an edition may hold."""
    return isinstance(path, str) and len(path) <= _LONGEST_PATH and bool(_PATH.fullmatch(path))


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return a value as JSON with sorted names, no spaces and plain ASCII."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return text.encode("ascii")


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _is_flat(value: object) -> bool:
    """Tell whether a value is one of names to words and numbers: it is written as it was read."""
    return isinstance(value, dict) and all(isinstance(each, str | int) for each in value.values())


def _written_time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _read_time(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")


def _require(is_met: bool, otherwise: str) -> None:  # noqa: FBT001 -- reads as a sentence
    if not is_met:
        raise NotAManifest(otherwise)

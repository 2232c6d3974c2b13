"""One case as it is carried to the offline machine: a folder of .age files and a signed index.

    index.json, index.json.minisig     what is in the folder by SHA-256, by the edition key
    charter.json, charter.json.minisig which key that is, signed with the root key
    rosters/<number>.json, .minisig    whose signatures the letters carry
    wraps/<stream>-<epoch>.age         the case's identities, sealed to the escrow
    letters/<stream>-<counter>.age     sealed to those
    files/<blob>.age                   likewise

Each .age file opens with the stock tool. The index says nothing that the server did not know.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ambasada.lib.charters import Charter, NotACharter, key_behind
from ambasada.lib.manifests import canonical, sha256_of
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.refused import Refused

FORMAT = "ambasada escrow export 1"
INDEX, CHARTER, SIGNATURE = "index.json", "charter.json", ".minisig"
_NAME = re.compile(r"(?:wraps|letters|files|rosters)/[0-9a-z-]{1,60}\.(?:age|json|json\.minisig)")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Index:
    """What an export is of, and what is in it."""

    embassy: str
    ref: str
    case: str  # as letters name it
    exported_on: date
    escrow: str  # the recipient
    files: Mapping[str, str]  # SHA-256 by name

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical(
            {
                "format": FORMAT,
                "embassy": self.embassy,
                "ref": self.ref,
                "case": self.case,
                "day": self.exported_on.isoformat(),
                "escrow": self.escrow,
                "files": dict(self.files),
            }
        )

    @classmethod
    def read(cls, content: bytes) -> "Index":
        """Read the bytes of an index. Raises Refused."""
        try:
            values: Mapping[str, Any] = json.loads(content)
            read = cls(
                embassy=str(values["embassy"]),
                ref=str(values["ref"]),
                case=str(values["case"]),
                exported_on=date.fromisoformat(values["day"]),
                escrow=str(values["escrow"]),
                files={str(name): str(sha256) for name, sha256 in values["files"].items()},
            )
            is_sound = values["format"] == FORMAT and all(map(_NAME.fullmatch, read.files))
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            is_sound = False
        if not is_sound or not all(map(_HASH.fullmatch, read.files.values())):
            message = "This folder is not the export of a case. Take it from the server once more."
            raise Refused(message)
        return read

    def named(self, kind: str) -> list[str]:
        """Return the names of a kind, such as "letters", in order."""
        found = [each for each in self.files if each.startswith(f"{kind}/")]
        return sorted(found, key=lambda name: (len(name), name))


def read_export(folder: Path, *, root: PublicKey) -> Index:
    """Return the index of an export that a root key stands behind, with every file as it says.

    Raises Refused.
    """
    content = _read(folder, INDEX)
    try:
        signed = _read(folder, CHARTER)
        root.verify(signed, _text(folder, f"{CHARTER}{SIGNATURE}"))
        key_behind(Charter.read(signed), content, _text(folder, f"{INDEX}{SIGNATURE}"))
    except (NotSigned, NotACharter):
        message = (
            "Nothing in this folder is signed under this root key. Take the export from the server "
            "once more; if it says so again, somebody made it who is not of the embassy."
        )
        raise Refused(message) from None
    index = Index.read(content)
    for name, sha256 in index.files.items():
        if sha256_of(_read(folder, name)) != sha256:
            message = f"{name} is not as it was exported. Take it from the server once more."
            raise Refused(message)
    return index


def _text(folder: Path, name: str) -> str:
    return _read(folder, name).decode("utf-8", "replace")


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        message = f"{name} cannot be read ({error.strerror}). Take the whole folder."
        raise Refused(message) from None

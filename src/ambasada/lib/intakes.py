"""The list of the intake: which bytes a person in danger is served, as canonical JSON.

The page that seals, its script, its style and its texts, each by its SHA-256. The root key signs
the list, and a second embassy may; the key that signs editions never does, since it stands on the
server. Whoever takes the server can serve another page, and everybody who compares sees it.

What is written here is a format. Sister embassies of other versions read it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ambasada.lib.manifests import canonical, is_path, sha256_of
from ambasada.lib.minisign import NotSigned, PublicKey

FORMAT = "ambasada intake 1"
INTAKE = "intake.json"
SECOND = ".second.minisig"  # beside the root key's own: what another embassy's root key signed
LARGEST = 200_000  # bytes: three languages take some three thousand
_LARGEST_NUMBER = 2**53 - 1  # what every reader of JSON holds exactly
_HASH = re.compile(r"[0-9a-f]{64}")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?")


class NotAnIntakeList(Exception):
    """The bytes are not a list of the intake; the text says why, in one sentence."""


@dataclass(frozen=True)
class IntakeList:
    """What the root key says of one embassy's intake."""

    embassy: str
    origin: str  # where the intake is served, such as https://help.example.org
    number: int  # only ever rising
    issued: date
    files: Mapping[str, str]  # SHA-256 by path

    def canonical(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical(
            {
                "format": FORMAT,
                "embassy": self.embassy,
                "origin": self.origin,
                "number": self.number,
                "issued": self.issued.isoformat(),
                "files": dict(self.files),
            }
        )

    @classmethod
    def read(cls, content: bytes) -> "IntakeList":
        """Read the bytes of a list. Raises NotAnIntakeList."""
        try:
            values: Mapping[str, Any] = json.loads(content)
            if values["format"] != FORMAT:
                message = "The list of the intake is of another version of Ambasada."
                raise NotAnIntakeList(message)
            read = cls(
                embassy=str(values["embassy"]),
                origin=str(values["origin"]),
                number=int(values["number"]),
                issued=date.fromisoformat(values["issued"]),
                files={str(path): str(sha256) for path, sha256 in values["files"].items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            message = "This is not a list of the intake."
            raise NotAnIntakeList(message) from None
        _require_sound(read)
        return read

    def says_the_same_as(self, other: "IntakeList") -> bool:
        """Tell whether two lists differ in nothing but number and day."""
        return self == replace(other, number=self.number, issued=self.issued)

    def differences(self, found: Mapping[str, bytes]) -> list[str]:
        """Return in what bytes that were found differ from the list, in sentences."""
        said = []
        for path in sorted(self.files.keys() | found.keys()):
            if path not in found:
                said.append(f"{path} is not there.")
            elif path not in self.files:
                said.append(f"{path} is not on the list.")
            elif sha256_of(found[path]) != self.files[path]:
                said.append(f"{path} is not what was signed.")
        return said


def is_intake_list(content: bytes) -> bool:
    """Tell whether bytes say of themselves that they are such a list, of whatever version."""
    try:
        said = json.loads(content)["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return False
    return isinstance(said, str) and said.startswith("ambasada intake ")


def list_signed_by(root: PublicKey, content: bytes, signature: bytes) -> IntakeList:
    """Return a list that a key signed. Raises NotSigned or NotAnIntakeList."""
    try:
        root.verify(content, signature.decode("utf-8", "replace"))
    except NotSigned as fault:
        message = f"The list of the intake is not signed with this root key. {fault}"
        raise NotSigned(message) from None
    return IntakeList.read(content)


def _require_sound(read: IntakeList) -> None:
    is_sound = (
        0 < read.number <= _LARGEST_NUMBER
        and read.files
        and all(map(is_path, read.files))
        and all(map(_HASH.fullmatch, read.files.values()))
        and _ORIGIN.fullmatch(read.origin)
    )
    if not is_sound:
        message = "This is not a list of the intake."
        raise NotAnIntakeList(message)

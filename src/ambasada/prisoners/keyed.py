"""What people are called in addresses, and how a removal knows them: by hashes under a key.

The key is made with the first list of an embassy and stays in the data folder. Without it nobody
can tell from an address, or from the file of removals, which row of a source it was.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path

from ambasada.lib.refused import Refused

_NAME = "people.key"
_BYTES = 32
_REFERENCE = re.compile(r"[a-z2-7]{16}")


def is_reference(text: str) -> bool:
    """Tell whether a text can be the public name of somebody."""
    return _REFERENCE.fullmatch(text) is not None


class Keyed:
    """The names of people under the key of one embassy."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @property
    def print(self) -> str:
        """What tells this key from another one."""
        return hashlib.sha256(b"people key\0" + self._key).hexdigest()[:8]

    def ref_of(self, source: str, number: str) -> str:
        """Return the public name of who a source has under a number of its own."""
        digest = self._mac("person", source, number)
        return base64.b32encode(digest).decode().lower()[:16]

    def removal_of(self, ref: str) -> str:
        """Return how a removal knows a person."""
        return f"{self.print}:{self._mac('removed', ref).hex()}"

    def _mac(self, *words: str) -> bytes:
        return hmac.digest(self._key, "\0".join(words).encode(), "sha256")


def keyed_in(folder: Path) -> Keyed | None:
    """Return the names under the key that a folder holds; None if it holds none.

    Raises Refused if it is damaged.
    """
    try:
        key = bytes.fromhex((folder / _NAME).read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        key = b""
    if len(key) != _BYTES:
        message = f"The file {_NAME} in the folder “people” is damaged. Put it back from a backup."
        raise Refused(message)
    return Keyed(key)


def make_key(folder: Path) -> Keyed:
    """Return the names under the key of a folder, which is made if there is none."""
    found = keyed_in(folder)
    if found is not None:
        return found
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder / f".{_NAME}.{secrets.token_hex(4)}"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{secrets.token_hex(_BYTES)}\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, folder / _NAME)
    except FileExistsError:  # another process was first
        pass
    finally:
        draft.unlink()
    return make_key(folder)

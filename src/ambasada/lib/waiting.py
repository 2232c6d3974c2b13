"""Files that wait for a decision: sealed, under a key that only who put them there has.

On the disk stands what nobody can read, not even from a copy of the disk that is made later. The
key is in the address of the page on which is decided, and it is kept nowhere.
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ambasada.lib.blobs import write_whole

WAITS = timedelta(minutes=10)
_NONCE, _SIZE = 12, 4


class Waiting(NamedTuple):
    """What waits: its bytes, and what is known of them."""

    content: bytes
    about: dict[str, Any]


def put_aside(folder: Path, waiting: Waiting, *, owner: str) -> str:
    """Seal something for somebody, and return the token by which they come back to it."""
    token = secrets.token_urlsafe(24)
    put_again(folder, token, waiting, owner=owner)
    return token


def put_again(folder: Path, token: str, waiting: Waiting, *, owner: str) -> None:
    """Seal something under a token that is there, in the place of what waited."""
    about = json.dumps(waiting.about).encode()
    plain = len(about).to_bytes(_SIZE, "big") + about + waiting.content
    nonce = secrets.token_bytes(_NONCE)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    sealed = nonce + AESGCM(_key(token)).encrypt(nonce, plain, owner.encode())
    write_whole(_place(folder, token), sealed)


def taken_up(
    folder: Path, token: str, *, owner: str, now: datetime, waits: timedelta = WAITS
) -> Waiting | None:
    """Return what somebody put aside; None if it is not theirs, or it waited for too long."""
    place = _place(folder, token)
    try:
        written = datetime.fromtimestamp(place.stat().st_mtime, UTC)
        sealed = place.read_bytes()
    except OSError:
        return None
    if written <= now - waits:
        return None
    try:
        nonce = sealed[:_NONCE]
        plain = AESGCM(_key(token)).decrypt(nonce, sealed[_NONCE:], owner.encode())
    except (InvalidTag, ValueError):
        return None
    end = _SIZE + int.from_bytes(plain[:_SIZE], "big")
    return Waiting(plain[end:], json.loads(plain[_SIZE:end]))


def wait_longer(folder: Path, token: str) -> None:
    """Let what was put aside wait ten minutes from now: somebody is at work on it."""
    _place(folder, token).touch()


def let_go(folder: Path, token: str) -> None:
    """Delete what was put aside."""
    _place(folder, token).unlink(missing_ok=True)


def _key(token: str) -> bytes:
    return hashlib.sha256(f"key {token}".encode()).digest()


def _place(folder: Path, token: str) -> Path:
    return folder / hashlib.sha256(f"place {token}".encode()).hexdigest()

"""The arithmetic of a chain of lines: each line's hash, and the seal over the last one.

What is written here is a format: installations hold lines made by it, so it is never changed, only
joined by a second one.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping

GENESIS = "0" * 64
"""What the first line of a chain follows."""

_PURPOSE = b"ambasada: seal of the ledger's head, 1"


def sha256_of(values: Mapping[str, str | int]) -> str:
    """Return the SHA-256 of the values as canonical JSON: sorted names, no spaces, ASCII."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def seal_of(number: int, sha256: str, *, secret: str) -> str:
    """Return the HMAC-SHA256 over a line's number and hash, with a key of its own.

    The key is derived from the secret, so that no seal is of use where else the secret signs.
    """
    key = hmac.digest(secret.encode(), _PURPOSE, "sha256")
    return hmac.new(key, f"{number}:{sha256}".encode(), "sha256").hexdigest()


def is_seal_of(seal: str, number: int, sha256: str, *, secret: str) -> bool:
    """Tell whether a seal was made here for this line."""
    return hmac.compare_digest(seal.encode(), seal_of(number, sha256, secret=secret).encode())

"""The one hash that stands for everything an approval is about."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from ambasada.network.models import FairCopy


def digest_of(copies: Iterable[FairCopy], release_at: datetime | None = None) -> str:
    """Return the SHA-256 of the sorted hashes of copies, a line each: that of their approval.

    The moment before which they do not go out is a line after them.
    """
    lines = sorted(f"{copy.sha256}\n" for copy in copies)
    if release_at is not None:
        lines.append(f"{release_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()

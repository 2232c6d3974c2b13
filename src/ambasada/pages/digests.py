"""The one hash that stands for everything an approval is about."""

import hashlib
from collections.abc import Iterable

from ambasada.network.models import FairCopy


def digest_of(copies: Iterable[FairCopy]) -> str:
    """Return the SHA-256 of the sorted hashes of copies, a line each: that of their approval."""
    lines = sorted(f"{copy.sha256}\n" for copy in copies)
    return hashlib.sha256("".join(lines).encode()).hexdigest()

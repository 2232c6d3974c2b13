"""What people read out to one another, to know that a key in a list is the one they hold."""

import hashlib

from ambasada.lib.sealing import word_lists

_WORDS, _BITS = 8, 11
_LANGUAGE = "en"  # one for all: two who compare must see the same words


def fingerprint(recipient: str, verify_key: str = "") -> str:
    """Return eight words for a key: 88 bits of a hash over both its halves.

    The list is that of the codes. What is shown is public, and opens nothing.
    """
    said = f"pe-key-v1{recipient}{verify_key}".encode("ascii")
    number = int.from_bytes(hashlib.sha256(said).digest()[: _WORDS * _BITS // 8], "big")
    words = word_lists.word_list(_LANGUAGE)
    shifts = range(_BITS * (_WORDS - 1), -1, -_BITS)
    return " ".join(words[number >> shift & len(words) - 1] for shift in shifts)

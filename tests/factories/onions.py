"""Onion addresses of version 3, as Tor makes them of a key."""

import base64
import hashlib


def onion_of(seed: int = 1) -> str:
    """Return an onion address whose every letter is right."""
    key = hashlib.sha256(bytes([seed])).digest()
    checksum = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    letters = base64.b32encode(key + checksum + b"\x03").decode().lower()
    return f"http://{letters}.onion"


# The one in Tor's own description of its addresses (rend-spec-v3, section 6).
OF_TOR = "http://pg6mmjiyjmcrsslvykfwnntlaru7p5svn6y2ymmju6nubxndf4pscryd.onion"

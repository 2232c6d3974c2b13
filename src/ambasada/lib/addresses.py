"""Addresses that are written down for readers: whether one can be what it says it is."""

import base64
import hashlib
import re
from urllib.parse import urlsplit

_PART = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# The last part of a name begins with a letter: so no number, however written, passes for a name.
_NAME = re.compile(rf"(?:{_PART}\.)+(?=[a-z]){_PART}")
_LONGEST_NAME = 253
# Names that lead into this machine or this network (RFC 6761, 6762, 8375 and what routers use).
_NEAR = frozenset({"localhost", "local", "localdomain", "internal", "lan", "home", "arpa"})
_ONION = ".onion"
_KEY = re.compile(r"[a-z2-7]{56}")
_VERSION = b"\x03"


def is_origin(address: str) -> bool:
    """Tell whether this is a scheme and a public name alone, in small letters; a port may follow.

    http:// is for onion addresses alone, whose name is the key that everything is sealed with.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    plain = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    is_name = bool(_NAME.fullmatch(host)) and len(host) <= _LONGEST_NAME
    schemes = {"https", "http"} if is_onion(host) else {"https"}
    return (
        address == plain
        and is_name
        and parts.scheme in schemes
        and host.rpartition(".")[2] not in _NEAR
    )


def host_in(address: str) -> str:
    """Return the name in an address that `is_origin`, without its port."""
    return urlsplit(address).hostname or ""


def is_onion(host: str) -> bool:
    """Tell whether a name leads into Tor; whether it can be right is told by `is_onion_v3`."""
    return host.endswith(_ONION)


def is_onion_v3(host: str) -> bool:
    """Tell whether a name is an onion address of version 3 with every letter right.

    It holds a key, two bytes of checksum and the version (rend-spec-v3, section 6), so that a
    letter gone wrong is found.
    """
    letters = host.removesuffix(_ONION).rpartition(".")[2]  # names below it are its own
    if not is_onion(host) or not _KEY.fullmatch(letters):
        return False
    raw = base64.b32decode(letters.upper())
    key, checksum, version = raw[:32], raw[32:34], raw[34:]
    right = hashlib.sha3_256(b".onion checksum" + key + version).digest()[:2]
    return version == _VERSION and checksum == right


def is_onion_origin(address: str) -> bool:
    """Tell whether this is http:// and an onion address of version 3, and nothing else."""
    host = address.removeprefix("http://")
    return address == f"http://{host}" and host.count(".") == 1 and is_onion_v3(host)

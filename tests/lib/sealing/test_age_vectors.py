"""The 143 vectors of age's authors (C2SP/CCTV), as the package cctv-age has them.

What cannot be done is named: keys of the post-quantum kind, and space around an armoured file. The
protocol uses neither. A file to one X25519 identity is opened as the protocol opens it, since
pyrage alone takes two headers that lack the last line of a stanza.
"""

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
import pytest

from ambasada.lib.sealing.files import CannotBeOpened, unseal
from ambasada.lib.sealing.keys import Identity

PACKAGE = Path(__file__).parents[3] / "frontend" / "node_modules" / "cctv-age" / "index.js"
UNSUPPORTED = {
    "armor_hybrid",
    "armor_whitespace_outside",
    "hybrid",
    "hybrid_and_x25519",
    "hybrid_grease",
    "hybrid_multiple_recipients",
}
# Eight gigabytes: whether pyrage tries or refuses depends on how fast the machine seems to it.
_TOO_MUCH_WORK = re.compile(rb"\n-> scrypt \S+ 2[3-9]\n")
_VECTOR = re.compile(r'^var (\w+)_default = __toBinary\("([^"]*)"\);$', re.MULTILINE)


@dataclass
class Vector:
    expect: str = ""
    payload: str = ""
    file: bytes = b""
    identities: list[str] = field(default_factory=list)
    is_armored: bool = False
    passphrases: list[str] = field(default_factory=list)


def vector_of(content: bytes) -> Vector:
    """Read a vector: lines of "key: value", an empty one, and an age file."""
    head, _, file = content.partition(b"\n\n")
    vector = Vector(file=file)
    for line in head.decode("utf-8").splitlines():
        key, _, value = line.partition(": ")
        if key == "identity":
            vector.identities.append(value)
        elif key == "passphrase":
            vector.passphrases.append(value)
        elif key == "armored":
            vector.is_armored = True
        elif key == "compressed":
            vector.file = zlib.decompress(file)
        elif key in {"expect", "payload"}:
            setattr(vector, key, value)
    return vector


def read() -> dict[str, Vector]:
    found = _VECTOR.findall(PACKAGE.read_text(encoding="utf-8"))
    return {name: vector_of(base64.b64decode(content)) for name, content in found}


VECTORS = read()


def opened(vector: Vector) -> bytes:
    if _TOO_MUCH_WORK.search(vector.file):
        raise pyrage.DecryptError
    if vector.passphrases:
        return pyrage.passphrase.decrypt(vector.file, vector.passphrases[0])
    if len(vector.identities) == 1 and not vector.is_armored:
        return unseal(vector.file, by=Identity(vector.identities[0]))
    identities = [pyrage.x25519.Identity.from_str(each) for each in vector.identities]
    return pyrage.decrypt(vector.file, identities)


def is_passed(vector: Vector) -> bool:
    """Tell whether a vector opens if and only if it should, and holds what it should."""
    try:
        content = opened(vector)
    except (CannotBeOpened, pyrage.DecryptError, pyrage.IdentityError):
        return vector.expect != "success"
    return vector.expect == "success" and hashlib.sha256(content).hexdigest() == vector.payload


def test_package_has_all_vectors() -> None:
    assert len(VECTORS) == 143
    assert set(VECTORS) > UNSUPPORTED
    assert all(each.file and each.expect for each in VECTORS.values() if each.payload)


@pytest.mark.parametrize("name", sorted(set(VECTORS) - UNSUPPORTED))
def test_age_vector(name: str) -> None:
    assert is_passed(VECTORS[name])


@pytest.mark.parametrize("name", sorted(UNSUPPORTED))
def test_what_pyrage_cannot_do_is_still_that(name: str) -> None:
    assert not is_passed(VECTORS[name])

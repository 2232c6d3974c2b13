"""Ed25519 signatures in the format of minisign, so that its stock tool verifies ours and signs.

Format: https://jedisct1.github.io/minisign/ (prehashed signatures, "ED"). Keys are stored without a
password, as `minisign -G -W` does: what protects an edition key is the data folder, and what
protects a root key is that it is kept offline.
"""

import base64
import hashlib
import secrets
from binascii import Error as NotBase64
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_KEY = b"Ed"
_PREHASHED = b"ED"
_NO_PASSWORD = b"\x00\x00"
_CHECKSUM = b"B2"
_PUBLIC_BYTES = 2 + 8 + 32
_SECRET_BYTES = 2 + 2 + 2 + 32 + 8 + 8 + 8 + 64 + 32
_SIGNATURE_BYTES = 2 + 8 + 64
_TRUSTED = "trusted comment: "


class NotSigned(Exception):
    """A key or a signature is not what it should be; the text says which, in one sentence."""


@dataclass(frozen=True)
class PublicKey:
    """What verifies; written as one line of base64."""

    number: bytes  # 8 bytes that tell keys apart
    key: bytes

    @classmethod
    def read(cls, text: str) -> "PublicKey":
        """Read the line, or a whole .pub file. Raises NotSigned."""
        raw = _decoded(_last_line(text), _PUBLIC_BYTES, "This is not a minisign public key.")
        if raw[:2] != _KEY:
            message = "This is not a minisign public key."
            raise NotSigned(message)
        return cls(raw[2:10], raw[10:])

    @property
    def line(self) -> str:
        """The key as the stock tool takes it with -P."""
        return base64.b64encode(_KEY + self.number + self.key).decode("ascii")

    @property
    def fingerprint(self) -> str:
        """What people compare: 128 bits, in groups that can be read aloud."""
        digest = hashlib.sha256(_KEY + self.number + self.key).hexdigest()[:32].upper()
        return " ".join(digest[place : place + 4] for place in range(0, 32, 4))

    @property
    def file(self) -> str:
        """The key as a .pub file."""
        name = self.number[::-1].hex().upper()
        return f"untrusted comment: minisign public key {name}\n{self.line}\n"

    def verify(self, message: bytes, signature: str) -> str:
        """Return the trusted comment of a signature over a message. Raises NotSigned."""
        lines = signature.splitlines()
        if len(lines) != 4 or not lines[2].startswith(_TRUSTED):  # noqa: PLR2004 -- the format's
            reason = "This is not a minisign signature."
            raise NotSigned(reason)
        raw = _decoded(lines[1], _SIGNATURE_BYTES, "This is not a minisign signature.")
        whole = _decoded(lines[3], 64, "This is not a minisign signature.")
        if raw[:2] != _PREHASHED or raw[2:10] != self.number:
            reason = "The signature was made with another key."
            raise NotSigned(reason)
        comment = lines[2].removeprefix(_TRUSTED)
        key = Ed25519PublicKey.from_public_bytes(self.key)
        try:
            key.verify(raw[10:], hashlib.blake2b(message).digest())
            key.verify(whole, raw[10:] + comment.encode())
        except InvalidSignature:
            reason = "The signature does not belong to these bytes."
            raise NotSigned(reason) from None
        return comment


@dataclass(frozen=True)
class SecretKey:
    """What signs."""

    number: bytes
    seed: bytes

    @classmethod
    def make(cls) -> "SecretKey":
        """Return a new key."""
        return cls(secrets.token_bytes(8), secrets.token_bytes(32))

    @classmethod
    def read(cls, text: str) -> "SecretKey":
        """Read a .key file without a password. Raises NotSigned."""
        raw = _decoded(_last_line(text), _SECRET_BYTES, "This is not a minisign secret key.")
        if raw[:2] != _KEY:
            message = "This is not a minisign secret key."
            raise NotSigned(message)
        if raw[2:4] != _NO_PASSWORD:
            message = "This key has a password: sign with the minisign tool instead."
            raise NotSigned(message)
        return cls(raw[54:62], raw[62:94])

    @property
    def public(self) -> PublicKey:
        """The half that may be known."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed).public_key()
        return PublicKey(self.number, key.public_bytes_raw())

    @property
    def file(self) -> str:
        """The key as a .key file the stock tool reads."""
        pair = self.seed + self.public.key
        checksum = hashlib.blake2b(_KEY + self.number + pair, digest_size=32).digest()
        raw = _KEY + _NO_PASSWORD + _CHECKSUM + bytes(48) + self.number + pair + checksum
        encoded = base64.b64encode(raw).decode("ascii")
        return f"untrusted comment: minisign secret key, without a password\n{encoded}\n"

    def sign(self, message: bytes, comment: str) -> str:
        """Return a .minisig file over a message, with a comment of one line that it covers too."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        signature = key.sign(hashlib.blake2b(message).digest())
        whole = key.sign(signature + comment.encode())
        first = base64.b64encode(_PREHASHED + self.number + signature).decode("ascii")
        second = base64.b64encode(whole).decode("ascii")
        return (
            f"untrusted comment: verify with the key of the embassy\n{first}\n"
            f"{_TRUSTED}{comment}\n{second}\n"
        )


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else ""


def _decoded(text: str, length: int, refusal: str) -> bytes:
    try:
        raw = base64.b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise NotSigned(refusal) from None
    if len(raw) != length:
        raise NotSigned(refusal)
    return raw

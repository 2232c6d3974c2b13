"""The keys of the protocol: what a code derives, age identities, and what a member holds."""

import base64
import hashlib
from binascii import Error as NotBase64
from dataclasses import dataclass, field
from functools import cached_property

import bech32
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pyrage import IdentityError, x25519

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.canonical import NotCanonical, canonical, read_canonical
from ambasada.lib.sealing.codes import CaseCode

ROUNDS = 600_000  # of PBKDF2: a fraction of a second for a person, years for whoever guesses
BUNDLE_FORMAT = "ambasada member keys 1"
IDENTITY_CHARACTERS = 74
_IDENTITY, _RECIPIENT = "age-secret-key-", "age"  # how BIP 173 is told what it writes
_KEY_BYTES = 32
_DESK = b"pe-desk-v1"


class NotAKey(Refused):
    """What was given is not a key of the kind that was asked for; the text holds nothing of it."""


@dataclass(frozen=True)
class Identity:
    """An age identity with an X25519 key, as the stock tool reads it."""

    text: str = field(repr=False)

    @classmethod
    def new(cls) -> "Identity":
        """Return an identity nobody knows."""
        return cls(str(x25519.Identity.generate()))

    @classmethod
    def read(cls, text: str) -> "Identity":
        """Read the 74 characters of an identity. Raises NotAKey."""
        try:
            x25519.Identity.from_str(text)
        except IdentityError:
            message = "This is not an age identity."
            raise NotAKey(message) from None
        if len(text) != IDENTITY_CHARACTERS or text != text.upper():
            message = "This is not an age identity as age writes it."
            raise NotAKey(message)
        return cls(text)

    @classmethod
    def of_scalar(cls, scalar: bytes) -> "Identity":
        """Return the identity whose secret these 32 bytes are."""
        return cls(_written(_IDENTITY, scalar).upper())

    @cached_property
    def recipient(self) -> str:
        """What others seal to."""
        return str(x25519.Identity.from_str(self.text).to_public())


@dataclass(frozen=True)
class CaseKeys:
    """What a code derives."""

    lookup: bytes = field(repr=False)  # finds the case on the server
    auth: bytes = field(repr=False)  # and proves that it may be read and answered
    identity: Identity  # P

    @property
    def lookup_sha256(self) -> str:
        """What the server keeps to find the case, in hexadecimal."""
        return hashlib.sha256(self.lookup).hexdigest()

    @property
    def auth_sha256(self) -> str:
        """What the server keeps to know its owner, in hexadecimal."""
        return hashlib.sha256(self.auth).hexdigest()

    @property
    def case(self) -> str:
        """How envelopes name the case."""
        return self.lookup_sha256


def derive(code: CaseCode, *, instance: str) -> CaseKeys:
    """Return the keys of a code at an embassy with this permanent id. Takes half a second."""
    salt = f"pe-case-v1|{instance}".encode()
    master = hashlib.pbkdf2_hmac("sha256", code.secret, salt, ROUNDS, dklen=_KEY_BYTES)
    return CaseKeys(
        lookup=hkdf(master, "pe-case-v1/lookup", length=16),
        auth=hkdf(master, "pe-case-v1/auth"),
        identity=Identity.of_scalar(hkdf(master, "pe-case-v1/age")),
    )


@dataclass(frozen=True)
class MemberKeys:
    """What a member holds: an identity to open with, and an Ed25519 key to sign with."""

    identity: Identity
    seed: bytes = field(repr=False)

    @classmethod
    def new(cls) -> "MemberKeys":
        """Return keys nobody knows."""
        return cls(Identity.new(), Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def recipient(self) -> str:
        """What is wrapped to, as the roster has it."""
        return self.identity.recipient

    @property
    def verify_key(self) -> str:
        """What their signatures are checked with, as the roster has it."""
        return encoded(
            Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        )

    def sign(self, message: bytes) -> bytes:
        """Return an Ed25519 signature."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def prove(self, challenge: str) -> str:
        """Return the answer to a challenge of the desk, in base64."""
        return encoded(self.sign(_of_desk(challenge)))

    def bundle(self) -> bytes:
        """Return both keys as canonical JSON, to be sealed and kept."""
        return canonical(
            {
                "format": BUNDLE_FORMAT,
                "identity": self.identity.text,
                "sign": encoded(self.seed),
            }
        )

    @classmethod
    def read(cls, bundle: bytes) -> "MemberKeys":
        """Read what `bundle` made. Raises NotAKey."""
        message = "This is not a bundle of a member’s keys."
        try:
            values = read_canonical(bundle)
        except NotCanonical:
            raise NotAKey(message) from None
        if set(values) != {"format", "identity", "sign"} or values["format"] != BUNDLE_FORMAT:
            raise NotAKey(message)
        if not isinstance(values["identity"], str):
            raise NotAKey(message)
        return cls(Identity.read(values["identity"]), decoded(values["sign"], length=_KEY_BYTES))


def is_proved(proof: str, *, challenge: str, verify_key: str) -> bool:
    """Tell whether the holder of a key answered this challenge of the desk."""
    try:
        return is_signed(decoded(proof, length=64), _of_desk(challenge), verify_key=verify_key)
    except NotAKey:
        return False


def is_signed(signature: bytes, message: bytes, *, verify_key: str) -> bool:
    """Tell whether this is the signature of a key, given in base64, over a message."""
    try:
        key = Ed25519PublicKey.from_public_bytes(decoded(verify_key, length=_KEY_BYTES))
        key.verify(signature, message)
    except (InvalidSignature, NotAKey, ValueError):
        return False
    return True


def require_recipient(text: str) -> str:
    """Return an X25519 recipient if files can be sealed to it. Raises NotAKey.

    A few points of the curve give everybody the same secret: whoever names one wants it read.
    """
    message = "This is not an age recipient."
    prefix, values = bech32.bech32_decode(text)
    point = bech32.convertbits(values or [], 5, 8, False)  # noqa: FBT003 -- as it is called
    if prefix != _RECIPIENT or point is None or len(point) != _KEY_BYTES or text != text.lower():
        raise NotAKey(message)
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(bytes(point)))
    except ValueError:
        raise NotAKey(message) from None
    return text


def hkdf(secret: bytes, purpose: str, *, length: int = _KEY_BYTES) -> bytes:
    """Return what HKDF-SHA256 makes of a secret for a purpose."""
    return HKDF(SHA256(), length, salt=b"", info=purpose.encode("ascii")).derive(secret)


def encoded(content: bytes) -> str:
    """Return bytes as base64."""
    return base64.b64encode(content).decode("ascii")


def decoded(text: object, *, length: int | None = None) -> bytes:
    """Return the bytes of base64, which have but one spelling. Raises NotAKey."""
    message = "This is not base64 of the length it should have."
    if not isinstance(text, str):
        raise NotAKey(message)
    try:
        content = base64.b64decode(text, validate=True)
    except (NotBase64, ValueError):
        raise NotAKey(message) from None
    if encoded(content) != text or length not in {None, len(content)}:
        raise NotAKey(message)
    return content


def _of_desk(challenge: str) -> bytes:
    return hashlib.sha256(_DESK + challenge.encode()).digest()


def _written(prefix: str, key: bytes) -> str:
    if len(key) != _KEY_BYTES:
        message = f"A key has {_KEY_BYTES} bytes."
        raise ValueError(message)
    return bech32.bech32_encode(prefix, bech32.convertbits(key, 8, 5) or [])

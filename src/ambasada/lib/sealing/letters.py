"""Letters: content with its proof, framed and sealed to a stream; and the stream as it is read.

A stream is an identity, `C_e` or `N_e`: whoever opens a letter holds it.
"""

import hashlib
import hmac
from dataclasses import dataclass, field

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.canonical import NotCanonical, canonical, read_canonical
from ambasada.lib.sealing.contents import Attachment, Content, Kind, NotALetter, Sender
from ambasada.lib.sealing.files import CannotBeOpened, seal, unseal
from ambasada.lib.sealing.frames import NotAFrame, framed, unframed
from ambasada.lib.sealing.keys import (
    Identity,
    MemberKeys,
    NotAKey,
    decoded,
    encoded,
    hkdf,
    is_signed,
)

__all__ = [
    "Attachment",
    "CannotBeOpened",
    "Content",
    "Header",
    "Kind",
    "NotALetter",
    "Opened",
    "Sender",
    "open_header",
    "open_letter",
    "seal_by_member",
    "seal_by_person",
    "seal_header",
    "sha256_of",
]
LARGEST = 2**18  # bytes of a frame: a quarter of a megabyte of text
_ENVELOPE = b"pe-env-v1"


@dataclass(frozen=True)
class Opened:
    """A letter that was opened. Who wrote it is known only once `is_proved` says so."""

    content: Content
    said: bytes = field(repr=False)  # the content as it was proved
    proof: bytes = field(repr=False)
    sha256: str  # of the sealed letter: what the next one names
    stream: Identity

    def is_proved(self, verify_key: str = "") -> bool:
        """Tell whether the proof is the person's, or that of the member with this key."""
        if self.content.sender is Sender.PERSON:
            return hmac.compare_digest(_proof_of_person(self.said, self.stream), self.proof)
        signed = _signed_by_member(self.said, self.stream)
        return is_signed(self.proof, signed, verify_key=verify_key)


@dataclass(frozen=True)
class Header:
    """What the queue of a desk shows of a case."""

    language: str = field(repr=False)
    type: str = field(repr=False)
    deadline: str = field(repr=False)  # a day, or ""


def seal_by_person(content: Content, *, stream: Identity) -> bytes:
    """Return a letter of the person, which a member could have made as well. Raises Refused."""
    if content.sender is not Sender.PERSON:
        message = "This is a letter of a member."
        raise Refused(message)
    said = content.canonical()
    return _sealed(said, _proof_of_person(said, stream), stream)


def seal_by_member(content: Content, *, stream: Identity, member: MemberKeys) -> bytes:
    """Return a letter of a member, signed by them. Raises Refused."""
    if content.sender is not Sender.MEMBER:
        message = "This is a letter of the person."
        raise Refused(message)
    said = content.canonical()
    return _sealed(said, member.sign(_signed_by_member(said, stream)), stream)


def open_letter(sealed: bytes, *, stream: Identity) -> Opened:
    """Return what a sealed letter holds. Raises CannotBeOpened or NotALetter."""
    frame = unseal(sealed, by=stream)
    try:
        values = read_canonical(unframed(frame))
        if set(values) != {"content", "proof"} or len(frame) > LARGEST:
            raise NotALetter
        said = str(values["content"]).encode("utf-8")
        proof = decoded(values["proof"])
    except (NotAFrame, NotCanonical, NotAKey, UnicodeEncodeError):
        raise NotALetter from None
    return Opened(Content.read(said), said, proof, sha256_of(sealed), stream)


def seal_header(header: Header, *, stream: Identity) -> bytes:
    """Return the header of a case, sealed beside its first letter."""
    values = {"language": header.language, "type": header.type, "deadline": header.deadline}
    return seal(framed(canonical(values)), to=stream.recipient)


def open_header(sealed: bytes, *, stream: Identity) -> Header:
    """Return the header of a case. Raises CannotBeOpened or NotALetter."""
    frame = unseal(sealed, by=stream)
    try:
        values = read_canonical(unframed(frame))
    except (NotAFrame, NotCanonical):
        raise NotALetter from None
    if set(values) != {"language", "type", "deadline"}:
        raise NotALetter
    if not all(isinstance(each, str) for each in values.values()):
        raise NotALetter
    return Header(**values)


def sha256_of(sealed: bytes) -> str:
    """Return how the next letter names this one."""
    return hashlib.sha256(sealed).hexdigest()


def _sealed(said: bytes, proof: bytes, stream: Identity) -> bytes:
    Content.read(said)  # nothing leaves that its reader would refuse
    letter = canonical({"content": said.decode("utf-8"), "proof": encoded(proof)})
    frame = framed(letter)
    if len(frame) > LARGEST:
        message = "This letter is too long; please send it in parts, or as a file."
        raise Refused(message)
    return seal(frame, to=stream.recipient)


def _proof_of_person(said: bytes, stream: Identity) -> bytes:
    return hmac.digest(hkdf(stream.text.encode("ascii"), "pe-mac"), said, "sha256")


def _signed_by_member(said: bytes, stream: Identity) -> bytes:
    return hashlib.sha256(_ENVELOPE + stream.recipient.encode("ascii") + said).digest()

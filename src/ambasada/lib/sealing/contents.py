"""What is said in a letter, before it is proved and sealed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.canonical import NotCanonical, canonical, read_canonical

VERSION = 1
SUITE = 1  # X25519 alone
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ID = re.compile(r"[0-9a-f]{32}")
_KID = re.compile(r"[0-9a-f]{16}")
_LONGEST_NAME = 200
_MOST_ATTACHMENTS = 100
_NAMES = frozenset(
    {"v", "suite", "case", "epoch", "from", "seq", "prev", "day", "kind", "body", "attachments"}
    | {"kid", "roster"}
)
_UNREADABLE = (ValueError, KeyError, TypeError, NotCanonical)


class NotALetter(Refused):
    """What was opened is not a letter of the protocol."""

    def __init__(self) -> None:
        super().__init__("This was opened, and is not a letter as the protocol has it.")


class Sender(StrEnum):
    """Who speaks."""

    PERSON = "person"
    MEMBER = "member"


class Kind(StrEnum):
    """What a letter is for."""

    FORM = "form"
    TEXT = "text"
    FILES = "files"
    STATUS = "status"
    ACK = "ack"
    NOTE = "note"
    TASK = "task"
    REFERRAL = "referral"


@dataclass(frozen=True)
class Attachment:
    """A file beside a letter, as the letter names it."""

    blob: str  # under which the server keeps what is sealed
    name: str = field(repr=False)
    type: str
    size: int  # of the file itself,
    sha256: str  # and its hash

    def written(self) -> dict[str, Any]:
        """Return it as the content holds it."""
        return {
            "blob": self.blob,
            "name": self.name,
            "type": self.type,
            "size": self.size,
            "sha256": self.sha256,
        }

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> "Attachment":
        """Read what `written` made. Raises ValueError, KeyError or TypeError."""
        made = cls(**values)
        _require(bool(_ID.fullmatch(made.blob)) and bool(_SHA256.fullmatch(made.sha256)))
        _require(_is_number(made.size, at_least=0))
        _require(0 < len(made.name) <= _LONGEST_NAME and len(made.type) <= _LONGEST_NAME)
        return made


@dataclass(frozen=True)
class Content:
    """One letter of one stream of a case."""

    case: str  # hex SHA-256 of its lookup
    epoch: int
    sender: Sender
    seq: int  # 1, 2, … in the stream, over all epochs
    prev: str  # hex SHA-256 of the sealed letter before; "" for the first
    day: date
    kind: Kind
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)
    attachments: tuple[Attachment, ...] = ()
    kid: str = ""  # of the member, "" for the person
    roster: int = 0  # the number of the roster that has the member, 0 for the person

    def canonical(self) -> bytes:
        """Return the bytes that are proved. Raises NotCanonical."""
        return canonical(
            {
                "v": VERSION,
                "suite": SUITE,
                "case": self.case,
                "epoch": self.epoch,
                "from": self.sender.value,
                "seq": self.seq,
                "prev": self.prev,
                "day": self.day.isoformat(),
                "kind": self.kind.value,
                "body": self.body,
                "attachments": [each.written() for each in self.attachments],
                "kid": self.kid,
                "roster": self.roster,
            }
        )

    @classmethod
    def read(cls, said: bytes) -> "Content":
        """Read what `canonical` made. Raises NotALetter."""
        try:
            content = cls._of_values(read_canonical(said))
            _require(content.canonical() == said)  # days as we write them
        except _UNREADABLE:
            raise NotALetter from None
        return content

    @classmethod
    def _of_values(cls, values: Mapping[str, Any]) -> "Content":
        _require(set(values) == _NAMES)
        _require(values["v"] == VERSION and values["suite"] == SUITE)
        _require(isinstance(values["body"], dict) and isinstance(values["attachments"], list))
        _require(len(values["attachments"]) <= _MOST_ATTACHMENTS)
        content = cls(
            case=values["case"],
            epoch=values["epoch"],
            sender=Sender(values["from"]),
            seq=values["seq"],
            prev=values["prev"],
            day=date.fromisoformat(values["day"]),
            kind=Kind(values["kind"]),
            body=values["body"],
            attachments=tuple(Attachment.of_values(each) for each in values["attachments"]),
            kid=values["kid"],
            roster=values["roster"],
        )
        content._require_sound()
        return content

    def _require_sound(self) -> None:
        _require(bool(_SHA256.fullmatch(self.case)))
        _require(_is_number(self.epoch, at_least=1) and _is_number(self.seq, at_least=1))
        _require(bool(_SHA256.fullmatch(self.prev)) if self.seq > 1 else self.prev == "")
        if self.sender is Sender.PERSON:
            _require(self.kid == "" and self.roster == 0 and _is_number(self.roster, at_least=0))
        else:
            _require(bool(_KID.fullmatch(self.kid)) and _is_number(self.roster, at_least=1))


def _is_number(value: object, *, at_least: int) -> bool:
    return type(value) is int and value >= at_least


def _require(is_met: bool) -> None:  # noqa: FBT001 -- reads as a sentence
    if not is_met:
        raise ValueError

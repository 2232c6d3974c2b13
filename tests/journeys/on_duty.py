"""Somebody on duty, as a script: a signed roster, opening what came, answering, sending a file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.attachments import seal_file, split
from ambasada.lib.sealing.keys import Identity, MemberKeys
from ambasada.lib.sealing.letters import (
    Attachment,
    Content,
    Kind,
    Opened,
    Sender,
    open_letter,
    seal_by_member,
    sha256_of,
)
from ambasada.lib.sealing.rosters import Entry, Roster, new_kid, padded
from ambasada.lib.sealing.wraps import unwrap

INSTANCE = "11112222333344445555666677778888"
DESKS = ("help", "press")


def today() -> date:
    return datetime.now(UTC).date()


@dataclass
class OnDuty:
    """A member of both desks, and the root key that says so."""

    embassy: str = "gb"
    instance: str = INSTANCE
    root: SecretKey = field(default_factory=SecretKey.make)
    keys: MemberKeys = field(default_factory=MemberKeys.new)
    kid: str = field(default_factory=new_kid)
    number: int = 1
    escrow: str = ""  # its recipient, if the embassy has one

    def roster(self, *, until: date | None = None) -> Roster:
        """Return the roster of today, or one that ends on a day."""
        expires = until or today() + timedelta(days=30)
        own = Entry(
            kid=self.kid,
            desks=DESKS,
            recipient=self.keys.recipient,
            verify=self.keys.verify_key,
            start=expires - timedelta(days=30),
            until=expires,
        )
        return Roster(
            embassy=self.embassy,
            instance=self.instance,
            number=self.number,
            issued=expires - timedelta(days=30),
            expires=expires,
            desks=DESKS,
            escrow=self.escrow,
            entries=padded([own]),
        )

    def signed(self, roster: Roster) -> tuple[bytes, str]:
        content = roster.canonical()
        return content, self.root.sign(content, f"roster {roster.number}")

    def opened(self, case: "Case") -> list[Opened]:
        """Return every letter of a case, in its order."""
        stream = self.stream(case)
        return [open_letter(each, stream=stream) for each in case.letters.values()]

    def stream(self, case: "Case") -> Identity:
        return unwrap(case.wraps[self.kid], by=self.keys.identity)

    def answer(
        self,
        case: "Case",
        *,
        kind: Kind = Kind.TEXT,
        attachments: Sequence[Attachment] = (),
        **body: str,
    ) -> bytes:
        """Seal a letter to a case, behind the last one."""
        before = list(case.letters.values())
        content = Content(
            case=case.lookup,
            epoch=1,
            sender=Sender.MEMBER,
            seq=len(before) + 1,
            prev=sha256_of(before[-1]),
            day=today(),
            kind=kind,
            body=body,
            attachments=tuple(attachments),
            kid=self.kid,
            roster=self.number,
        )
        return seal_by_member(content, stream=self.stream(case), member=self.keys)

    def attach(self, case: "Case", name: str, content: bytes) -> Attachment:
        """Put a sealed file into a case; a letter has to name it."""
        blob = new_kid() * 2
        sealed = seal_file(content, stream=self.stream(case))
        case.blobs[blob] = {part.number: part.content for part in split(sealed)}
        return Attachment(
            blob=blob, name=name, type="text/plain", size=len(content), sha256=sha256_of(content)
        )


@dataclass
class Case:
    """What a server has of a case."""

    lookup: str
    auth: str
    told: dict[str, Any]
    wraps: dict[str, bytes]
    letters: dict[str, bytes]
    blobs: dict[str, dict[int, bytes]] = field(default_factory=dict)
    bound: list[str] = field(default_factory=list)
    escrowed: str = ""

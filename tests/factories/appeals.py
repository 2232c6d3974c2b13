"""Appeals as a person's browser makes them, given to the server that keeps them."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from ambasada.casework.actions import Appeal, Piece, Written, add_letter, add_part, open_case
from ambasada.casework.models import Case
from ambasada.lib.sealing.attachments import seal_file, split
from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.contents import Attachment, Content, Kind, Sender
from ambasada.lib.sealing.keys import CaseKeys, Identity, MemberKeys, derive
from ambasada.lib.sealing.letters import (
    Header,
    seal_by_member,
    seal_by_person,
    seal_header,
    sha256_of,
)
from ambasada.lib.sealing.rosters import Roster
from ambasada.lib.sealing.wraps import wraps_for


@dataclass
class Person:
    """Who wrote an appeal, and what their browser knows of it."""

    roster: Roster
    keys: CaseKeys
    stream: Identity = field(default_factory=Identity.new)
    letters: list[bytes] = field(default_factory=list)

    @property
    def case(self) -> Case:
        return Case.objects.get(lookup_sha256=self.keys.lookup_sha256)

    def write(self, text: str, *, now: datetime, files: tuple[tuple[str, bytes], ...] = ()) -> None:
        """Write a further letter, with files sent before it."""
        named = tuple(self._send(name, content, now) for name, content in files)
        content = self._content(Kind.TEXT, {"text": text}, now, attachments=named)
        self._put(seal_by_person(content, stream=self.stream), [each.blob for each in named], now)

    def answer(self, text: str, *, by: MemberKeys, kid: str, now: datetime) -> None:
        """Let a member write."""
        content = self._content(Kind.TEXT, {"text": text}, now, kid=kid)
        self._put(seal_by_member(content, stream=self.stream, member=by), [], now)

    def _send(self, name: str, content: bytes, now: datetime) -> Attachment:
        blob = secrets.token_hex(16)
        for part in split(seal_file(content, stream=self.stream)):
            piece = Piece(blob, part.number, part.content, part.sha256)
            add_part(self.case, piece, is_person=True, now=now)
        sha256 = hashlib.sha256(content).hexdigest()
        return Attachment(blob, name, "text/plain", len(content), sha256)

    def _put(self, sealed: bytes, blobs: list[str], now: datetime) -> None:
        letter = Written(secrets.token_hex(16), 1, len(self.letters), sealed, blobs)
        add_letter(self.case, letter, is_person=True, now=now)
        self.letters.append(sealed)

    def _content(
        self,
        kind: Kind,
        body: dict[str, object],
        now: datetime,
        *,
        attachments: tuple[Attachment, ...] = (),
        kid: str = "",
    ) -> Content:
        return Content(
            case=self.keys.case,
            epoch=1,
            sender=Sender.MEMBER if kid else Sender.PERSON,
            seq=len(self.letters) + 1,
            prev=sha256_of(self.letters[-1]) if self.letters else "",
            day=now.date(),
            kind=kind,
            body=body,
            attachments=attachments,
            kid=kid,
            roster=self.roster.number if kid else 0,
        )


def appeal_of(text: str, *, roster: Roster, now: datetime) -> Person:
    """Let somebody write to the desk “help” of an embassy whose roster is in force."""
    person = Person(roster, derive(CaseCode.new(), instance=roster.instance))
    body: dict[str, object] = {"text": text, "recipient": person.keys.identity.recipient}
    letter = seal_by_person(person._content(Kind.FORM, body, now), stream=person.stream)  # noqa: SLF001 -- its maker
    wraps = wraps_for(
        person.stream,
        roster=roster,
        desk="help",
        removed=(),
        person=person.keys.identity.recipient,
        today=now.date(),
    )
    made = Appeal(
        embassy=roster.embassy,
        desk="help",
        urgency=Case.Urgency.NORMAL,
        lookup_sha256=person.keys.lookup_sha256,
        auth_sha256=person.keys.auth_sha256,
        roster=roster.number,
        wraps=dict(wraps),
        header=seal_header(Header("en", "other", ""), stream=person.stream),
        id_hex=secrets.token_hex(16),
        letter=letter,
    )
    open_case(made, spending=secrets.token_hex(32), now=now)
    person.letters.append(letter)
    return person

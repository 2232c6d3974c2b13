"""People of the desk journeys, all invented: who is on duty, who writes, and what they seal."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ambasada.lib.minisign import SecretKey
from ambasada.lib.sealing.attachments import seal_file
from ambasada.lib.sealing.canonical import canonical
from ambasada.lib.sealing.contents import Attachment, Content, Kind, Sender
from ambasada.lib.sealing.files import seal
from ambasada.lib.sealing.keys import CaseKeys, Identity, MemberKeys, encoded
from ambasada.lib.sealing.letters import (
    Header,
    open_letter,
    seal_by_member,
    seal_by_person,
    seal_header,
    sha256_of,
)
from ambasada.lib.sealing.rosters import Entry, Roster, new_kid, padded
from ambasada.lib.sealing.wraps import unwrap, wraps_for

EMBASSY = "gb"
SENTENCE = "a sentence only I would write"


def today() -> date:
    """Return the day it is in UTC."""
    return datetime.now(UTC).date()


@dataclass
class Duty:
    """A member on duty, whose keys are on paper alone."""

    name: str
    keys: MemberKeys = field(default_factory=MemberKeys.new)
    paper: Identity = field(default_factory=Identity.new)
    kid: str = field(default_factory=new_kid)
    desks: tuple[str, ...] = ("help",)
    kept: dict[str, str] | None = None  # bundles that a browser made

    @property
    def bundles(self) -> dict[str, str]:
        if self.kept is not None:
            return self.kept
        sealed = encoded(seal(self.keys.bundle(), to=self.paper.recipient))
        return {"phrase": "", "passkey": "", "paper": sealed}

    def keep(
        self, keys: MemberKeys, bundles: dict[str, str], *, paper: Identity | None = None
    ) -> None:
        """Take the place of the keys there were, as enrolling does."""
        self.keys, self.kept = keys, bundles
        self.paper = paper or self.paper

    @property
    def entry(self) -> Entry:
        start, until = today() - timedelta(days=20), today() + timedelta(days=300)
        return Entry(self.kid, self.desks, self.keys.recipient, self.keys.verify_key, start, until)


@dataclass
class Ceremony:
    """The root key, and the rosters it has signed."""

    root: SecretKey = field(default_factory=SecretKey.make)
    rosters: list[Roster] = field(default_factory=list)

    def sign_roster(self, people: Sequence[Duty], *, lasts: int = 25) -> Roster:
        """Sign the next roster of these people, which lasts so many days from today."""
        roster = Roster(
            embassy=EMBASSY,
            instance="test-instance",
            number=len(self.rosters) + 1,
            issued=today() - timedelta(days=2),
            expires=today() + timedelta(days=lasts),
            desks=("help", "press"),
            escrow="",
            entries=padded([each.entry for each in people]),
        )
        self.rosters.append(roster)
        return roster

    def signed(self, content: bytes) -> str:
        return self.root.sign(content, "signed in a test")


@dataclass
class Row:
    """A letter as a server keeps it."""

    id: str
    stream: str
    counter: int
    epoch: int
    sealed: bytes
    day: date = field(default_factory=today)


@dataclass
class Case:
    """A case as a server keeps it, and what its person has."""

    keys: CaseKeys
    roster: Roster
    urgency: str
    header: bytes
    came: date
    desk: str = "help"
    ref: str = field(default_factory=lambda: secrets.token_hex(8))
    state: str = "new"
    due: str = ""
    escrowed: str = ""
    must_rekey: bool = False  # a key that was removed since could open the newest epoch
    epochs: dict[str, int] = field(default_factory=lambda: {"case": 1, "notes": 0})
    wraps: dict[tuple[str, int], dict[str, bytes]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)

    def identity(self, epoch: int = 0) -> Identity:
        """Open C of an epoch, the newest by default, as the person does."""
        kept = self.wraps["case", epoch or self.epochs["case"]]["person"]
        return unwrap(kept, by=self.keys.identity)

    def of(self, stream: str) -> list[Row]:
        return [each for each in self.rows if each.stream == stream]

    def put(self, stream: str, sealed: bytes, *, epoch: int) -> Row:
        """Keep a letter at the end of a stream."""
        row = Row(secrets.token_hex(16), stream, len(self.of(stream)) + 1, epoch, sealed)
        self.rows.append(row)
        return row

    def write(
        self,
        kind: Kind,
        body: Mapping[str, Any],
        *,
        attachments: Sequence[Attachment] = (),
        **other: Any,
    ) -> Row:
        """Write as the person, in the newest epoch."""
        content = Content(**self._next() | {"kind": kind, "body": body} | other)
        content = Content(**vars(content) | {"attachments": tuple(attachments)})
        sealed = seal_by_person(content, stream=self.identity())
        return self.put("case", sealed, epoch=content.epoch)

    def write_as(self, duty: Duty, text: str, **other: Any) -> Row:
        """Write as a member, in the newest epoch."""
        said = {"sender": Sender.MEMBER, "kid": duty.kid, "roster": self.roster.number}
        body = {"kind": Kind.TEXT, "body": {"text": text}}
        content = Content(**self._next() | body | said | other)
        sealed = seal_by_member(content, stream=self.identity(), member=duty.keys)
        return self.put("case", sealed, epoch=content.epoch)

    def attach(self, name: str, kind: str, content: bytes) -> Attachment:
        """Keep a file sealed to the case, and return what a letter says of it."""
        blob = secrets.token_hex(16)
        self.blobs[blob] = seal_file(content, stream=self.identity())
        sha256 = hashlib.sha256(content).hexdigest()
        return Attachment(blob, name, kind, len(content), sha256)

    def read(self, place: int = -1) -> Content:
        """Open a letter of the conversation as the person does."""
        row = self.of("case")[place]
        return open_letter(row.sealed, stream=self.identity(row.epoch)).content

    def read_as(self, duty: Duty, place: int = -1) -> Content:
        """Open an internal note as a member does."""
        row = self.of("notes")[place]
        identity = unwrap(self.wraps["notes", row.epoch][duty.kid], by=duty.keys.identity)
        return open_letter(row.sealed, stream=identity).content

    def is_for(self, kid: str) -> bool:
        """Tell whether the appeal was sealed to somebody when it came."""
        entry = self.roster.entry(kid)
        return entry is not None and self.desk in entry.desks

    def _next(self) -> dict[str, Any]:
        rows = self.of("case")
        return {
            "case": self.keys.case,
            "epoch": self.epochs["case"],
            "sender": Sender.PERSON,
            "seq": len(rows) + 1,
            "prev": sha256_of(rows[-1].sealed) if rows else "",
            "day": today(),
        }


@dataclass(frozen=True)
class Said:
    """What somebody writes when they ask for help."""

    text: str
    type: str = "passport"
    language: str = "ru"
    deadline: str = ""
    urgency: str = "normal"
    refer: bool = True
    country: str = "GB"
    days_ago: int = 0
    answers: Mapping[str, str] = field(default_factory=dict)


def appeal(said: Said, roster: Roster) -> Case:
    """Seal an appeal to everybody of the help desk, as the intake does."""
    # The derivation is slow on purpose and no matter of the desk: the keys are made outright.
    keys = _quick_keys()
    stream = Identity.new()
    header = seal_header(Header(said.language, said.type, said.deadline), stream=stream)
    came = today() - timedelta(days=said.days_ago)
    case = Case(keys, roster, said.urgency, header, came)
    wraps = wraps_for(
        stream,
        roster=roster,
        desk="help",
        removed=(),
        person=keys.identity.recipient,
        today=today(),
    )
    case.wraps["case", 1] = dict(wraps)
    body = {
        "text": said.text,
        "country": said.country,
        "type": said.type,
        "language": said.language,
        "deadline": said.deadline,
        "refer": said.refer,
        "answers": dict(said.answers),
        "recipient": keys.identity.recipient,
    }
    case.write(Kind.FORM, body, day=came)
    return case


def signed_partners(ceremony: Ceremony, partners: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Return the list of partners and its signature."""
    content = canonical(
        {
            "format": "ambasada partners 1",
            "embassy": EMBASSY,
            "expires": (today() + timedelta(days=90)).isoformat(),
            "partners": list(partners),
        }
    )
    return {"partners.json": content.decode(), "partners.json.minisig": ceremony.signed(content)}


def _quick_keys() -> CaseKeys:
    return CaseKeys(secrets.token_bytes(16), secrets.token_bytes(32), Identity.new())

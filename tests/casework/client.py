"""A person and a member without a browser: both ends of the wires, on `lib.sealing` alone.

They check whatever a page has to check, so that a server which lies is noticed here as well.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol

from altcha import Challenge, Payload, Solution, solve_challenge

from ambasada.lib.minisign import PublicKey
from ambasada.lib.sealing.attachments import joined, open_file, seal_file, split
from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.contents import Attachment, Content, Kind, Sender
from ambasada.lib.sealing.files import CannotBeOpened, seal
from ambasada.lib.sealing.keys import CaseKeys, Identity, MemberKeys, decoded, derive, encoded
from ambasada.lib.sealing.letters import (
    Header,
    open_header,
    seal_by_member,
    seal_by_person,
    seal_header,
)
from ambasada.lib.sealing.rosters import Roster, read_removed
from ambasada.lib.sealing.threads import Stream, Thread, check_thread
from ambasada.lib.sealing.wraps import unwrap, wraps_for
from tests.asking import Answer

JSON = ("Content-Type", "application/json")


class Wire(Protocol):
    """What asks one origin: over a network (`tests.asking.Asker`) or in this process."""

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> Answer: ...


class Said(Exception):
    """The server refused; the text is its word."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.body.decode(errors="replace").strip())
        self.status = answer.status

    @property
    def word(self) -> str:
        return str(json.loads(str(self))["error"])


def told(answer: Answer) -> Any:  # noqa: ANN401 -- JSON
    """Return what an answer says; raises Said if it is a refusal."""
    if answer.status >= 400:
        raise Said(answer)
    return json.loads(answer.body) if answer.body else None


def today() -> date:
    return datetime.now(UTC).date()


@dataclass
class Published:
    """What both ends fetch of an embassy and check with its root key."""

    wire: Wire
    embassy: str
    root: PublicKey

    def roster(self, *, at_least: int = 0) -> Roster:
        content, signature = self._pair("roster")
        return Roster.read(
            content,
            signature,
            root=self.root,
            embassy=self.embassy,
            today=today(),
            at_least=at_least,
        )

    def rosters(self) -> list[Roster]:
        """Return every roster there ever was, for the signatures of its days."""
        newest = self.roster().number
        pairs = [self._pair(f"rosters/{number}") for number in range(1, newest + 1)]
        return [
            Roster.read_old(content, signature, root=self.root, embassy=self.embassy)
            for content, signature in pairs
        ]

    def removed(self) -> frozenset[str]:
        return read_removed(self.wire.ask(f"/{self.embassy}/removed.json").body)

    def work(self) -> str:
        """Fetch a challenge and solve it."""
        challenge = Challenge.from_dict(told(self.wire.ask(f"/{self.embassy}/challenge")))
        solved = solve_challenge(challenge)
        assert solved is not None
        return Payload(challenge, Solution(solved.counter, solved.derived_key)).to_base64()

    def _pair(self, name: str) -> tuple[bytes, str]:
        answers = [self.wire.ask(f"/{self.embassy}/{name}.json{each}") for each in ("", ".minisig")]
        for each in answers:
            if each.status >= 400:
                raise Said(each)
        return answers[0].body, answers[1].body.decode()


@dataclass
class Person:
    """Somebody who asks for help; they keep the code and nothing else."""

    published: Published
    code: CaseCode = field(default_factory=CaseCode.new)
    last_seen: int = 0  # how far they had read, if their page remembers
    _keys: CaseKeys | None = None

    @property
    def keys(self) -> CaseKeys:
        if self._keys is None:
            self._keys = derive(self.code, instance=self.published.roster().instance)
        return self._keys

    @property
    def headers(self) -> list[tuple[str, str]]:
        return [("Case-Lookup", self.keys.lookup.hex()), ("Case-Auth", self.keys.auth.hex())]

    def ask(self, path: str, *, method: str = "GET", values: object = None) -> Answer:
        body = json.dumps(values).encode() if values is not None else b""
        headers = [*self.headers, *([JSON] if body else [])]
        return self.published.wire.ask(path, method=method, headers=headers, body=body)

    def prepared(
        self, text: str, *, desk: str = "help", urgency: str = "normal", **form: Any
    ) -> dict[str, Any]:
        """Return an appeal as it is sent, but for the work."""
        roster, stream = self.published.roster(), Identity.new()
        body: dict[str, Any] = {
            "text": text,
            "country": "",
            "type": "other",
            "language": "en",
            "deadline": "",
        }
        body |= {"refer": False, "answers": {}, "recipient": self.keys.identity.recipient} | form
        content = Content(
            case=self.keys.case,
            epoch=1,
            sender=Sender.PERSON,
            seq=1,
            prev="",
            day=today(),
            kind=Kind.FORM,
            body=body,
        )
        wraps = wraps_for(
            stream,
            roster=roster,
            desk=desk,
            removed=self.published.removed(),
            person=self.keys.identity.recipient,
            today=today(),
        )
        header = Header(language=body["language"], type=body["type"], deadline=body["deadline"])
        return {
            "embassy": self.published.embassy,
            "suite": 1,
            "lookup": self.keys.lookup_sha256,
            "auth": self.keys.auth_sha256,
            "desk": desk,
            "class": urgency,
            "roster": roster.number,
            "wraps": [{"for": label, "wrap": encoded(sealed)} for label, sealed in wraps],
            "header": encoded(seal_header(header, stream=stream)),
            "id": secrets.token_hex(16),
            "letter": encoded(seal_by_person(content, stream=stream)),
        }

    def send(self, prepared: dict[str, Any]) -> Answer:
        """Do the work, unless it was done, and send an appeal."""
        work = {} if "proof" in prepared else {"proof": self.published.work()}
        body = json.dumps(prepared | work).encode()
        return self.published.wire.ask("/i/case", method="POST", headers=[JSON], body=body)

    def appeal(self, text: str, **others: Any) -> None:
        told(self.send(self.prepared(text, **others)))

    def box(self) -> dict[str, Any]:
        return dict(told(self.ask("/i/box")))

    def streams(self, box: Mapping[str, Any]) -> dict[int, Identity]:
        return {
            each["epoch"]: unwrap(decoded(each["wrap"]), by=self.keys.identity)
            for each in box["wraps"]
        }

    def read(self) -> Thread:
        """Fetch every letter and check all of them."""
        return self._thread(self.box())

    def _thread(self, box: Mapping[str, Any]) -> Thread:
        return check_thread(
            [self._bytes(f"/i/letter/{each['id']}") for each in box["letters"]],
            case=self.keys.case,
            streams=self.streams(box),
            rosters=self.published.rosters(),
            at_least=self.last_seen,
        )

    def write(self, text: str, files: Sequence[tuple[str, bytes]] = ()) -> int:
        """Send a letter after the last one, with files beside it; return its counter."""
        box = self.box()
        values = self.next_letter(box, text, files)
        return int(told(self.ask("/i/box", method="POST", values=values))["counter"])

    def next_letter(
        self, box: Mapping[str, Any], text: str, files: Sequence[tuple[str, bytes]] = ()
    ) -> dict[str, Any]:
        """Return a letter as it is sent, once the parts of its files have arrived."""
        thread = self._thread(box)
        epoch = thread.epoch_to_write(self.published.roster(), self.published.removed())
        assert thread.last is not None
        assert epoch is not None
        stream = self.streams(box)[epoch]
        attachments = tuple(self.send_file(name, content, stream) for name, content in files)
        content = Content(
            case=self.keys.case,
            epoch=epoch,
            sender=Sender.PERSON,
            seq=thread.last.content.seq + 1,
            prev=thread.last.sha256,
            day=today(),
            kind=Kind.FILES if attachments else Kind.TEXT,
            body={"text": text},
            attachments=attachments,
        )
        return {
            "id": secrets.token_hex(16),
            "epoch": epoch,
            "after": box["letters"][-1]["counter"],
            "letter": encoded(seal_by_person(content, stream=stream)),
            "blobs": [each.blob for each in attachments],
        }

    def send_file(self, name: str, content: bytes, stream: Identity) -> Attachment:
        """Send a file part by part, and return how a letter names it."""
        blob = secrets.token_hex(16)
        for part in split(seal_file(content, stream=stream)):
            told(self.send_part(blob, part.number, part.content))
        sha256 = hashlib.sha256(content).hexdigest()
        return Attachment(blob, name, "application/octet-stream", len(content), sha256)

    def send_part(self, blob: str, number: int, content: bytes) -> Answer:
        sha256 = hashlib.sha256(content).hexdigest()
        headers = [*self.headers, ("Part-Sha256", sha256)]
        path = f"/i/blob/{blob}/{number}"
        return self.published.wire.ask(path, method="PUT", headers=headers, body=content)

    def fetch(self, named: Attachment, stream: Identity) -> bytes:
        """Fetch a file that a letter names, and check it."""
        numbers = told(self.ask(f"/i/blob/{named.blob}"))["parts"]
        parts = {each: self._bytes(f"/i/blob/{named.blob}/{each}") for each in numbers}
        return open_file(joined(parts), stream=stream, named=named)

    def delete(self) -> None:
        told(self.ask("/i/box", method="DELETE"))

    def _bytes(self, path: str) -> bytes:
        answer = self.ask(path)
        if answer.status >= 400:
            raise Said(answer)
        return answer.body


@dataclass
class Helper:
    """A member at the desk, with keys that never leave here unsealed."""

    published: Published
    name: str
    password: str
    keys: MemberKeys = field(default_factory=MemberKeys.new)
    paper: Identity = field(default_factory=Identity.new)
    kid: str = ""
    token: str = ""

    def ask(self, path: str, *, method: str = "GET", values: object = None) -> Answer:
        """Ask as who signed in; the next request has the token that came with the answer."""
        body = json.dumps(values).encode() if values is not None else b""
        return self.send(path, method=method, headers=[JSON] if body else [], body=body)

    def send(
        self, path: str, *, method: str, headers: list[tuple[str, str]], body: bytes
    ) -> Answer:
        if self.token:
            headers = [*headers, ("Authorization", f"Bearer {self.token}")]
        answer = self.published.wire.ask(path, method=method, headers=headers, body=body)
        self.token = answer.header("Desk-Token") or self.token
        return answer

    def enrol(self, code: str, *, paper: str = "") -> None:
        """Keep the keys at the desk, sealed to a sheet of paper; another way is not needed here."""
        paper = paper or encoded(seal(self.keys.bundle(), to=self.paper.recipient))
        values = self._account() | {
            "code": code,
            "recipient": self.keys.recipient,
            "verify": self.keys.verify_key,
            "bundles": {"phrase": "AAAA", "passkey": "", "paper": paper},
            "confirmed": ["phrase", "paper"],
        }
        self.kid = told(self.ask("/s/enrol", method="POST", values=values))["kid"]

    def sign_in(self) -> dict[str, Any]:
        """Prove password and key; return what is told of who signed in."""
        given = told(self.ask("/s/enter", method="POST", values=self._account()))
        self.kid = given["kid"]
        proof = self.keys.prove(given["challenge"])
        values = {"ticket": given["ticket"], "proof": proof}
        known = dict(told(self.ask("/s/prove", method="POST", values=values)))
        self.token = known["token"]
        return known

    def _account(self) -> dict[str, Any]:
        return {"name": self.name, "password": self.password}

    def queue(self) -> list[dict[str, Any]]:
        return list(told(self.ask("/s/queue"))["cases"])

    def header(self, row: Mapping[str, Any]) -> Header:
        """Open what the queue shows of a case."""
        stream = self.streams(row, Stream.CASE)[1]
        return open_header(decoded(row["header"]), stream=stream)

    def look(self, ref: str) -> dict[str, Any]:
        return dict(told(self.ask(f"/s/case/{ref}")))

    def streams(self, seen: Mapping[str, Any], of: Stream) -> dict[int, Identity]:
        """Return the identities of a stream that this member can open; every wrap is tried.

        Those of epochs that began while their key was removed are for nobody. Raises CannotBeOpened
        if all of them are.
        """
        wraps = [each for each in seen["wraps"] if each["stream"] == of.value]
        found: dict[int, Identity] = {}
        for each in wraps:
            with suppress(CannotBeOpened):
                found[each["epoch"]] = unwrap(decoded(each["wrap"]), by=self.keys.identity)
        if wraps and not found:
            raise CannotBeOpened
        return found

    def read(self, ref: str, of: Stream = Stream.CASE) -> Thread:
        return self._thread(self.look(ref), of)

    def _thread(self, seen: Mapping[str, Any], of: Stream) -> Thread:
        letters = [each for each in seen["letters"] if each["stream"] == of.value]
        return check_thread(
            [self._bytes(f"/s/letter/{each['id']}") for each in letters],
            case=seen["case"],
            streams=self.streams(seen, of),
            rosters=self.published.rosters(),
            of=of,
        )

    def write(
        self, ref: str, text: str, *, of: Stream = Stream.CASE, kind: Kind = Kind.TEXT
    ) -> int:
        """Send a letter after the last one; return its counter."""
        values = self.next_letter(self.look(ref), {"text": text}, of=of, kind=kind)
        answer = self.ask(f"/s/case/{ref}/letter", method="POST", values=values)
        return int(told(answer)["counter"])

    def next_letter(
        self, seen: Mapping[str, Any], body: Mapping[str, Any], *, of: Stream, kind: Kind
    ) -> dict[str, Any]:
        thread, roster = self._thread(seen, of), self.published.roster()
        newest = thread.epoch_to_write(roster, self.published.removed())
        epoch = newest or max(self.streams(seen, of))
        stream = self.streams(seen, of)[epoch]
        last = thread.last
        content = Content(
            case=seen["case"],
            epoch=epoch,
            sender=Sender.MEMBER,
            seq=last.content.seq + 1 if last else 1,
            prev=last.sha256 if last else "",
            day=today(),
            kind=kind,
            body=body,
            kid=self.kid,
            roster=roster.number,
        )
        counters = [each["counter"] for each in seen["letters"] if each["stream"] == of.value]
        sealed = seal_by_member(content, stream=stream, member=self.keys)
        return {
            "id": secrets.token_hex(16),
            "stream": of.value,
            "epoch": epoch,
            "after": max(counters, default=0),
            "letter": encoded(sealed),
        }

    def begin(self, ref: str, epoch: int, *, of: Stream, desk: str = "help") -> Identity:
        """Open an epoch; whoever calls it writes the first letter in it at once."""
        identity = Identity.new()
        person = self._person(ref) if of is Stream.CASE else ""
        wraps = wraps_for(
            identity,
            roster=self.published.roster(),
            desk=desk,
            removed=self.published.removed(),
            person=person,
            today=today(),
        )
        values = {
            "stream": of.value,
            "epoch": epoch,
            "wraps": [{"for": label, "wrap": encoded(sealed)} for label, sealed in wraps],
        }
        told(self.ask(f"/s/case/{ref}/epoch", method="POST", values=values))
        return identity

    def _person(self, ref: str) -> str:
        form = self.read(ref).letters[0].content
        return str(form.body["recipient"])

    def fetch(self, named: Attachment, stream: Identity) -> bytes:
        """Fetch a file that a letter names, and check it."""
        numbers = told(self.ask(f"/s/blob/{named.blob}"))["parts"]
        parts = {each: self._bytes(f"/s/blob/{named.blob}/{each}") for each in numbers}
        return open_file(joined(parts), stream=stream, named=named)

    def _bytes(self, path: str) -> bytes:
        answer = self.ask(path)
        if answer.status >= 400:
            raise Said(answer)
        return answer.body

"""The server that the browser tests of the desk speak to answers as the real one does."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from ambasada.lib.sealing.attachments import seal_file
from ambasada.lib.sealing.contents import Kind
from ambasada.lib.sealing.keys import encoded
from ambasada.lib.sealing.letters import sha256_of
from ambasada.lib.sealing.threads import Stream
from tests.asking import Answer
from tests.casework.client import Helper, Published
from tests.casework.desks import Desk
from tests.factories.duty import ALL
from tests.factories.staff import PASSWORD
from tests.journeys.duty_room import new_desk
from tests.journeys.faked_cases import Asked
from tests.journeys.faked_desk import FakedDesk
from tests.journeys.sealed_people import EMBASSY, SENTENCE, Said, appeal

pytestmark = [pytest.mark.django_db(databases=ALL), pytest.mark.files]
ABSENT = "0" * 32
Seen = dict[str, tuple[int, str, object]]


@dataclass(frozen=True)
class FakedWire:
    """Asks the faked desk without a browser."""

    desk: FakedDesk

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> Answer:
        token = dict(headers).get("Authorization", "").removeprefix("Bearer ")
        sent = {"part": body} if method == "PUT" else json.loads(body or b"{}")
        status, content, kind = self.desk.answer(Asked(method, path, sent), token)
        fresh = self.desk.renewed(token) if token in self.desk.tokens else ""
        return Answer(status, (("Content-Type", kind), ("Desk-Token", fresh)), content)


@dataclass
class Asking:
    """A member who asks what the page asks, and what they saw of each answer."""

    helper: Helper
    password: str
    seen: Seen = field(default_factory=dict)

    def ask(self, what: str, path: str, values: object = None) -> Answer:
        method = "GET" if values is None else "POST"
        return self.keep(what, self.helper.ask(path, method=method, values=values))

    def keep(self, what: str, answer: Answer) -> Answer:
        kind = answer.header("Content-Type").partition(";")[0]
        is_json = kind == "application/json" and answer.body
        shape = shape_of(json.loads(answer.body)) if is_json else "bytes"
        self.seen[what] = answer.status, kind if answer.body else "", shape
        return answer


def shape_of(value: object) -> object:
    """Return the names and types of a value; of a refusal its word."""
    if isinstance(value, dict):
        if set(value) == {"error"}:
            return value
        return {name: shape_of(each) for name, each in value.items()}
    if isinstance(value, list):
        shapes = [shape_of(each) for each in value]
        return [each for place, each in enumerate(shapes) if each not in shapes[:place]]
    return type(value).__name__


def enter(asking: Asking) -> None:
    """Sign in with a wrong password, a wrong proof, and then right."""
    account = {"name": asking.helper.name, "password": asking.password}
    asking.ask("wrong password", "/s/enter", account | {"password": "another"})
    asking.ask("no name", "/s/enter", account | {"name": "nobody"})
    entered = json.loads(asking.ask("enter", "/s/enter", account).body)
    asking.helper.kid = entered["kid"]
    proof = asking.helper.keys.prove("another challenge")
    asking.ask("wrong proof", "/s/prove", {"ticket": entered["ticket"], "proof": proof})
    asking.ask("no ticket", "/s/prove", {"ticket": "none", "proof": proof})
    entered = json.loads(asking.ask("enter again", "/s/enter", account).body)
    proof = asking.helper.keys.prove(entered["challenge"])
    proved = asking.ask("prove", "/s/prove", {"ticket": entered["ticket"], "proof": proof})
    asking.ask("nobody's queue", "/s/queue")
    asking.helper.token = json.loads(proved.body)["token"]


def look(asking: Asking, ref: str) -> dict[str, Any]:
    """Look at the queue, at an appeal, and at what is beside it."""
    asking.ask("queue of a new appeal", "/s/queue")
    case = json.loads(asking.ask("case", f"/s/case/{ref}").body)
    asking.ask("no case", f"/s/case/{ABSENT[:16]}")
    asking.ask("letter", f"/s/letter/{case['letters'][0]['id']}")
    asking.ask("no letter", f"/s/letter/{ABSENT}")
    ids = [case["letters"][0]["id"], ABSENT]
    asking.ask("letters", "/s/letters", {"ids": ids})
    asking.ask("members", f"/s/members/{EMBASSY}")
    asking.ask("members elsewhere", "/s/members/elsewhere")
    asking.ask("materials", "/s/materials")
    asking.ask("no partners", f"/{EMBASSY}/partners.json")
    asking.ask("no signature of partners", f"/{EMBASSY}/partners.json.minisig")
    asking.ask("roster", f"/{EMBASSY}/roster.json")
    asking.ask("removed", f"/{EMBASSY}/removed.json")
    return dict(case)


def write(asking: Asking, ref: str) -> None:
    """Begin notes, write letters that are taken and letters that are not, and send a file."""
    helper = asking.helper
    helper.begin(ref, 1, of=Stream.NOTES)
    case = helper.look(ref)
    wraps = [{"for": "person", "wrap": encoded(b"-")}]
    asking.ask("no wraps", f"/s/case/{ref}/epoch", begun(2, wraps))
    asking.ask("epoch behind", f"/s/case/{ref}/epoch", begun(1, whole_wraps(helper, ref)))
    blob = send_file(asking, ref, case)
    letter = helper.next_letter(case, {"text": "Yes."}, of=Stream.CASE, kind=Kind.TEXT)
    path = f"/s/case/{ref}/letter"
    asking.ask("absent file", path, letter | {"blobs": [ABSENT]})
    asking.ask("taken", path, letter | {"blobs": [blob]})
    asking.ask("behind", path, letter | {"id": secrets.token_hex(16), "blobs": []})
    asking.ask("not sealed", path, letter | {"id": ABSENT, "letter": "AAAA", "blobs": []})
    asking.ask("no stream", path, letter | {"id": ABSENT, "stream": "other", "blobs": []})
    wrap = {"stream": "notes", "epoch": 1, "for": helper.kid, "wrap": "AAAA"}
    asking.ask("no wrap", f"/s/case/{ref}/wrap", wrap)
    held = wrap | {"wrap": whole_wraps(helper, ref)[0]["wrap"]}
    asking.ask("wrap of who holds it", f"/s/case/{ref}/wrap", held)


def begun(epoch: int, wraps: list[dict[str, str]]) -> dict[str, object]:
    return {"stream": "notes", "epoch": epoch, "wraps": wraps}


def whole_wraps(helper: Helper, ref: str) -> list[dict[str, str]]:
    """Return eighteen wraps that open nothing."""
    labels = helper.published.roster().labels
    own = helper.look(ref)["wraps"][0]["wrap"]
    return [{"for": label, "wrap": own} for label in labels]


def send_file(asking: Asking, ref: str, case: dict[str, Any]) -> str:
    helper, blob = asking.helper, secrets.token_hex(16)
    sealed = seal_file(b"a note", stream=helper.streams(case, Stream.CASE)[1])
    hashed = [("Part-Sha256", sha256_of(sealed)), ("Content-Type", "application/octet-stream")]
    path = f"/s/case/{ref}/blob/{blob}/0"
    asking.keep("part", helper.send(path, method="PUT", headers=hashed, body=sealed))
    asking.ask("parts", f"/s/blob/{blob}")
    asking.ask("part again", f"/s/blob/{blob}/0")
    asking.ask("no parts", f"/s/blob/{ABSENT}")
    asking.ask("no part", f"/s/blob/{ABSENT}/0")
    return blob


def end(asking: Asking, ref: str) -> None:
    asking.ask("queue of an open appeal", "/s/queue")
    asking.ask("case with notes", f"/s/case/{ref}")
    asking.ask("acknowledge", f"/s/case/{ref}/acknowledge", {})
    asking.ask("no outcome", f"/s/case/{ref}/close", {"type": "passport", "outcome": "advised"})
    asking.ask("close", f"/s/case/{ref}/close", {"type": "passport", "outcome": "informed"})
    asking.ask("queue of a closed appeal", "/s/queue")
    account = {"name": asking.helper.name, "password": asking.password}
    keys = {"recipient": asking.helper.keys.recipient, "verify": asking.helper.keys.verify_key}
    ways = {"bundles": {"phrase": "", "passkey": "", "paper": ""}, "confirmed": []}
    asking.ask("wrong code", "/s/enrol", account | keys | ways | {"code": "0000000000"})


def everything(helper: Helper, ref: str, password: str) -> Seen:
    """Ask all that the page of the desk asks; return what was seen of each answer."""
    asking = Asking(helper, password)
    helper.token = ""
    enter(asking)
    look(asking, ref)
    write(asking, ref)
    end(asking, ref)
    return asking.seen


def test_faked_desk_answers_as_the_real_one(desk: Desk) -> None:
    desk.person().appeal("Help.", urgency="danger")
    [row] = desk.helper.queue()
    faked, duty, *_others = new_desk()
    faked.people = [duty]
    case = appeal(Said("Help."), faked.ceremony.rosters[-1])
    faked.cases.append(case)
    published = Published(FakedWire(faked), EMBASSY, faked.ceremony.root.public)

    real = everything(desk.helper, row["ref"], PASSWORD)
    fake = everything(Helper(published, duty.name, SENTENCE, duty.keys), case.ref, SENTENCE)

    assert fake == real

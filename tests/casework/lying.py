"""Something between a client and its wire that answers as a server would that lies."""

import json
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ambasada.lib.sealing.contents import Content, Kind, Sender
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.threads import Problem, Thread
from tests.asking import Answer
from tests.casework.client import Helper, Person, Published, Wire, today
from tests.casework.desks import Desk

Lie = Callable[[str, Answer], Answer]


@dataclass
class Liar:
    """A wire that passes everything on, and changes what is answered."""

    honest: Wire
    lies: list[Lie] = field(default_factory=list)

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> Answer:
        answer = self.honest.ask(path, method=method, headers=headers, body=body)
        for lie in self.lies if method == "GET" else ():
            answer = lie(path, answer)
        return answer


def instead(end: str, body: bytes) -> Lie:
    """Answer with other bytes wherever an address ends so."""
    return lambda path, answer: replace(answer, body=body) if path.endswith(end) else answer


def in_json(start: str, change: Callable[[dict[str, Any]], None]) -> Lie:
    """Change what an address tells in JSON."""

    def lie(path: str, answer: Answer) -> Answer:
        if not path.startswith(start):
            return answer
        values = json.loads(answer.body)
        change(values)
        return replace(answer, body=json.dumps(values).encode())

    return lie


def of_letters(change: Callable[[list[dict[str, Any]]], None], stream: str = "case") -> Lie:
    """Change the list of letters that a person or a member is told."""

    def lie(path: str, answer: Answer) -> Answer:
        if path != "/i/box" and not path.startswith("/s/case/"):
            return answer
        values = json.loads(answer.body)
        mine = [each for each in values["letters"] if each.get("stream", stream) == stream]
        others = [each for each in values["letters"] if each not in mine]
        change(mine)
        return replace(answer, body=json.dumps(values | {"letters": mine + others}).encode())

    return lie


def tells(lies: Iterable[Lie], *, of: Person | Helper) -> None:
    """Put a liar between somebody and their server."""
    of.published = Published(
        Liar(of.published.wire, list(lies)), of.published.embassy, of.published.root
    )


def problems(thread: Thread) -> list[tuple[Problem, int | None]]:
    return [(each.problem, each.seq) for each in thread.problems]


def texts(thread: Thread) -> list[str]:
    return [str(each.content.body["text"]) for each in thread.letters]


@dataclass
class Talk:
    """A case of three letters: the person's, the member's, the person's."""

    desk: Desk
    person: Person
    helper: Helper
    ref: str

    def sealed(self, seq: int, *, of: Person | None = None) -> bytes:
        """Return a sealed letter as the server has it."""
        person = of or self.person
        kept = person.box()["letters"][seq - 1]
        return person.ask(f"/i/letter/{kept['id']}").body

    def id_of(self, seq: int) -> str:
        return str(self.person.box()["letters"][seq - 1]["id"])

    @property
    def stream(self) -> Identity:
        return self.person.streams(self.person.box())[1]

    def next_content(self, **others: Any) -> Content:
        """Return what the member would write next."""
        last = self.person.read().letters[-1]
        values: dict[str, Any] = {
            "case": self.person.keys.case,
            "epoch": 1,
            "sender": Sender.MEMBER,
            "seq": last.content.seq + 1,
            "prev": last.sha256,
            "day": today(),
            "kind": Kind.TEXT,
            "body": {"text": "Please send your address."},
            "kid": self.helper.kid,
            "roster": 1,
        }
        return Content(**values | others)

    def also_shown(self, sealed: bytes, *, epoch: int = 1, stream: str = "case") -> list[Lie]:
        """Return lies that put one more letter at the end of a stream."""
        id_hex = secrets.token_hex(16)

        def add(letters: list[dict[str, Any]]) -> None:
            row = {"id": id_hex, "counter": len(letters) + 1, "epoch": epoch, "stream": stream}
            letters.append(row | {"day": today().isoformat(), "size": len(sealed)})

        def found(path: str, answer: Answer) -> Answer:
            return Answer(200, (), sealed) if path.endswith(f"/letter/{id_hex}") else answer

        return [of_letters(add, stream), found]


def a_talk(desk: Desk) -> Talk:
    """Return a case that both ends have written in."""
    person = desk.person()
    person.appeal("Help.")
    (row,) = desk.helper.queue()
    desk.helper.write(row["ref"], "We read you.")
    person.write("Thank you.")
    return Talk(desk, person, desk.helper, str(row["ref"]))

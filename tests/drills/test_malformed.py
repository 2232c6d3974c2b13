"""What is no appeal, no letter and no sign-in: refused by a word, and nothing of it is kept."""

import contextlib
import json
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyrage
import pytest
from pyrage import x25519

from ambasada.lib.sealing.files import seal
from ambasada.lib.sealing.keys import Identity, encoded
from tests.asking import Answer
from tests.casework.client import JSON, Person
from tests.casework.desks import Desk, desk_of_site
from tests.drills.canaries import files_below
from tests.factories.staff import PASSWORD
from tests.running_site import RunningSite, raised, served

pytestmark = pytest.mark.sqlite_only

NOBODYS = Identity.new().recipient
WORDS = {"busy", "closed", "malformed", "unknown", "behind", "full", "proof"}
DEEP = 8_000  # what the door lets through everywhere
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "half an object": b'{"embassy": "gb"',
    "a list": b"[]",
    "a text": b'"gb"',
    "null": b"null",
    "not UTF-8": b'{"embassy": "\xff\xfe"}',
    "UTF-16": '{"embassy": "gb"}'.encode("utf-16"),
    "deep lists": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "a long number": b'{"suite": ' + b"9" * 20_000 + b"}",
    "no number": b'{"suite": NaN, "roster": Infinity}',
    "a NUL": b"\0" * 50,
    "a form": b"embassy=gb&suite=1",
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}
# What stands in the place of each value of a request that is otherwise right.
VALUES: dict[str, Any] = {
    "null": None,
    "a truth": True,
    "a fraction": 0.5,
    "below nothing": -1,
    "beyond every integer": 2**70,
    "a list": [],
    "a list in lists": [[[]]],
    "an object": {"for": "person"},
    "half a surrogate pair": "\ud800",
    "a NUL": "\0",
    "a path": "../../keys.sqlite3",
    "SQL": "' OR 1=1 --",
    "a long text": "x" * 40_000,
    "other digits": "١" * 32,
    "text of another size": encoded(seal(b"x" * 5_000, to=NOBODYS)),
    "text to two": encoded(
        pyrage.encrypt(b"x" * 4_096, [x25519.Identity.generate().to_public() for _ in range(2)])
    ),
    "no age file": encoded(b"age-encryption.org/v2\n-> X25519 x\n"),
}


@dataclass
class Served:
    site: RunningSite
    desk: Desk
    person: Person
    ref: str
    printed: str  # what the server had said before

    def kept(self) -> list[str]:
        """Return every row of sealed help, and the names of its files."""
        rows = []
        for store in ("sealed/store.sqlite3", "keys.sqlite3"):
            with contextlib.closing(sqlite3.connect(self.site.home / store, timeout=20)) as opened:
                # Who looked at a case for a minute is noted, and is no part of what was sent.
                rows += [each for each in opened.iterdump() if "casework_presence" not in each]
        return rows + [each.name for each in files_below(self.site.home / "sealed" / "blobs")]

    def ask_all(self, path: str, body: bytes, *, headers: tuple[tuple[str, str], ...]) -> Answer:
        is_help = path.startswith("/i/")
        wire = self.desk.help_wire if is_help else self.desk.desk_wire
        token = ("Authorization", f"Bearer {self.desk.helper.token}")
        known = tuple(self.person.headers) if is_help else (token,)
        return wire.ask(path, method="POST", headers=(*known, *headers), body=body)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    site = raised(tmp_path_factory, "malformed")
    with served(site):
        desk = desk_of_site(site, ["drill-malformed"], password=PASSWORD)
        person = desk.person()
        person.appeal("Help.")
        (row,) = desk.helper.queue()
        yield Served(site, desk, person, str(row["ref"]), site.log.read_text())


def right(running: Served) -> dict[str, dict[str, Any]]:
    """Return by address a request that would be taken."""
    helper, person, ref = running.desk.helper, running.desk.person(), running.ref
    appeal = person.prepared("Help.") | {"proof": person.published.work()}
    wraps = appeal["wraps"]
    one = {"stream": "case", "epoch": 1, "for": helper.kid, "wrap": wraps[0]["wrap"]}
    sealed = encoded(seal(b"x" * 4_096, to=NOBODYS))
    letter = {"id": secrets.token_hex(16), "epoch": 1, "after": 1, "letter": sealed}
    account = {"name": helper.name, "password": PASSWORD}
    bundles = {"phrase": "AAAA", "passkey": "", "paper": "AAAA"}
    keys = {"recipient": helper.keys.recipient, "verify": helper.keys.verify_key}
    return {
        "/i/case": appeal,
        "/i/box": letter | {"blobs": []},
        f"/s/case/{ref}/letter": letter | {"stream": "case", "blobs": []},
        f"/s/case/{ref}/wrap": one,
        f"/s/case/{ref}/epoch": {"stream": "case", "epoch": 2, "wraps": wraps},
        f"/s/case/{ref}/close": {"type": "asylum", "outcome": "informed"},
        "/s/prove": {"ticket": "x", "proof": "x"},
        "/s/enrol": account | keys | {"code": "x", "bundles": bundles, "confirmed": ["phrase"]},
    }


def require_refused(answers: dict[str, Answer], running: Served, before: list[str]) -> None:
    """See that each was answered by a word, and that nothing came of any of them."""
    assert answers != {}
    said = {name: (each.status, word_of(each)) for name, each in answers.items()}
    # At the door to the desk many wrong names and codes are `busy`; elsewhere that is a fault.
    faults = {name for name, each in said.items() if not 400 <= each[0] < 500}
    assert {each for each in faults if not each.startswith(("/s/enter", "/s/enrol"))} == set()
    assert {name: each for name, each in said.items() if each[1] not in WORDS} == {}
    assert running.kept() == before
    assert running.site.log.read_text() == running.printed


def word_of(answer: Answer) -> str:
    assert len(answer.body) == 1_024
    return str(json.loads(answer.body)["error"])


def test_bodies_that_are_none_are_refused_everywhere(running: Served) -> None:
    before = running.kept()

    answers = {
        f"{path} {name}": running.ask_all(path, body, headers=(JSON,))
        for path in [*right(running), "/s/enter"]
        for name, body in BODIES.items()
    }

    require_refused(answers, running, before)


@pytest.mark.parametrize("name", VALUES)
def test_value_of_another_kind_is_refused_in_every_place(running: Served, name: str) -> None:
    before, value = running.kept(), VALUES[name]

    answers = {}
    for path, values in right(running).items():
        for key in values:
            if (key, value) == ("blobs", []):
                continue  # that is how it is where nothing is named
            body = json.dumps(values | {key: value}).encode()
            answers[f"{path} {key}"] = running.ask_all(path, body, headers=(JSON,))

    require_refused(answers, running, before)


def test_request_without_one_of_its_values_is_refused(running: Served) -> None:
    before = running.kept()

    answers = {
        f"{path} {key}": running.ask_all(
            path,
            json.dumps({name: each for name, each in values.items() if name != key}).encode(),
            headers=(JSON,),
        )
        for path, values in right(running).items()
        for key in values
        if key != "blobs"
    }

    require_refused(answers, running, before)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "", "x" * 99])
def test_what_does_not_say_that_it_is_json_is_refused(running: Served, kind: str) -> None:
    """So that a page of another origin must ask first, and no origin is allowed to."""
    before = running.kept()
    origin = ("Origin", "https://elsewhere.example")

    answers = {
        path: running.ask_all(
            path, json.dumps(values).encode(), headers=(("Content-Type", kind), origin)
        )
        for path, values in right(running).items()
    }

    require_refused(answers, running, before)


def test_page_of_another_origin_is_allowed_nothing(running: Served) -> None:
    asked = (("Origin", "https://elsewhere.example"), ("Access-Control-Request-Method", "POST"))

    answers = [
        wire.ask(path, method=method, headers=asked)
        for wire, path in (
            (running.desk.help_wire, "/i/case"),
            (running.desk.desk_wire, "/s/enter"),
        )
        for method in ("OPTIONS", "GET", "HEAD", "PATCH", "TRACE", "PROPFIND")
    ]

    assert {each.status // 100 for each in answers} == {4}
    names = {name.lower() for each in answers for name, _value in each.headers}
    assert not {each for each in names if each.startswith("access-control-")}


def test_hundreds_of_wraps_are_refused(running: Served) -> None:
    before, answers = running.kept(), {}

    for path, values in right(running).items():
        if "wraps" in values:
            count = 1_000 if path == "/i/case" else 100  # more the door does not let through
            many = [values["wraps"][number % 18] for number in range(count)]
            body = json.dumps(values | {"wraps": many}).encode()
            answers[path] = running.ask_all(path, body, headers=(JSON,))

    assert len(answers) == 2
    require_refused(answers, running, before)


@pytest.mark.parametrize("size", [800_000, 5_000_000])
def test_what_is_too_large_is_not_read_and_harms_nothing(running: Served, size: int) -> None:
    """The door ends such a request, and the web server says so in its own words."""
    before = running.kept()

    for path in ("/i/case", "/i/box", f"/s/case/{running.ref}/letter", "/s/enter"):
        with contextlib.suppress(OSError):  # the line may be cut before all was sent
            answer = running.ask_all(path, b'{"x": "' + b"x" * size + b'"}', headers=(JSON,))
            assert answer.status >= 400

    assert running.kept() == before
    assert running.person.box()["state"]
    assert running.site.log.read_text() == running.printed


@pytest.mark.parametrize(
    "headers",
    [
        [("Case-Lookup", "x" * 32), ("Case-Auth", "x" * 64)],
        [("Case-Lookup", "0" * 31), ("Case-Auth", "0" * 64)],
        [("Case-Lookup", "é" * 32), ("Case-Auth", "0" * 64)],
        [("Case-Lookup", "0" * 9_000), ("Case-Auth", "0" * 9_000)],
        [("Case-Lookup", "0" * 32), ("Case-Lookup", "1" * 32), ("Case-Auth", "0" * 64)],
        [("Case-Lookup", ""), ("Case-Auth", "")],
    ],
)
def test_headers_that_are_no_code_are_nobodys(
    running: Served, headers: list[tuple[str, str]]
) -> None:
    answers = {
        path: running.desk.help_wire.ask(path, method=method, headers=headers)
        for path, method in (("/i/box", "GET"), ("/i/box", "DELETE"), ("/i/blob/x/0", "GET"))
    }

    require_refused(answers, running, running.kept())


def test_after_all_of_it_an_appeal_is_taken(running: Served) -> None:
    person = running.desk.person()
    person.appeal("Help.")

    assert len(person.read().letters) == 1

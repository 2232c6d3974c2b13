"""A flood of 50,000 posts: whether those on duty can work meanwhile, and are rid of it afterwards.

Of 25 posts one is an appeal with its work done. The others have work that was used, work that is
wrong, none, or are no appeal at all. All come from one address, which nothing may keep.
"""

import base64
import json
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.figures import Figure
from bench.sealed_desk import desk_on, inside, sealed_case, sent_appeal
from bench.serving import Serving
from tests.casework.client import Helper, Person, told

_POSTS, _VALID_OF = 50_000, 25
_WITHIN = 600.0  # seconds; what was not sent until then is not
_AT_ONCE = 4
_FROM = "127.0.0.77"
_LOOKS_EVERY = 5.0
_DEAREST = 40_000
_MOST_MARKED = 200
_HEADERS = {"Content-Type": "application/json", "Host": "help.localhost"}


def measure_flood(site: Serving) -> list[Figure]:
    """Flood the server and look at the desk meanwhile; then close what came of it."""
    helper = desk_on(site).helper
    person = desk_on(site).person()
    person.appeal("Help.")  # somebody who was there before
    ref = next(each["ref"] for each in helper.queue() if each["state"] == "new")
    flood = _Flood(site, person)
    with ThreadPoolExecutor(1) as watching:
        looked = watching.submit(_look_meanwhile, helper, ref, flood.is_over)
        flood.run()
        queues, cases = looked.result()
    refs = [each["ref"] for each in helper.queue() if each["state"] == "new" and each["ref"] != ref]
    begun = time.perf_counter()
    closed = sum(_mark(helper, refs[at : at + _MOST_MARKED]) for at in range(0, len(refs), 200))
    marked = time.perf_counter() - begun
    told_of = ", ".join(f"{count} {said}" for said, count in flood.answers.most_common())
    rate = sum(flood.answers.values()) / flood.seconds
    kept = [path for path in _files_of(site) if _FROM.encode() in path.read_bytes()]
    return [
        Figure("Posts of the flood", sum(flood.answers.values()), "", least=_POSTS, places=0),
        Figure("The same a second", rate, "", note=told_of, places=0),
        Figure("Queue meanwhile, worst", max(queues), "s", 5, f"asked {len(queues)} times"),
        Figure("Case and letter meanwhile, 95 of 100 within", quantiles(cases, n=20)[18], "s", 2),
        Figure("Appeals of the flood closed unread in", marked, "s", note=f"{closed} appeals"),
        Figure("Files that keep the address of the flood", len(kept), "", 0, places=0),
    ]


class _Flood:
    """The posts, made from a few appeals that were sealed before."""

    def __init__(self, site: Serving, person: Person) -> None:
        roster = person.published.roster()
        count = _POSTS // _VALID_OF
        proofs = inside(site, f"proofs({count}, {_DEAREST})")
        appeals = [sent_appeal(sealed_case(roster, "Buy it."), roster) for _ in proofs]
        self._valid = [each | {"proof": one} for each, one in zip(appeals, proofs, strict=True)]
        self._unsolved = told(person.published.wire.ask(f"/{roster.embassy}/challenge"))
        self._port = site.port
        self._next = 0
        self._lock = threading.Lock()
        self.answers: Counter[str] = Counter()
        self.seconds = 0.0
        self._ended = threading.Event()

    def is_over(self) -> bool:
        return self._ended.is_set()

    def run(self) -> None:
        begun = time.perf_counter()
        with ThreadPoolExecutor(_AT_ONCE) as senders:
            list(senders.map(self._send, [begun + _WITHIN] * _AT_ONCE))
        self.seconds = time.perf_counter() - begun
        self._ended.set()

    def _send(self, until: float) -> None:
        source = (_FROM, 0)
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60, source_address=source)
        while time.perf_counter() < until and (body := self._body()):
            try:
                connection.request("POST", "/i/case", body, _HEADERS)
                answer = connection.getresponse()
                said = _word(answer.read(), answer.status)
            except (OSError, HTTPException):
                connection.close()
                said = "unanswered"
            with self._lock:
                self.answers[said] += 1
        connection.close()

    def _body(self) -> bytes:
        with self._lock:
            number, self._next = self._next, self._next + 1
        if number >= _POSTS:
            return b""
        place, kind = divmod(number, _VALID_OF)
        valid = self._valid[place]
        if kind == 0:
            return json.dumps(valid).encode()
        other = valid | {"id": secrets.token_hex(16), "lookup": secrets.token_hex(32)}
        make: Callable[[dict[str, Any]], bytes] = _KINDS[kind % len(_KINDS)]
        return make(other | {"unsolved": self._unsolved})


def _used(appeal: dict[str, Any]) -> bytes:
    return json.dumps(appeal).encode()


def _wrong(appeal: dict[str, Any]) -> bytes:
    solution = {"counter": secrets.randbelow(1_000), "derivedKey": "00" * 32}
    claimed = {"challenge": appeal["unsolved"], "solution": solution}
    proof = base64.b64encode(json.dumps(claimed).encode()).decode()
    return json.dumps(appeal | {"proof": proof}).encode()


def _without(appeal: dict[str, Any]) -> bytes:
    return json.dumps(appeal | {"proof": ""}).encode()


def _broken(appeal: dict[str, Any]) -> bytes:
    return json.dumps(appeal).encode()[: secrets.randbelow(9_000) + 1]


_KINDS = (_used, _wrong, _without, _broken)


def _word(body: bytes, status: int) -> str:
    try:
        return str(json.loads(body).get("error", "taken"))
    except ValueError:
        return str(status)


def _look_meanwhile(
    helper: Helper, ref: str, is_over: Callable[[], bool]
) -> tuple[list[float], list[float]]:
    queues, cases = list[float](), list[float]()
    while not is_over():
        begun = time.perf_counter()
        helper.queue()
        listed = time.perf_counter()
        seen = helper.look(ref)
        told_of = helper.ask(f"/s/letter/{seen['letters'][0]['id']}")
        if told_of.status == 200:  # noqa: PLR2004 -- HTTP
            cases.append(time.perf_counter() - listed)
        queues.append(listed - begun)
        time.sleep(_LOOKS_EVERY)
    return queues, cases


def _mark(helper: Helper, refs: list[str]) -> int:
    answer = helper.ask("/s/cases/spam", method="POST", values={"refs": refs})
    return int(told(answer)["closed"])


def _files_of(site: Serving) -> list[Path]:
    files = [each for each in site.home.rglob("*") if each.is_file()]
    return [*files, site.home.with_suffix(".log")]

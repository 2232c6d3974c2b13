"""How many sealed intakes of 100 KB a server takes in a minute, and what it keeps in memory.

What a person’s device does is done before: the work, at its dearest, and the sealing.
"""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from typing import Any, TypeVar

from ambasada.lib.sealing.attachments import seal_file
from ambasada.lib.sealing.contents import Attachment, Kind
from ambasada.lib.sealing.keys import encoded
from ambasada.lib.sealing.rosters import Roster
from bench.figures import Figure, Unmeasured
from bench.memory import resident_memory
from bench.sealed_desk import desk_on, inside, sealed_case, sent_appeal
from bench.serving import Serving, connected_to

_WARMING, _INTAKES = 60, 300
_FILE = 80_000  # bytes: with its padding, and the two letters, 100 KB
_AT_ONCE = 4
_DEAREST = 40_000
_Each = TypeVar("_Each")
_JSON = {"Content-Type": "application/json", "Host": "help.localhost"}


@dataclass(frozen=True)
class Intake:
    """The requests of one person."""

    appeal: dict[str, Any]
    headers: dict[str, str]
    blob: str
    file: bytes
    letter: dict[str, Any]

    @property
    def size(self) -> int:
        return len(json.dumps(self.appeal)) + len(self.file) + len(json.dumps(self.letter))


def measure_intakes(site: Serving) -> list[Figure]:
    """Take hundreds of appeals, each with a file and the letter that names it."""
    roster = desk_on(site).helper.published.roster()
    intakes = [_intake(roster) for _ in range(_WARMING + _INTAKES)]
    proofs = inside(site, f"proofs({len(intakes)}, {_DEAREST})")
    for each, proof in zip(intakes, proofs, strict=True):
        each.appeal["proof"] = proof
    at_once(intakes[:_WARMING], lambda each: _take(site, each))
    before = resident_memory(site.process)
    begun = time.perf_counter()
    at_once(intakes[_WARMING:], lambda each: _take(site, each))
    took = time.perf_counter() - begun
    after = resident_memory(site.process)
    size = sum(each.size for each in intakes) / len(intakes) / 1000
    note = f"{_INTAKES} of {size:.0f} KB, three requests each, {_AT_ONCE} people at once"
    return [
        Figure("Sealed intakes a minute", 60 * _INTAKES / took, "", least=100, note=note, places=0),
        Figure("Memory they add, RSS of all processes", after - before, "MB", 20),
    ]


def send_all(site: Serving, appeals: Sequence[dict[str, Any]], *, cost: int) -> None:
    """Let appeals be taken, with work of this price."""
    proofs = inside(site, f"proofs({len(appeals)}, {cost})")
    whole = [each | {"proof": proof} for each, proof in zip(appeals, proofs, strict=True)]
    at_once(whole, lambda each: ask(connected_to(site.port), "POST /i/case", _body(each)))


def at_once(all_of: Sequence[_Each], act: Callable[[_Each], object]) -> None:
    """Do something with each, a few at a time."""
    with ThreadPoolExecutor(_AT_ONCE) as people:
        list(people.map(act, all_of))


def ask(
    connection: HTTPConnection, line: str, body: bytes, *, headers: dict[str, str] | None = None
) -> None:
    """Ask, such as for "POST /i/case"; raise Unmeasured unless it was taken."""
    method, path = line.split()
    connection.request(method, path, body, _JSON | (headers or {}))
    answer = connection.getresponse()
    said = answer.read()
    connection.close()
    if answer.status != HTTPStatus.CREATED:
        message = f"{path} was answered {answer.status} {said.decode().strip()}."
        raise Unmeasured(message)


def _take(site: Serving, each: Intake) -> None:
    connection = connected_to(site.port)
    ask(connection, "POST /i/case", _body(each.appeal))
    binary = {"Content-Type": "application/octet-stream"}
    named = {"Part-Sha256": hashlib.sha256(each.file).hexdigest()}
    ask(connection, f"PUT /i/blob/{each.blob}/0", each.file, headers=each.headers | binary | named)
    ask(connection, "POST /i/box", _body(each.letter), headers=each.headers)


def _intake(roster: Roster) -> Intake:
    case = sealed_case(roster, "Help. " * 20)
    content = secrets.token_bytes(_FILE)
    file, blob = seal_file(content, stream=case.identity()), secrets.token_hex(16)
    sha256 = hashlib.sha256(content).hexdigest()
    named = Attachment(blob, "file.bin", "application/octet-stream", _FILE, sha256)
    row = case.write(Kind.FILES, {}, attachments=[named])
    keys = case.keys
    return Intake(
        appeal=sent_appeal(case, roster),
        headers={"Case-Lookup": keys.lookup.hex(), "Case-Auth": keys.auth.hex()},
        blob=blob,
        file=file,
        letter={
            "id": row.id,
            "epoch": 1,
            "after": 1,
            "letter": encoded(row.sealed),
            "blobs": [blob],
        },
    )


def _body(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode()

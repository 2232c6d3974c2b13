"""A help origin in memory: docs/sealing.md section 7 and no more, with faults on demand."""

import base64
import contextlib
import hashlib
import json
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from altcha import Payload, create_challenge, verify_solution

from ambasada.casework.bundles import Bundle
from ambasada.lib.sealing.rosters import Roster
from tests.journeys.on_duty import Case, OnDuty
from tests.running_site import REPOSITORY

_CASEWORK = REPOSITORY / "src" / "ambasada" / "casework"
_INTAKE = Bundle("intake", _CASEWORK / "static_intake", _CASEWORK / "intake.sha256")
_KEY_OF_WORK = secrets.token_hex(32)
_TYPES = {
    "js": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "minisig": "text/plain",
}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True)
class Asked:
    """A request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.body))


@dataclass(frozen=True)
class Answer:
    """What is answered; JSON is padded as the protocol has it."""

    content: bytes = b""
    type: str = "application/octet-stream"
    status: int = 200

    @classmethod
    def of(cls, values: dict[str, Any], status: int = 200) -> "Answer":
        body = json.dumps(values).encode()
        return cls(body + b" " * (-len(body) % 1024), "application/json", status)

    @classmethod
    def refusal(cls, word: str) -> "Answer":
        return cls.of({"error": word}, 404 if word == "unknown" else 403)


@dataclass
class HelpOrigin:
    """What the origin holds; a test looks into it and changes it."""

    duty: OnDuty
    port: int
    neighbour: OnDuty = field(default_factory=OnDuty)  # on duty at the other embassy
    pages: dict[str, bytes] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    reasons: list[bytes] = field(default_factory=list)  # with which cases were deleted
    # Of a method and the beginning of a path: how many times the line breaks before it is answered,
    # and how many times after it was done, so that only the answer is lost.
    broken: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    refused_once: dict[str, str] = field(default_factory=dict)
    # Pages that are answered without our headers, as any other site would.
    plain: set[str] = field(default_factory=lambda: {"/exit/"})

    @property
    def address(self) -> str:
        return f"http://help.localhost:{self.port}"

    def roster(self) -> Roster:
        """Return the roster that is served."""
        content, signature = (self.files[f"/gb/roster.json{each}"] for each in ("", ".minisig"))
        return Roster.read_old(
            content, signature.decode(), root=self.duty.root.public, embassy="gb"
        )

    def put_roster(self, roster: Roster | None = None, *, duty: OnDuty | None = None) -> None:
        duty = duty or self.duty
        content, signature = duty.signed(roster or duty.roster())
        number = json.loads(content)["number"]
        for name in ("roster.json", f"rosters/{number}.json"):
            path = f"/{duty.embassy}/{name}"
            self.files[path], self.files[f"{path}.minisig"] = content, signature.encode()
        self.files[f"/{duty.embassy}/removed.json"] = b'{"kids":[]}'

    def cases_of(self, embassy: str) -> list[Case]:
        return [each for each in self.cases.values() if each.told["embassy"] == embassy]

    @property
    def case(self) -> Case:
        """The one case there is."""
        (case,) = self.cases.values()
        return case

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked.line)
        self.received.append(asked.body)
        word = self.refused_once.pop(asked.line, "") or self.refusals.get(asked.line, "")
        if word:
            return Answer.refusal(word)
        file = self._file(asked.path) if asked.method == "GET" else None
        if file is not None:
            return file
        return self._open(asked.json) if asked.line == "POST /i/case" else self._in_case(asked)

    def _file(self, path: str) -> Answer | None:
        if re.fullmatch("/[a-z]+/challenge", path):
            work = create_challenge("PBKDF2/SHA-256", 1_000, hmac_secret=_KEY_OF_WORK)
            return Answer.of(work.to_dict())
        if path in self.pages:
            return Answer(self.pages[path], "text/html; charset=utf-8")
        asset = _INTAKE.file(path.removeprefix("/assets/")) if path.startswith("/assets/") else None
        content = self.files.get(path, asset)
        return None if content is None else Answer(content, _TYPES[path.rpartition(".")[2]])

    def _open(self, sent: dict[str, Any]) -> Answer:
        if not verify_solution(Payload.from_base64(sent["proof"]), _KEY_OF_WORK).verified:
            return Answer.refusal("proof")
        if sent["lookup"] not in self.cases:
            wraps = {each["for"]: base64.b64decode(each["wrap"]) for each in sent["wraps"]}
            letters = {sent["id"]: base64.b64decode(sent["letter"])}
            told = {key: sent[key] for key in ("embassy", "desk", "class", "roster", "header")}
            case = Case(sent["lookup"], sent["auth"], told, wraps, letters)
            self.cases[sent["lookup"]] = case
        return Answer.of({}, 201)

    def _in_case(self, asked: Asked) -> Answer:
        names = ("Case-Lookup", "Case-Auth")
        lookup, auth = (_hashed(asked.headers.get(each) or "") for each in names)
        case = self.cases.get(lookup)
        if case is None or case.auth != auth:
            return Answer.refusal("unknown")
        if asked.path == "/i/box":
            return self._box(case, asked)
        if found := re.fullmatch(r"/i/letter/(\w+)", asked.path):
            return Answer(case.letters[found[1]])
        return _blob(case, asked)

    def _box(self, case: Case, asked: Asked) -> Answer:
        if asked.method == "DELETE":
            del self.cases[case.lookup]
            self.reasons.append(asked.body)
            return Answer(status=204)
        if asked.method == "POST":
            return _written(case, asked.json)
        letters = [
            {"id": each, "counter": number, "epoch": 1, "day": "2026-12-01", "size": 1}
            for number, each in enumerate(case.letters, start=1)
        ]
        values = {
            "state": "new",
            "delete_on": "2027-03-01",
            "escrowed": case.escrowed,
            "epoch": 1,
            "roster": self.duty.number,
            "wraps": [{"epoch": 1, "wrap": base64.b64encode(case.wraps["person"]).decode()}],
            "letters": letters,
        }
        return Answer.of(values)


def _written(case: Case, sent: dict[str, Any]) -> Answer:
    sealed = base64.b64decode(sent["letter"])
    if case.letters.get(sent["id"], sealed) != sealed:
        return Answer.refusal("malformed")
    if sent["id"] not in case.letters:
        if sent["after"] != len(case.letters):
            return Answer.refusal("behind")
        case.letters[sent["id"]] = sealed
        case.bound += sent["blobs"]
    return Answer.of({"counter": list(case.letters).index(sent["id"]) + 1}, 201)


def _blob(case: Case, asked: Asked) -> Answer:
    blob, _slash, number = asked.path.removeprefix("/i/blob/").partition("/")
    if asked.method == "GET" and number:
        return Answer(case.blobs[blob][int(number)])
    if asked.method == "GET":
        return Answer.of({"parts": sorted(case.blobs.get(blob, {}))})
    if hashlib.sha256(asked.body).hexdigest() != asked.headers["Part-Sha256"]:
        return Answer.refusal("malformed")
    case.blobs.setdefault(blob, {})[int(number)] = asked.body
    return Answer.of({}, 201)


def _hashed(value: str) -> str:
    return hashlib.sha256(bytes.fromhex(value)).hexdigest()


@contextlib.contextmanager
def serving(make: Callable[[int], HelpOrigin]) -> Iterator[HelpOrigin]:
    """Serve an origin on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers.items()), body)
            self.close_connection = _breaks(origin.broken, asked.line)
            if self.close_connection:
                return
            answer = origin.answer(asked)
            self.close_connection = _breaks(origin.lost, asked.line)
            if self.close_connection:
                return
            self.send_response(answer.status)
            headers = {} if self.path in origin.plain else HEADERS
            for name, value in {**headers, "Content-Type": answer.type}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_GET = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815 -- http.server's names

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    origin = make(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _breaks(places: dict[str, int], line: str) -> bool:
    for beginning, left in places.items():
        if line.startswith(beginning) and left:
            places[beginning] = left - 1
            return True
    return False

"""A small server that speaks the wire of the desk, docs/sealing.md section 8, from memory.

It keeps what it is sent and opens none of it; `tamper` lets a journey make it a hostile one.
"""

import contextlib
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ambasada.casework.desk_page import Office, desk_asset, desk_page
from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.lib.sealing.keys import is_proved
from ambasada.lib.sealing.outside import Malformed
from tests.journeys.faked_cases import (
    Answer,
    Asked,
    Behind,
    FakedCases,
    Unknown,
    answered,
)
from tests.journeys.sealed_people import EMBASSY, SENTENCE, Ceremony, Duty

LANGUAGES = ("en", "be", "ru")


@dataclass
class FakedDesk(FakedCases):
    """What the server of a desk knows."""

    ceremony: Ceremony
    people: list[Duty]
    code: str = "1234567890"
    removed: list[str] = field(default_factory=list)
    tickets: dict[str, tuple[Duty, str]] = field(default_factory=dict)
    tokens: dict[str, Duty] = field(default_factory=dict)
    enrolled: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # of the embassy, such as its partners
    guides: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    # What a hostile server does to the answer of a path.
    tamper: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)

    def answer(self, asked: Asked, token: str) -> Answer:
        """Answer one request."""
        self.asked.append(f"{asked.method} {asked.path}")
        try:
            return self._public(asked) or self._member(asked, self._duty(token))
        except Unknown:
            return answered({"error": "unknown"}, status=404)
        except Behind:
            return answered({"error": "behind"}, status=409)
        except Malformed:
            return answered({"error": "malformed"}, status=400)

    def page(self, language: str) -> bytes:
        """Return the page of the desk."""
        root = self.ceremony.root.public.line
        return desk_page(language, Office(EMBASSY, "Test embassy", root), languages=LANGUAGES)

    def renewed(self, token: str) -> str:
        """Return another token for whoever has this one, which stays good for a while."""
        fresh = secrets.token_hex(16)
        self.tokens[fresh] = self.tokens[token]
        return fresh

    def lose(self, duty: Duty) -> None:
        """Do what the server does when a device is lost."""
        self.removed.append(duty.kid)
        self.tokens = {token: each for token, each in self.tokens.items() if each is not duty}
        for case in self.cases:
            case.must_rekey = case.must_rekey or case.is_for(duty.kid)

    def _duty(self, token: str) -> Duty:
        if token not in self.tokens:
            raise Unknown
        return self.tokens[token]

    def _public(self, asked: Asked) -> Answer | None:
        path = asked.path
        if path.startswith("/assets/"):
            found = desk_asset(path.removeprefix("/assets/"))
            if found is None:
                raise Unknown
            return 200, *found
        if path in {f"/{EMBASSY}/{each}/" for each in LANGUAGES}:
            return 200, self.page(path.split("/")[2]), "text/html; charset=utf-8"
        if path.startswith(f"/{EMBASSY}/"):
            kind = "text/plain" if path.endswith(".minisig") else "application/json"
            return 200, self._signed(path.removeprefix(f"/{EMBASSY}/")), kind
        doors: Mapping[str, Callable[[dict[str, Any]], Answer]] = {
            "/s/enter": self._enter,
            "/s/prove": self._prove,
            "/s/enrol": self._enrol,
        }
        return doors[path](asked.body) if path in doors else None

    def _signed(self, name: str) -> bytes:
        if name in self.files:
            return self.files[name].encode()
        if name == "removed.json":
            return json.dumps({"kids": sorted(self.removed)}, separators=(",", ":")).encode()
        plain = name.removesuffix(".minisig")
        rosters = {f"rosters/{each.number}.json": each for each in self.ceremony.rosters}
        rosters["roster.json"] = self.ceremony.rosters[-1]
        if plain not in rosters:
            raise Unknown
        content = rosters[plain].canonical()
        return content if plain == name else self.ceremony.signed(content).encode()

    def _enter(self, body: dict[str, Any]) -> Answer:
        duty = next((each for each in self.people if each.name == body["name"]), None)
        if duty is None or body["password"] != SENTENCE:
            raise Unknown
        said = {"ticket": "", "challenge": "", "kid": "", "bundles": duty.bundles}
        if any(duty.bundles.values()):
            ticket, challenge = secrets.token_hex(16), secrets.token_hex(32)
            self.tickets[ticket] = duty, challenge
            said |= {"ticket": ticket, "challenge": challenge, "kid": duty.kid}
        return self._said("/s/enter", said)

    def _prove(self, body: dict[str, Any]) -> Answer:
        if body["ticket"] not in self.tickets:
            raise Unknown
        duty, challenge = self.tickets.pop(body["ticket"])
        verify_key = duty.keys.verify_key
        if not is_proved(body["proof"], challenge=challenge, verify_key=verify_key):
            raise Unknown
        token = secrets.token_hex(16)
        self.tokens[token] = duty
        return self._said("/s/prove", {"token": token, "member": 7, "embassies": [EMBASSY]})

    def _enrol(self, body: dict[str, Any]) -> Answer:
        if body["code"] != self.code or body["password"] != SENTENCE:
            raise Unknown
        self.enrolled.append(body)
        return answered({"kid": "0" * 16}, status=201)

    def _member(self, asked: Asked, duty: Duty) -> Answer:
        names = [{"kid": each.kid, "name": each.name} for each in self.people]
        lists: Mapping[str, dict[str, Any]] = {
            f"/s/members/{EMBASSY}": {"members": names},
            "/s/materials": {"guides": self.guides},
        }
        if asked.path in lists:
            return self._said(asked.path, lists[asked.path])
        if asked.path == "/s/queue":
            return self._said(asked.path, {"cases": self.rows_for(duty)})
        if asked.path == "/s/letters":
            return self.letters_named(asked.body["ids"], duty)
        if asked.path.startswith("/s/cases/"):
            return self.of_many(asked, duty)
        return self.of_case(asked, duty, labels=self.ceremony.rosters[-1].labels)

    def _said(self, path: str, values: dict[str, Any]) -> Answer:
        change = self.tamper.get(path)
        return answered(change(values) if change else values)


class _Handler(BaseHTTPRequestHandler):
    desk: FakedDesk  # set by `served`

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer(json.loads(self._body() or b"{}"))

    def do_PUT(self) -> None:
        part = self._body()
        assert hashlib.sha256(part).hexdigest() == self.headers["Part-Sha256"]
        self._answer({"part": part})

    def log_message(self, *_said: object) -> None:
        """Say nothing."""

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length", "0")))

    def _answer(self, body: dict[str, Any]) -> None:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        status, content, kind = self.desk.answer(Asked(self.command, self.path, body), token)
        headers = {**headers_for(HeaderClass.DESK), "Content-Type": kind}
        if token in self.desk.tokens and self.path.startswith("/s/"):
            headers["Desk-Token"] = self.desk.renewed(token)
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


@contextlib.contextmanager
def served(desk: FakedDesk, port: int) -> Iterator[None]:
    """Serve a desk on a port until the block ends."""
    handler = type("Handler", (_Handler,), {"desk": desk})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield
    server.shutdown()
    server.server_close()

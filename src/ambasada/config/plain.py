"""The listener of the path without scripts: a child for each connection, which ends with it.

This process reads nothing from a connection: it forks, and lets go. The child alone sees what is
written, answers, and ends, so that nothing of it is in memory afterwards (decision 33).
"""

import contextlib
import ctypes
import logging
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer
from typing import cast
from urllib.parse import parse_qs, urlsplit

from ambasada.casework.metering import Meter
from ambasada.casework.plain.answering import NOTHING, Answer, Asked, answer
from ambasada.casework.plain.pages import warm
from ambasada.config.commands.serve import PLAIN_ADDRESS
from ambasada.config.environment import Environment
from ambasada.config.processes import end_with_parent
from ambasada.lib.door import hostname
from ambasada.lib.headers import HeaderClass, headers_for

LARGEST = 65_536  # bytes of a body
AN_HOUR = 3_600.0
OF_AN_HOUR = 30  # appeals that an embassy takes here: no work can be asked of who sends them
_WITHIN = 60  # seconds that a connection may take; then its child is ended without asking
_AT_ONCE = 12  # children
_LOOKS_EVERY = 0.2  # seconds, for children that have ended
_LOWER = 10  # of the priority: readers come first
_MOST_FIELDS = 10
_LEFT_UNREAD = 1_000_000  # bytes that are let go, so that whoever sent too much reads the answer
_PR_SET_DUMPABLE = 4  # prctl(2)
_AS_THEY_COME = 7  # mlockall(2): the pages of now and later ones, each when it is first used
_NO_SERVER = cast("BaseServer", None)  # what reads a request never asks for it
_FAILED = b"Something failed here, and nothing was kept. Go back and try once more.\n"


class Budget:
    """How many appeals each embassy took in the last hour: children tell, their parent counts."""

    def __init__(self) -> None:
        self._taken: dict[str, Meter] = {}
        self.ear, self._mouth = os.pipe()  # through it goes an embassy's code, and nothing else

    def has_room(self, code: str) -> bool:
        """Tell whether one more may be taken, as far as was heard before this fork."""
        return self._meter(code).count < OF_AN_HOUR

    def tell(self, code: str) -> None:
        """Tell the parent that one was taken."""
        os.write(self._mouth, f"{code}\n".encode("ascii"))

    def hear(self) -> None:
        """Count what children told; waits if there is nothing."""
        for code in os.read(self.ear, 4_096).decode("ascii").split():
            self._meter(code).note()

    def _meter(self, code: str) -> Meter:
        return self._taken.setdefault(code, Meter(AN_HOUR))


class Listener:
    """Takes connections for a host name, and hands each to a child."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._budget = Budget()
        self._children: set[int] = set()

    def run(self) -> None:
        """Listen until this process is told to stop."""
        with socket.create_server((PLAIN_ADDRESS, self._port)) as server:
            server.settimeout(5)  # a connection may be gone before it is taken
            while True:
                self._wait(server)
                with contextlib.suppress(TimeoutError):
                    self._hand_over(server)

    def _wait(self, server: socket.socket) -> None:
        """Wait for a connection and for room, hearing meanwhile what was taken and who ended."""
        ready: list[int] = []
        while server.fileno() not in ready:
            self._children -= {each for each in self._children if _is_over(each)}
            has_place = len(self._children) < _AT_ONCE
            ear = self._budget.ear
            asked = [ear, server.fileno()] if has_place else [ear]
            ready, _, _ = select.select(asked, [], [], _LOOKS_EVERY)
            if ear in ready:
                self._budget.hear()

    def _hand_over(self, server: socket.socket) -> None:
        connection, _address = server.accept()
        with connection:
            child = os.fork()
            if child:
                self._children.add(child)
                return
            try:
                server.close()
                harden()
                talk = _Conversation.of(self._host, self._budget)
                talk(connection, ("", 0), _NO_SERVER)
                _let_go(connection)
            except OSError:  # whoever asked has gone
                pass
            except BaseException:
                logging.getLogger(__name__).exception("a connection without a script failed")
            finally:
                os._exit(0)


class _Conversation(BaseHTTPRequestHandler):
    """One request and its answer."""

    timeout = _WITHIN
    host = ""
    budget: Budget

    @classmethod
    def of(cls, host: str, budget: Budget) -> "type[_Conversation]":
        """Return the conversation that a listener has."""
        return type("Conversation", (cls,), {"host": host, "budget": budget})

    def do_GET(self) -> None:
        """Answer who only looks."""
        self._say(self._answer(None))

    def do_POST(self) -> None:
        """Answer who sent a form; what is too large is not read."""
        given = self.headers.get("Content-Length", "")
        kind = self.headers.get_content_type()
        is_sized = given.isascii() and given.isdigit() and "Transfer-Encoding" not in self.headers
        if not is_sized or kind != "application/x-www-form-urlencoded":
            self._say(NOTHING)
            return
        if len(given) > 9 or int(given) > LARGEST:  # noqa: PLR2004 -- digits of a number
            too_large = b"This is larger than we can take. Nothing of it was read.\n"
            self._say(Answer(too_large, 413, "text/plain; charset=utf-8"))
            return
        fields = fields_in(self.rfile.read(int(given)))
        self._say(NOTHING if fields is None else self._answer(fields))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Say to whatever is no request that there is nothing here."""
        self._say(NOTHING)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- as it is called
        """Write nothing down."""

    def _answer(self, fields: Mapping[str, str] | None) -> Answer:
        if hostname(self.headers.get("Host", "")) != self.host:
            return NOTHING
        try:
            return answer(Asked(urlsplit(self.path).path, fields, self.budget.has_room))
        except Exception:  # whatever it is, one calm answer, and its place in the code to the log
            logging.getLogger(__name__).exception("a request without a script failed")
            return Answer(_FAILED, 503, "text/plain; charset=utf-8")

    def _say(self, said: Answer) -> None:
        if said.took:
            self.budget.tell(said.took)
        self.send_response_only(said.status)
        headers = headers_for(HeaderClass.PLAIN) | {
            "Content-Type": said.type,
            "Content-Length": str(len(said.body)),
            "Connection": "close",
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said.body)


def fields_in(body: bytes) -> dict[str, str] | None:
    """Return the fields of a form, each once; None for what is none."""
    try:
        text = body.decode("ascii")
        found = parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        return None
    return {name: values[0].replace("\r\n", "\n") for name, values in found.items()}


def harden() -> None:
    """Let this process leave no dump, be looked into by none, and last no longer than it may."""
    end_with_parent(signal.SIGKILL)
    for each in (signal.SIGTERM, signal.SIGALRM):
        signal.signal(each, signal.SIG_DFL)
    signal.alarm(_WITHIN)
    os.nice(_LOWER)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_DUMPABLE, 0)
        libc.mlockall(_AS_THEY_COME)  # where it is not allowed, nothing changes


def run_plain(environment: Environment) -> None:
    """Serve the path without scripts, with everything loaded that a child would load again."""
    warm()
    Listener(environment.plain_host, environment.plain_port_number).run()


def _is_over(child: int) -> bool:
    return os.waitpid(child, os.WNOHANG)[0] == child


def _let_go(connection: socket.socket) -> None:
    """End a connection such that what was sent beyond the answer does not cut the answer off."""
    connection.shutdown(socket.SHUT_WR)
    connection.settimeout(1)
    left = _LEFT_UNREAD
    while left > 0 and (unread := connection.recv(65_536)):
        left -= len(unread)

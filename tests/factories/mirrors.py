"""A site on a port of its own, as a mirror meets it: the front door, and who meddles with it."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from django.conf import settings

from ambasada.editions.front_door import FrontDoor
from ambasada.editions.keys import KeyFolder
from ambasada.editions.offline.information import information
from ambasada.editions.replies import Answer, Request
from ambasada.editions.served import Shelf
from ambasada.lib import mirroring
from ambasada.lib.connecting import Address
from ambasada.network.models import Embassy, FairCopy, Mirror
from tests.factories.editions import folders, no_django
from tests.factories.pages import mirror

Meddling = Callable[[Answer], Answer]


@dataclass
class Site:
    """What stands at an address: an embassy's front door, until somebody meddles."""

    host: str
    port: int = 0
    asked: list[str] = field(default_factory=list)
    sent: int = 0  # bytes of bodies, as they went over the wire
    meddling: dict[str, Meddling] = field(default_factory=dict)  # by how a path begins
    shelf: Shelf = field(default_factory=lambda: Shelf(folders()))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, request: Request) -> Answer:
        self.shelf.look()
        door = FrontDoor(no_django, self.shelf, django_hosts=frozenset())
        answer = door.answer(request)
        for beginning, meddle in self.meddling.items():
            if request.path.startswith(beginning):
                answer = meddle(answer)
        self.asked.append(request.path)
        self.sent += len(answer.body)
        return answer


@contextmanager
def site_of(embassy: Embassy) -> Iterator[Site]:
    """Answer for an embassy until the block ends."""
    site = Site(embassy.site.hostname)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # headers and body go out apart: each file would wait 40 ms

        def do_GET(self) -> None:
            headers = {
                name.lower().encode(): value.encode() for name, value in self.headers.items()
            }
            answer = site.answer(Request("GET", site.host, self.path, headers))
            self.send_response_only(answer.status)
            for name, value in answer.headers:
                self.send_header(name.decode(), value.decode())
            self.end_headers()
            self.wfile.write(answer.body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def body_is(content: bytes) -> Meddling:
    """Send something else, with headers that fit it."""

    def meddle(answer: Answer) -> Answer:
        kept = [
            (name, value)
            for name, value in answer.headers
            if name not in {b"content-length", b"content-encoding"}
        ]
        return replace(
            answer, body=content, headers=[*kept, (b"content-length", b"%d" % len(content))]
        )

    return meddle


def pull(address: str, folder: Path, *, root: str = "") -> mirroring.Pulled:
    """Pull as the command does."""
    return mirroring.pull(address, folder, root=root, page_of=information)


def root_of(embassy: Embassy) -> str:
    """Return the root key's line of an embassy."""
    root = KeyFolder(settings.KEYS_ROOT, embassy.code).root
    assert root is not None
    return root.line


def tree_of(folder: Path) -> dict[str, bytes]:
    """Return every file a web server may send from a copy, by its path below `current`."""
    current = (folder / "current").resolve()
    return {
        str(path.relative_to(current)): path.read_bytes()
        for path in current.rglob("*")
        if path.is_file()
    }


def approved_at(embassy: Embassy, address: str) -> Mirror:
    """Have a mirror approved that stands on this machine, which no form would accept."""
    fact = mirror(embassy, "https://mirror.example.org")
    copy = FairCopy.objects.of_thing(fact).get(is_public=True)
    copy.source = copy.source.replace("https://mirror.example.org", address)
    copy.sha256 = hashlib.sha256(copy.source.encode()).hexdigest()
    copy.save()
    return fact


def on_this_machine(address: Address) -> bool:
    """Allow connections to this machine, where tests keep their mirrors, and to no other."""
    return address.is_loopback

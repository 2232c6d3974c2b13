"""A site without guards: what a hostile script gets from it shows that the script works."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_BODIES = {
    "js": ("text/javascript", b"self.reached = true; export {};"),
    "css": ("text/css", b"p { color: red }"),
    "events": ("text/event-stream", b"data: reached\n\n"),
}
_PAGE = ("text/html; charset=utf-8", b"<!doctype html><title>Open</title><p>A secret")


@dataclass
class Unguarded:
    """Answers whatever is asked, to whoever asks, and remembers what was sent."""

    port: int
    sent: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://open.localhost:{self.port}"


@contextlib.contextmanager
def unguarded() -> Iterator[Unguarded]:
    """Serve such a site until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.command != "OPTIONS":
                there.sent.append(body)
            kind, content = _BODIES.get(self.path.rpartition(".")[2], _PAGE)
            self.send_response(200)
            allowed = {
                "Origin": self.headers.get("Origin") or "*",
                "Credentials": "true",
                "Headers": "case-lookup, case-auth, authorization, content-type",
                "Methods": "GET, POST, PUT, DELETE",
            }
            for name, value in allowed.items():
                self.send_header(f"Access-Control-Allow-{name}", value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = handle_one  # noqa: N815

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    there = Unguarded(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

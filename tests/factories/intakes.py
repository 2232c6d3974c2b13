"""An intake on the loopback, whose files and headers a test changes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath

from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.lib.intakes import IntakeList
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import SecretKey

FILES = {
    "/gb/en/": b"<!doctype html><title>Information</title>",
    "/gb/be/": "<!doctype html><title>Інфармацыя</title>".encode(),
    "/assets/intake.js": b"'use strict';",
    "/assets/intake.css": b"body { margin: 0 }",
    "/assets/en.json": b"{}",
}
_TYPES = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


@dataclass
class HelpOrigin:
    """What is answered at which path."""

    port: int
    root: SecretKey = field(default_factory=SecretKey.make)
    files: dict[str, bytes] = field(default_factory=lambda: dict(FILES))
    headers: dict[str, str] = field(default_factory=lambda: headers_for(HeaderClass.INTAKE))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def sign(self, *, places: tuple[str, ...] = ("/edition/", "/gb/"), number: int = 3) -> bytes:
        """Let the root key sign what is served; return the list."""
        listed = {path: sha256_of(self.files[path]) for path in FILES if path in self.files}
        shown = IntakeList("gb", self.address, number, date(2026, 11, 24), listed)
        content = shown.canonical()
        for place in places:
            self.files[f"{place}intake.json"] = content
            signature = self.root.sign(content, f"gb intake {number}")
            self.files[f"{place}intake.json.minisig"] = signature.encode()
        return content


def _handler_of(origin: HelpOrigin) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = origin.files.get(self.path)
            self.send_response(404 if body is None else 200)
            kind = _TYPES.get(PurePosixPath(self.path).suffix, "text/html")
            headers = {"Content-Type": f"{kind}; charset=utf-8"} | origin.headers
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Write nothing down."""

    return Handler


@contextmanager
def help_origin() -> Iterator[HelpOrigin]:
    """Serve an intake that its root key signed until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    origin = HelpOrigin(server.server_address[1])
    server.RequestHandlerClass = _handler_of(origin)
    origin.sign()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield origin
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

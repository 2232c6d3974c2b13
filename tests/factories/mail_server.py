"""A mail server on loopback that takes what it is given and shows it."""

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_ANSWERS = {
    "EHLO": b"250-mail\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n",
    "HELO": b"250 mail\r\n",
    "AUTH": b"235 welcome\r\n",
    "DATA": b"354 go on\r\n",
    "QUIT": b"221 bye\r\n",
}


@dataclass
class MailServer:
    port: int = 0
    refused: str = ""  # the word it answers with an error, such as "DATA"
    said: list[str] = field(default_factory=list)  # everything clients said but the mails
    mails: list[str] = field(default_factory=list)


class _Server(socketserver.ThreadingTCPServer):
    def __init__(self, seen: MailServer, told: Callable[[str], None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seen, self.told = seen, told


class _Handler(socketserver.StreamRequestHandler):
    timeout = 10
    server: _Server

    def handle(self) -> None:
        seen = self.server.seen
        self.wfile.write(b"220 mail\r\n")
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            seen.said.append(line)
            self.server.told(line)
            word = line.partition(" ")[0].upper()
            if word == seen.refused:
                self.wfile.write(b"554 no\r\n")
                continue
            self.wfile.write(_ANSWERS.get(word, b"250 well\r\n"))
            if word == "QUIT" or (word == "DATA" and not self._is_taken()):
                return

    def _is_taken(self) -> bool:
        """Take a mail; tell whether there was a whole one, and whoever sent it is still there."""
        lines: list[str] = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            if not line:
                return False
            lines.append(line)
        self.server.seen.mails.append("".join(lines))
        self.server.told(".")
        self.wfile.write(b"250 taken\r\n")
        return True


@contextmanager
def mail_server(
    *, refused: str = "", told: Callable[[str], None] = lambda _line: None
) -> Iterator[MailServer]:
    """Run a server until the block ends; it tells what it hears before it answers."""
    seen = MailServer(refused=refused)
    with _Server(seen, told) as server:
        seen.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield seen
        finally:
            server.shutdown()
            thread.join(timeout=10)

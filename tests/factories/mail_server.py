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


@contextmanager
def mail_server(
    *, refused: str = "", told: Callable[[str], None] = lambda _line: None
) -> Iterator[MailServer]:
    """Run a server until the block ends; it tells what it hears before it answers."""
    seen = MailServer(refused=refused)

    class Handler(socketserver.StreamRequestHandler):
        timeout = 10

        def handle(self) -> None:
            self.wfile.write(b"220 mail\r\n")
            while line := self.rfile.readline().decode().rstrip("\r\n"):
                seen.said.append(line)
                told(line)
                word = line.partition(" ")[0].upper()
                if word == seen.refused:
                    self.wfile.write(b"554 no\r\n")
                    continue
                self.wfile.write(_ANSWERS.get(word, b"250 well\r\n"))
                if word == "DATA":
                    mail = self._mail()
                    if not mail:  # whoever sent it is gone
                        return
                    seen.mails.append(mail)
                    told(".")
                    self.wfile.write(b"250 taken\r\n")
                if word == "QUIT":
                    return

        def _mail(self) -> str:
            lines: list[str] = []
            while (line := self.rfile.readline().decode()) != ".\r\n":
                if not line:
                    return ""
                lines.append(line)
            return "".join(lines)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        seen.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield seen
        finally:
            server.shutdown()
            thread.join(timeout=10)

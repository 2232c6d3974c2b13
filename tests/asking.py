"""Asking a running site as a stranger would, byte by byte, without a browser's good manners."""

from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPConnection


@dataclass(frozen=True)
class Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the values of a header, joined; "" if it is absent."""
        return ", ".join(value for key, value in self.headers if key.lower() == name.lower())

    def cookie(self, name: str) -> str:
        """Return the value of a cookie this answer sets; "" if it sets none of that name."""
        values = [value for key, value in self.headers if key.lower() == "set-cookie"]
        found = [value.partition("=")[2] for value in values if value.startswith(f"{name}=")]
        return found[0].partition(";")[0] if found else ""


@dataclass(frozen=True)
class Asker:
    """One client: the port it asks, the name it asks for, where it comes from, what it says."""

    port: int
    host: str = "127.0.0.1"
    source: str = "127.0.0.1"
    says: tuple[tuple[str, str], ...] = ()

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> Answer:
        """Send one request on a connection of its own."""
        connection = HTTPConnection(
            "127.0.0.1", self.port, timeout=20, source_address=(self.source, 0)
        )
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            connection.putheader("Host", f"{self.host}:{self.port}")
            if body:
                connection.putheader("Content-Length", str(len(body)))
            for name, value in (*self.says, *headers):
                connection.putheader(name, value)
            connection.endheaders(body or None)
            response = connection.getresponse()
            return Answer(response.status, tuple(response.getheaders()), response.read())
        finally:
            connection.close()

    def ask_form(self, path: str, fields: str, *, cookies: str = "") -> Answer:
        """Post a form as a page of this site would, with its origin."""
        return self.ask(
            path,
            method="POST",
            headers=[
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Origin", f"http://{self.host}:{self.port}"),
                ("Cookie", cookies),
            ],
            body=fields.encode(),
        )

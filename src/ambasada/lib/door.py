"""The door: every request passes it, and loses there what could identify a visitor.

An ASGI wrapper around the application. Behind it no code can log, store or count an address,
because none arrives: the peer is dropped, and of the request's headers only a short list of
names goes on. The scheme comes from our own configuration, so no forwarded header is trusted.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# What a static public page needs in order to be served well, and nothing else. Accept-Language
# is absent on purpose: the address alone decides the language.
READER_HEADERS = frozenset(
    {
        b"host",
        b"accept",
        b"accept-encoding",
        b"if-none-match",
        b"if-modified-since",
        b"if-range",
        b"range",
    }
)
# What signing in, forms and uploads need besides.
STAFF_HEADERS = READER_HEADERS | {
    b"cookie",
    b"content-type",
    b"content-length",
    b"transfer-encoding",
    b"origin",
    b"x-csrftoken",
    b"x-requested-with",
    b"sec-fetch-site",
}


# A report as PDF is a few megabytes; whatever is larger is a mistake or an attack.
LARGEST_BODY = 50_000_000


class Door:
    """Forward each request to the application without its sender.

    `staff_hosts` maps the host names of the staff origin (lower case, without a port) to the
    scheme they are reached by; every other name is a reader's. A reader's request goes on
    without its query and its body as well, so that neither can reach a log, a store or a
    temporary file. A member's body ends the request where it grows beyond LARGEST_BODY bytes.
    """

    def __init__(self, application: Application, *, staff_hosts: dict[str, str]) -> None:
        self._application = application
        self._staff_hosts = staff_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        scheme = self._staff_hosts.get(host_of(scope["headers"]))
        body = _Body(receive, limit=0 if scheme is None else LARGEST_BODY)
        await self._application(_without_sender(scope, scheme), body.receive, send)


class _Body:
    """The body of a request, up to a limit in bytes; with a limit of 0 there is none."""

    def __init__(self, receive: Receive, *, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._left = limit
        self._is_over = False

    async def receive(self) -> MutableMapping[str, Any]:
        if self._limit == 0 and not self._is_over:
            self._is_over = True
            return {"type": "http.request", "body": b"", "more_body": False}
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        return message if self._left >= 0 else {"type": "http.disconnect"}


def _without_sender(scope: Scope, scheme: str | None) -> Scope:
    """Return the request without its peer and with the few headers that are needed."""
    is_reader = scheme is None
    allowed = READER_HEADERS if is_reader else STAFF_HEADERS
    kept = [(name, value) for name, value in scope["headers"] if name in allowed]
    blind = {key: value for key, value in scope.items() if key not in {"client", "state"}}
    blind |= {"headers": kept, "client": None, "scheme": scheme or "http"}
    if is_reader:
        blind["query_string"] = b""
    return blind


def host_of(headers: list[tuple[bytes, bytes]]) -> str:
    """Return the host name of a request in lower case, without its port; "" if absent."""
    for name, value in headers:
        if name == b"host":
            return hostname(value.decode("latin-1"))
    return ""


def hostname(host: str) -> str:
    """Return the name in a Host header's value: lower case, no port, no final dot."""
    bare = host.strip().lower()
    if bare.startswith("["):
        return bare.partition("]")[0] + "]"
    return bare.partition(":")[0].rstrip(".")

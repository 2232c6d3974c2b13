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


class Door:
    """Forward each request to the application without its sender.

    `staff_hosts` maps the host names of the staff origin (lower case, without a port) to the
    scheme they are reached by; every other name is a reader's. A reader's request goes on
    without its query as well, so that none can reach a log or a store.
    """

    def __init__(self, application: Application, *, staff_hosts: dict[str, str]) -> None:
        self._application = application
        self._staff_hosts = staff_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = self._without_sender(scope)
        await self._application(scope, receive, send)

    def _without_sender(self, scope: Scope) -> Scope:
        scheme = self._staff_hosts.get(host_of(scope["headers"]))
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

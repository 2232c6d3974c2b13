"""The door: every request passes it, and loses there what could identify a visitor.

An ASGI wrapper around the application. Behind it no code can log, store or count an address,
because none arrives: the peer is dropped, and of the request's headers only a short list of
names goes on. The scheme comes from our own configuration, so no forwarded header is trusted.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

# A name or an address, an IPv6 one in brackets, then perhaps a port (RFC 9110, section 7.2).
_HOST = re.compile(r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]*)?")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
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
}
# What the sealed wires carry: a body, what it is, and what proves who asks. A cookie is not among
# them, nor anything else that a browser adds by itself and that means somebody.
_SEALED_HEADERS = frozenset(
    {
        b"host",
        b"accept-encoding",
        b"content-type",
        b"content-length",
        b"transfer-encoding",
        b"part-sha256",
    }
)
HELP_HEADERS = _SEALED_HEADERS | {b"case-lookup", b"case-auth"}
DESK_HEADERS = _SEALED_HEADERS | {b"authorization"}


# To sign in and to join takes a few hundred bytes. A body is taken in whole before anything is
# asked of it, so that a stranger's must be small.
LARGEST_OF_A_STRANGER = 100_000
# A report as PDF is a few megabytes; whatever is larger is a mistake or an attack.
LARGEST_BODY = 50_000_000
# Seconds until all of it must be there: of a member, the largest over a line of 100 kB a second.
_STRANGERS_BODY_WITHIN = 60.0
_BODY_WITHIN = 600.0
# What a reader looks for: a hundred letters, six bytes each as a form sends them.
LARGEST_OF_A_READER = 1_000
_READERS_BODY_WITHIN = 10.0
# A sealed letter or part over a slow line through Tor.
_SEALED_BODY_WITHIN = 300.0


@dataclass(frozen=True)
class SealedOrigin:
    """An origin of sealed help: how it is reached, and what of a request passes.

    `largest` tells of a method and a path how many bytes of a body do, at most.
    """

    scheme: str
    headers: frozenset[bytes]
    largest: Callable[[str, str], int]


_NONE: Mapping[str, SealedOrigin] = MappingProxyType({})


class Door:
    """Forward each request to the application without its sender.

    `staff_hosts` maps the host names of the staff origin (lower case, without a port) to the
    scheme they are reached by; every other name is a reader's. A reader's request goes on
    without its query and its body as well, so that neither can reach a log, a store or a
    temporary file; only what is posted to a path of which `takes_words` says so goes on, up to
    LARGEST_OF_A_READER bytes. On the staff origin a body ends the request where it grows beyond
    LARGEST_OF_A_STRANGER bytes, or LARGEST_BODY if `is_member` says of its headers that a member
    is signed in, and where it does not come to an end. `sealed_hosts` maps the host names of sealed
    help to what passes there: no query, and of a body as much as its address takes.
    """

    def __init__(
        self,
        application: Application,
        *,
        staff_hosts: dict[str, str],
        is_member: Callable[[Headers], Awaitable[bool]],
        takes_words: Callable[[str], bool] = lambda _path: False,
        sealed_hosts: Mapping[str, SealedOrigin] = _NONE,
    ) -> None:
        self._sealed_hosts = sealed_hosts
        self._takes_words = takes_words
        self._application = application
        self._staff_hosts = staff_hosts
        self._is_member = is_member

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        host = host_of(scope["headers"])
        sealed = self._sealed_hosts.get(host)
        if sealed is not None:
            await self._application(*_through(sealed, scope, receive), send)
            return
        scheme = self._staff_hosts.get(host)
        body: _NoBody | _LimitedBody
        if scheme is not None:
            is_member = partial(self._is_member, scope["headers"])
            within = _STRANGERS_BODY_WITHIN
            body = _LimitedBody(receive, LARGEST_OF_A_STRANGER, within, is_member=is_member)
        elif scope.get("method") == "POST" and self._takes_words(scope["path"]):
            body = _LimitedBody(receive, LARGEST_OF_A_READER, _READERS_BODY_WITHIN)
        else:
            body = _NoBody(receive)
        await self._application(_without_sender(scope, scheme), body.receive, send)


class _NoBody:
    """A body that is empty, whatever was sent; tells only when the reader has gone."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._is_told = False

    async def receive(self) -> MutableMapping[str, Any]:
        if not self._is_told:
            self._is_told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        message = await self._receive()
        while message["type"] == "http.request":
            message = await self._receive()
        return message


class _LimitedBody:
    """A body that ends the request where it is too large, or takes too long."""

    def __init__(
        self,
        receive: Receive,
        largest: int,
        within: float,
        *,
        is_member: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        self._receive = receive
        self._is_member = is_member
        self._size = 0
        self._largest = largest
        self._began = asyncio.get_running_loop().time()
        self._within = within
        self._is_whole = False

    async def receive(self) -> MutableMapping[str, Any]:
        if self._is_whole:  # what is waited for now is that the client goes
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._began + self._within):
                message = await self._receive()
        except TimeoutError:
            return _GONE
        self._size += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._size > self._largest and self._is_member and await self._is_member():
            self._largest, self._within = LARGEST_BODY, _BODY_WITHIN
        return message if self._size <= self._largest else _GONE


_GONE = {"type": "http.disconnect"}


def _through(sealed: SealedOrigin, scope: Scope, receive: Receive) -> tuple[Scope, Receive]:
    """Return what goes on of a request to an origin of sealed help."""
    largest = sealed.largest(scope.get("method", ""), scope.get("path", ""))
    body: _NoBody | _LimitedBody = _NoBody(receive)
    if largest:
        body = _LimitedBody(receive, largest, _SEALED_BODY_WITHIN)
    blind = _blind(scope, sealed.headers)
    return {**blind, "scheme": sealed.scheme, "query_string": b""}, body.receive


def _without_sender(scope: Scope, scheme: str | None) -> Scope:
    """Return the request without its peer and with the few headers that are needed."""
    if scheme is None:
        return {**_blind(scope, READER_HEADERS), "scheme": "http", "query_string": b""}
    return {**_blind(scope, STAFF_HEADERS), "scheme": scheme}


def _blind(scope: Scope, allowed: frozenset[bytes]) -> Scope:
    kept = [(name, value) for name, value in scope["headers"] if name in allowed]
    blind = {key: value for key, value in scope.items() if key not in {"client", "state"}}
    return blind | {"headers": kept, "client": None}


def host_of(headers: Headers) -> str:
    """Return the host name of a request in lower case, without its port; "" if absent."""
    for name, value in headers:
        if name == b"host":
            return hostname(value.decode("latin-1"))
    return ""


def hostname(host: str) -> str:
    """Return the name in a Host header's value: lower case, no port, no final dot.

    A value that is not a name and perhaps a port gives "", which is nobody's name.
    """
    found = _HOST.fullmatch(host.strip().lower())
    return found[1].rstrip(".") if found else ""

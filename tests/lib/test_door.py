import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

import pytest

from ambasada.lib.door import (
    DESK_HEADERS,
    HELP_HEADERS,
    LARGEST_BODY,
    READER_HEADERS,
    STAFF_HEADERS,
    Door,
    Headers,
    Receive,
    Scope,
    SealedOrigin,
    host_of,
    hostname,
)

_STAFF = {"admin.localhost": "https"}


def fifty(method: str, path: str) -> int:
    return 50_000 if (method, path) == ("POST", "/i/case") else 0


_SEALED = {
    "help.localhost": SealedOrigin("https", HELP_HEADERS, fifty),
    "desk.localhost": SealedOrigin("http", DESK_HEADERS, fifty),
}


@dataclass
class Body:
    size: int = 0
    is_whole: bool = False


def passed(headers: Headers, **scope: object) -> Scope:
    """Return the scope the application gets for a request."""
    seen: list[Scope] = []

    async def application(scope: Scope, _receive: object, _send: object) -> None:
        seen.append(scope)

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(_message: MutableMapping[str, Any]) -> None: ...

    asked = {
        "type": "http",
        "scheme": "https",
        "client": ("203.0.113.77", 50_000),
        "state": {"peer": "203.0.113.77"},
        "query_string": b"q=private",
        "path": "/en/",
        "headers": headers,
    }
    door = Door(
        application,
        staff_hosts=_STAFF,
        is_member=said_to_be(member=False),
        sealed_hosts=_SEALED,
    )
    asyncio.run(door(asked | scope, receive, send))
    return seen[0]


def said_to_be(*, member: bool) -> Callable[[Headers], Awaitable[bool]]:
    async def is_member(_headers: Headers) -> bool:
        return member

    return is_member


def body_behind(
    pieces: list[bytes], *, name: str, member: bool, ends: bool = True, asked: str = "POST /"
) -> Body:
    """Return what the application gets of a body that is sent in pieces."""
    got = Body()

    async def application(_scope: Scope, receive: Receive, _send: object) -> None:
        message: MutableMapping[str, Any] = {"more_body": True}
        while message.get("more_body"):
            message = await receive()
            got.size += len(message.get("body", b""))
        got.is_whole = message["type"] == "http.request"

    waiting = list(pieces)

    async def receive() -> MutableMapping[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        piece = waiting.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(waiting) or not ends}

    async def send(_message: MutableMapping[str, Any]) -> None: ...

    door = Door(
        application,
        staff_hosts=_STAFF,
        is_member=said_to_be(member=member),
        sealed_hosts=_SEALED,
    )
    method, path = asked.split(" ")
    scope = {"type": "http", "headers": [host(name)], "method": method, "path": path}
    asyncio.run(door(scope, receive, send))
    return got


def host(name: str) -> tuple[bytes, bytes]:
    return (b"host", name.encode())


# What browsers, proxies and content networks say about who asks.
TELLING = (
    b"x-forwarded-for",
    b"x-forwarded-host",
    b"x-forwarded-proto",
    b"x-real-ip",
    b"forwarded",
    b"via",
    b"cf-connecting-ip",
    b"cf-ipcountry",
    b"true-client-ip",
    b"user-agent",
    b"accept-language",
    b"referer",
    b"authorization",
    b"sec-ch-ua",
    b"dnt",
    b"from",
    b"x-request-id",
    b"save-data",
    b"viewport-width",
)


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "admin.localhost", "help.localhost", "desk.localhost"]
)
def test_peer_is_dropped_for_everybody(name: str) -> None:
    scope = passed([host(name)])

    assert scope["client"] is None
    assert "state" not in scope
    assert "203.0.113.77" not in repr(scope)


@pytest.mark.parametrize("name", ["127.0.0.1", "admin.localhost", "help.localhost", ""])
@pytest.mark.parametrize("telling", TELLING)
def test_header_that_tells_who_asks_is_dropped_for_everybody(name: str, telling: bytes) -> None:
    scope = passed([host(name), (telling, b"canary")])

    assert scope["headers"] == [host(name)]


def test_reader_has_no_cookie_no_query_and_no_form() -> None:
    sent = [host("127.0.0.1"), (b"cookie", b"a=b"), (b"content-type", b"text/plain")]

    scope = passed(sent)

    assert scope["headers"] == sent[:1]
    assert scope["query_string"] == b""


def test_member_keeps_what_signing_in_and_forms_need() -> None:
    sent = [host("admin.localhost")] + [
        (name, b"value") for name in sorted(STAFF_HEADERS - {b"host"})
    ]

    scope = passed(sent)

    assert scope["headers"] == sent
    assert scope["query_string"] == b"q=private"


@pytest.mark.parametrize(
    ("name", "headers"), [("help.localhost", HELP_HEADERS), ("desk.localhost", DESK_HEADERS)]
)
def test_sealed_wire_keeps_its_own_headers_and_no_query(
    name: str, headers: frozenset[bytes]
) -> None:
    everything = READER_HEADERS | STAFF_HEADERS | HELP_HEADERS | DESK_HEADERS | set(TELLING)
    sent = [host(name)] + [(each, b"value") for each in sorted(everything - {b"host"})]

    scope = passed(sent)

    assert {each for each, _value in scope["headers"]} == headers
    assert scope["query_string"] == b""
    assert scope["scheme"] == _SEALED[name].scheme


def test_lists_of_the_sealed_wires_hold_nothing_a_browser_adds_of_itself() -> None:
    assert not (HELP_HEADERS | DESK_HEADERS) & {b"cookie", b"origin", b"referer", b"user-agent"}
    assert not HELP_HEADERS & set(TELLING)
    assert {b"case-lookup", b"case-auth"} == HELP_HEADERS - DESK_HEADERS
    assert {b"authorization"} == DESK_HEADERS - HELP_HEADERS


def test_lists_of_headers_are_short_and_tell_nobody() -> None:
    assert READER_HEADERS < STAFF_HEADERS
    assert not STAFF_HEADERS & set(TELLING)
    assert b"cookie" not in READER_HEADERS


@pytest.mark.parametrize(
    ("name", "scheme"), [("admin.localhost", "https"), ("127.0.0.1", "http"), ("", "http")]
)
def test_scheme_comes_from_our_configuration_alone(name: str, scheme: str) -> None:
    scope = passed([host(name), (b"x-forwarded-proto", b"ftp")], scheme="ftp")

    assert scope["scheme"] == scheme


@pytest.mark.parametrize(
    "name", ["admin.localhost:8000", "ADMIN.Localhost", "admin.localhost.", " admin.localhost "]
)
def test_every_spelling_of_the_staff_name_is_the_staff_origin(name: str) -> None:
    assert passed([host(name), (b"cookie", b"a=b")])["query_string"] == b"q=private"


@pytest.mark.parametrize(
    "name",
    [
        "admin.localhost.evil",
        "xadmin.localhost",
        "evil@admin.localhost",
        "admin.localhost,x",
        "[::1]",
    ],
)
def test_other_names_are_readers(name: str) -> None:
    assert passed([host(name), (b"cookie", b"a=b")])["headers"] == [host(name)]


def test_first_of_two_host_headers_decides() -> None:
    names = [host("127.0.0.1"), host("admin.localhost")]

    assert passed([*names, (b"cookie", b"a=b")])["headers"] == names


PIECE = b"x" * 10_000
LITTLE, MUCH = [PIECE] * 10, [PIECE] * 11


def test_strangers_small_body_arrives() -> None:
    assert body_behind(LITTLE, name="admin.localhost", member=False) == Body(100_000, is_whole=True)


def test_strangers_large_body_ends_the_request() -> None:
    assert body_behind(MUCH, name="admin.localhost", member=False) == Body(100_000, is_whole=False)


def test_members_large_body_arrives() -> None:
    assert body_behind(MUCH, name="admin.localhost", member=True) == Body(110_000, is_whole=True)


def test_members_body_ends_the_request_where_it_is_a_mistake() -> None:
    pieces = [b"x" * 10_000_000] * 6

    got = body_behind(pieces, name="admin.localhost", member=True)

    assert got == Body(LARGEST_BODY, is_whole=False)


@pytest.mark.parametrize("member", [True, False])
def test_body_that_does_not_end_ends_the_request(
    monkeypatch: pytest.MonkeyPatch,
    member: bool,  # noqa: FBT001 -- a case
) -> None:
    monkeypatch.setattr("ambasada.lib.door._STRANGERS_BODY_WITHIN", 0.2)
    monkeypatch.setattr("ambasada.lib.door._BODY_WITHIN", 0.3)
    pieces = MUCH if member else LITTLE

    got = body_behind(pieces, name="admin.localhost", member=member, ends=False)

    assert got == Body(sum(map(len, pieces)), is_whole=False)


def test_readers_body_never_arrives() -> None:
    assert body_behind(MUCH, name="127.0.0.1", member=True) == Body(0, is_whole=True)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("POST /i/case", Body(50_000, is_whole=True)),
        ("POST /i/box", Body(0, is_whole=True)),
        ("GET /i/case", Body(0, is_whole=True)),
    ],
)
def test_body_of_a_sealed_wire_arrives_where_there_is_one(asked: str, expected: Body) -> None:
    pieces = [PIECE] * 5

    assert body_behind(pieces, name="help.localhost", member=False, asked=asked) == expected


def test_body_of_a_sealed_wire_ends_the_request_where_it_is_too_large() -> None:
    got = body_behind([PIECE] * 6, name="help.localhost", member=True, asked="POST /i/case")

    assert got == Body(50_000, is_whole=False)


def test_scope_of_the_caller_is_left_as_it_was() -> None:
    headers = [host("127.0.0.1"), (b"cookie", b"a=b")]

    passed(headers)

    assert headers == [host("127.0.0.1"), (b"cookie", b"a=b")]


def test_start_and_end_of_the_server_pass_unchanged() -> None:
    assert passed([], type="lifespan")["type"] == "lifespan"


def test_conversation_of_another_kind_does_not_pass_with_its_sender() -> None:
    scope = passed([host("127.0.0.1"), (b"cookie", b"a=b")], type="websocket")

    assert scope.get("client") is None
    assert (b"cookie", b"a=b") not in scope["headers"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Example.ORG:443", "example.org"),
        ("example.org.", "example.org"),
        ("[::1]:8000", "[::1]"),
        ("[::1", ""),
        ("", ""),
        (":8000", ""),
    ],
)
def test_name_of_a_host_header(value: str, expected: str) -> None:
    assert hostname(value) == expected
    assert host_of([(b"accept", b"*/*"), (b"host", value.encode())]) == expected


def test_request_without_a_host_header_asks_for_nobody() -> None:
    assert host_of([(b"accept", b"*/*")]) == ""


def test_host_header_of_any_bytes_is_nobodys() -> None:
    assert host_of([(b"host", b"\xff\xfe")]) == ""

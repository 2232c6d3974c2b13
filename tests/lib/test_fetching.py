"""A site that answers too much, too slowly or with something else is not waited for."""

import contextlib
import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import brotli
import pytest

from ambasada.lib import fetching
from ambasada.lib.fetching import NotThere, Site, Unfetched
from ambasada.lib.refused import Refused


@contextmanager
def answering(*answers: bytes, drips: bool = False) -> Iterator[Site]:
    """Serve these answers, one a connection; one that `drips` goes on, ten bytes a second."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(10)
    is_over = threading.Event()

    def serve() -> None:
        for answer in answers:
            connection, _peer = server.accept()
            connection.recv(65_536)
            connection.sendall(answer)
            with contextlib.suppress(OSError):  # nobody listens any more
                while drips and not is_over.wait(timeout=0.1):
                    connection.sendall(b"w")
            connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    site = Site(f"http://127.0.0.1:{server.getsockname()[1]}")
    try:
        yield site
    finally:
        is_over.set()
        site.close()
        thread.join(timeout=10)
        server.close()


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers]
    if not any(each.lower().startswith("content-length") for each in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [(b"words", ""), (gzip.compress(b"words"), "gzip"), (brotli.compress(b"words"), "br")],
    ids=["plain", "gzip", "br"],
)
def test_file_is_unpacked(packed: bytes, encoding: str) -> None:
    with answering(answer(packed, f"Content-Encoding: {encoding}")) as site:
        assert site.get("/x", at_most=5_000) == b"words"


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (answer(b"sixsix"), "is too large"),
        (answer(gzip.compress(b"sixsix"), "Content-Encoding: gzip"), "is too large"),
        (answer(gzip.compress(bytes(9_000_000)), "Content-Encoding: gzip"), "is too large"),
        (answer(brotli.compress(bytes(9_000_000)), "Content-Encoding: br"), "is too large"),
        (answer(b"five", "Content-Length: 5"), "is cut short"),
        (answer(b"words", "Content-Encoding: zstd"), "cannot be read"),
        (answer(b"words", "Content-Encoding: br"), "cannot be read"),
        (answer(b"words", "Content-Encoding: gzip"), "cannot be read"),
        (answer(gzip.compress(b"one")[:-9], "Content-Encoding: gzip"), "cannot be read"),
        (answer(b"", "Location: /y", status="302 Found"), "leads elsewhere"),
        (answer(b"", status="503 No"), "is answered with 503"),
        (b"nonsense\r\n\r\n", "cannot be fetched"),
        (b"", "cannot be fetched"),
    ],
    ids=range(13),
)
def test_answer_that_is_not_the_file_is_refused(sent: bytes, why: str) -> None:
    with answering(sent, sent) as site:
        with pytest.raises(Unfetched, match=why):
            site.get("/x", at_most=5)
        with socket.create_connection(("127.0.0.1", int(site.address.rpartition(":")[2]))):
            pass  # what is left to be served


@pytest.mark.parametrize("status", ["404 No", "410 Gone"])
def test_file_that_is_not_there_is_told_apart(status: str) -> None:
    with answering(answer(b"", status=status)) as site, pytest.raises(NotThere):
        site.get("/x", at_most=5)


@pytest.mark.parametrize(
    "begun",
    [
        answer(b"w", "Content-Length: 3000"),
        answer(b"w", "Content-Length: 3000", "Connection: close"),
        b"HTTP/1.1 200 OK\r\n\r\nw",
        b"HTTP/1.1 200 OK\r\nX-Long: w",
    ],
    ids=["kept open", "closed", "without a length", "in a header"],
)
def test_site_that_drips_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    # Long beside a tenth of a second, in which the next byte comes even on a busy machine.
    monkeypatch.setattr(fetching, "_WAITS", 3.0)
    monkeypatch.setattr(fetching, "_SLOWEST", 1_000_000)

    # To the end it would be five minutes.
    with answering(begun, drips=True) as site, pytest.raises(Unfetched, match="in time"):
        site.get("/x", at_most=3_000)


def test_all_that_is_asked_has_no_more_bytes_than_is_said() -> None:
    packed = answer(gzip.compress(b"words"), "Content-Encoding: gzip")
    with (
        answering(packed, answer(b"words")) as one,
        contextlib.closing(Site(one.address, in_all=28)) as site,
    ):
        assert site.get("/x", at_most=9) == b"words"
        with pytest.raises(Unfetched, match="is too large"):
            site.get("/x", at_most=9)
        with pytest.raises(Unfetched, match="has sent too much already"):
            site.get("/x", at_most=9)


def test_what_a_site_writes_gives_no_orders_to_a_terminal() -> None:
    nonsense = b"\x1b[2J\x1b]0;ours\x07" + b"a" * 9_000 + b"\r\n\r\n"
    with answering(nonsense) as site, pytest.raises(Unfetched) as refused:
        site.get("/x", at_most=5)

    said = str(refused.value)
    assert said.isprintable()
    assert "\\x1b[2J" in said
    assert len(said) < 300


def test_connection_the_other_side_closed_is_opened_anew() -> None:
    with answering(answer(b"one"), answer(b"two")) as site:
        assert site.get("/x", at_most=5) == b"one"
        assert site.get("/x", at_most=5) == b"two"


def test_nothing_is_said_of_who_asks() -> None:
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _peer = server.accept()
        heard.append(connection.recv(65_536))
        connection.sendall(answer(b"words"))
        connection.close()

    thread = threading.Thread(target=serve)
    thread.start()
    port = server.getsockname()[1]
    site = Site(f"http://127.0.0.1:{port}")
    site.get("/x", at_most=5)
    site.close()
    thread.join(timeout=10)
    server.close()

    assert heard[0].split(b"\r\n") == [
        b"GET /x HTTP/1.1",
        f"Host: 127.0.0.1:{port}".encode(),
        b"Accept-Encoding: br, gzip",
        b"",
        b"",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "www.example.org",
        "ftp://www.example.org",
        "file:///etc/passwd",
        "https://",
        "https://www.example.org/en/",
        "https://user@www.example.org",
        "https://www.example.org?x",
        "https://www.example.org:port",
        "https://[::1",
    ],
)
def test_address_that_is_no_site_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="a scheme and a host"):
        Site(address)

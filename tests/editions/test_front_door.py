"""What a reader gets at the front door, and what never reaches Django."""

import asyncio
import gzip
import hashlib
import os
import threading
from dataclasses import replace
from datetime import timedelta

import brotli
import pytest
from django.db import connection

from ambasada.editions.folders import MANIFEST
from ambasada.editions.replies import Answer, Request
from ambasada.editions.served import Shelf
from ambasada.lib.blobs import is_text
from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.lib.manifests import Entry, Manifest, with_delta
from ambasada.lib.minisign import PublicKey
from ambasada.network.models import Embassy
from tests.factories.editions import (
    Visitor,
    baked,
    folders,
    front_door,
    header,
    served_of,
    spoil,
    visitor_of,
)
from tests.factories.pages import news, withdraw_at_once

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.screens,
    pytest.mark.usefixtures("edition"),
]


@pytest.fixture
def visitor(britain: Embassy) -> Visitor:
    return visitor_of(britain)


def test_every_path_of_the_edition_is_answered_as_its_entry_says(
    britain: Embassy, visitor: Visitor
) -> None:
    every = served_of(britain).manifest.entries
    entries = {path: entry for path, entry in every.items() if not entry.is_copy_only}

    answers = {path: visitor.ask(path) for path in entries}

    assert {path: each.status for path, each in answers.items()} == {
        path: entry.status for path, entry in entries.items()
    }
    assert {path: len(each.body) for path, each in answers.items()} == {
        path: entry.size for path, entry in entries.items()
    }
    for path, entry in entries.items():
        expected = headers_for(HeaderClass.GREEN if entry.to else entry.headers)
        assert {name: header(answers[path], name.lower()) for name in expected} == expected


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br, gzip", "br"),
        ("gzip, deflate, br;q=1.0", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "gzip"),
        ("gzip;q=0", ""),
        ("identity", ""),
        ("zstd", ""),
        ("", ""),
        (";;,,=", ""),
    ],
)
def test_body_comes_in_the_smallest_form_the_client_takes(
    visitor: Visitor, accepted: str, encoding: str
) -> None:
    plain = visitor.ask("/en/")

    answer = visitor.ask("/en/", accept_encoding=accepted)

    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    assert header(answer, "content-encoding") == encoding
    assert header(answer, "vary") == "accept-encoding"
    assert unpack(answer.body) == plain.body


def test_page_the_reader_has_is_not_sent_again(visitor: Visitor) -> None:
    for accepted in ("br", "gzip", ""):
        first = visitor.ask("/en/", accept_encoding=accepted)
        tag = header(first, "etag")

        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = visitor.ask("/en/", accept_encoding=accepted, if_none_match=known)
            assert (again.status, again.body, header(again, "etag")) == (304, b"", tag)
            assert header(again, "cache-control") == "public, max-age=60"
        assert visitor.ask("/en/", accept_encoding=accepted, if_none_match='"x"').status == 200


def test_page_that_changed_is_sent_to_who_has_the_old_one(
    britain: Embassy, visitor: Visitor
) -> None:
    tag = header(visitor.ask("/en/news/"), "etag")
    news(britain)
    baked(britain, later=timedelta(minutes=1))

    answer = visitor_of(britain).ask("/en/news/", if_none_match=tag)

    assert answer.status == 200
    assert b"A quiet day" in answer.body


@pytest.mark.parametrize(
    ("asked", "cut"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=3-999999", slice(3, None)),
    ],
)
def test_part_is_sent_where_one_is_asked_for(
    visitor: Visitor, asked: str, cut: "slice[int, int | None, None]"
) -> None:
    whole = visitor.ask("/en/").body

    answer = visitor.ask("/en/", range=asked, accept_encoding="br")

    start, end, _step = cut.indices(len(whole))
    assert (answer.status, answer.body) == (206, whole[cut])
    assert header(answer, "content-range") == f"bytes {start}-{end - 1}/{len(whole)}"


@pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=-0", "bytes=99999999-999999999"])
def test_part_that_is_not_there_is_refused(visitor: Visitor, asked: str) -> None:
    answer = visitor.ask("/en/", range=asked)

    assert (answer.status, answer.body) == (416, b"")
    assert header(answer, "content-range").startswith("bytes */")


@pytest.mark.parametrize(
    "asked", ["bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "x" * 99]
)
def test_part_nobody_can_make_sense_of_gives_the_whole(visitor: Visitor, asked: str) -> None:
    assert visitor.ask("/en/", range=asked).status == 200


def test_part_of_what_has_changed_gives_the_whole(visitor: Visitor) -> None:
    tag = header(visitor.ask("/en/"), "etag")

    assert visitor.ask("/en/", range="bytes=0-9", if_range=tag).status == 206
    assert visitor.ask("/en/", range="bytes=0-9", if_range='"old"').status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"])
def test_readers_send_nothing(visitor: Visitor, method: str) -> None:
    answer = visitor.ask("/en/", method)

    assert (answer.status, header(answer, "allow")) == (405, "GET, HEAD")
    assert header(answer, "cache-control") == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/en/../../secret_key",
        "/en/%2e%2e/",
        "/en/%252e%252e/",
        "/en/\x00",
        "/" + "a" * 65_536,
        "//en/",
        "/EN/",
        "/en/news/index.html",
        "/static/",
        "/static/../secret_key",
        "/edition/",
        "/edition/blob/",
        "/edition/blob/" + "a" * 64,
        "/edition/blob/../../books.sqlite3",
        "/edition/delta/x.json",
        "/edition/../hosts.json",
        "/admin/",
        "/account/login/",
        "*",
    ],
)
def test_odd_path_is_not_found_and_django_is_not_asked(visitor: Visitor, path: str) -> None:
    answer = visitor.ask(path)

    assert answer.status == 404
    assert header(answer, "cache-control") == "no-store"


@pytest.mark.parametrize(("path", "language"), [("/be/x/", "be"), ("/ru/x", "ru"), ("/x/", "en")])
def test_what_is_not_there_is_told_in_the_language_asked_for(
    visitor: Visitor, path: str, language: str
) -> None:
    answer = visitor.ask(path)

    assert answer.status == 404
    assert header(answer, "content-language") == language
    assert f'<html lang="{language}"'.encode() in answer.body


def test_last_slash_is_added_where_that_makes_a_page(visitor: Visitor) -> None:
    answer = visitor.ask("/be/news")

    assert (answer.status, header(answer, "location")) == (301, "/be/news/")
    assert visitor.ask("/be").status == 301


def test_other_host_is_told_nothing(visitor: Visitor) -> None:
    for host in ("evil.example", "", "admin.localhost.evil.example"):
        answer = visitor.door.answer(Request("GET", host, "/en/", {}))

        assert (answer.status, answer.body) == (404, b"There is no site under this name.\n")


def test_reader_is_answered_without_a_database(
    britain: Embassy, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture
        visitor = visitor_of(britain)
        assert visitor.ask("/en/").status == 200
        assert visitor.ask("/en/nope/").status == 404
    assert connection.vendor


def test_page_taken_back_is_gone_in_every_language(britain: Embassy) -> None:
    item = news(britain)
    withdraw_at_once(item)
    baked(britain)

    answers = [visitor_of(britain).ask(f"/{code}/{item.address}") for code in ("en", "be", "ru")]

    assert [each.status for each in answers] == [410, 410, 410]
    assert [header(each, "cache-control") for each in answers] == ["no-store"] * 3


def test_edition_proves_itself(britain: Embassy) -> None:
    visitor = visitor_of(britain)
    edition = served_of(britain)

    manifest = bytes(visitor.ask("/edition/manifest.json").body)
    signature = bytes(visitor.ask("/edition/manifest.json.minisig").body).decode()

    line = bytes(visitor.ask("/edition/charter.json").body).decode().partition('"key":"')[2][:56]
    assert PublicKey.read(line).verify(manifest, signature) == "gb edition 1"
    assert Manifest.read(manifest) == edition.manifest
    for sha256 in edition.hashes:
        assert visitor.ask(f"/edition/blob/{sha256}").body == folders().blobs.read(sha256)


def test_delta_leads_from_the_edition_before(britain: Embassy) -> None:
    first = served_of(britain).manifest
    news(britain)
    baked(britain, later=timedelta(minutes=1))

    change = bytes(visitor_of(britain).ask("/edition/delta/1.json").body)

    assert with_delta(first, change).canonical() == folders().manifest_bytes("gb", 2)


def test_body_of_no_current_page_is_not_served(britain: Embassy) -> None:
    item = news(britain, title="Canary of yesterday")
    baked(britain)
    was = served_of(britain).manifest.entries[f"/en/{item.address}"].sha256
    withdraw_at_once(item)
    baked(britain, later=timedelta(minutes=1))

    assert folders().blobs.path(was).exists()
    assert visitor_of(britain).ask(f"/edition/blob/{was}").status == 404


def test_damaged_body_is_never_sent(britain: Embassy) -> None:
    sha256 = served_of(britain).manifest.entries["/en/"].sha256
    spoil(folders().blobs.path(sha256), b"canary")

    answer = visitor_of(britain).ask("/en/")

    assert answer.status == 503
    assert b"canary" not in answer.body
    assert header(answer, "cache-control") == "no-store"


@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_damaged_form_is_never_sent(britain: Embassy, encoding: str) -> None:
    sha256 = served_of(britain).manifest.entries["/en/"].sha256
    body = folders().blobs.read(sha256)
    spoil(folders().blobs.path(sha256, encoding), b"canary")

    answer = visitor_of(britain).ask("/en/", accept_encoding=encoding)

    assert (answer.status, answer.body, header(answer, "content-encoding")) == (200, body, "")


def test_new_edition_is_taken_in_without_a_restart(britain: Embassy) -> None:
    shelf = Shelf(folders())
    before = shelf.at(britain.site.hostname)
    news(britain)
    baked(britain, later=timedelta(minutes=1))

    shelf.look()

    after = shelf.at(britain.site.hostname)
    assert before is not None
    assert after is not None
    assert (before.manifest.number, after.manifest.number) == (1, 2)
    assert after.manifest == folders().current_manifest("gb")


@pytest.mark.parametrize("damage", [b"", b"{", b"null", b'{"format": "another"}'])
def test_unreadable_edition_leaves_the_one_before_in_place(britain: Embassy, damage: bytes) -> None:
    shelf = Shelf(folders())
    news(britain)
    baked(britain, later=timedelta(minutes=1))
    for name in ("manifest.json", "delta.json"):
        (folders().edition("gb", 2) / name).write_bytes(damage)

    shelf.look()

    served = shelf.at(britain.site.hostname)
    assert served is not None
    assert served.manifest.number == 1


def test_many_read_while_editions_change(britain: Embassy) -> None:
    shelf = Shelf(folders())
    seen: set[tuple[int, bool]] = set()
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            edition = shelf.at(britain.site.hostname)
            assert edition is not None
            entry = edition.manifest.entries["/en/news/"]
            body, _encoding = shelf.bodies.read(entry.sha256, ("br",))
            seen.add((edition.manifest.number, len(body) > 0))
            is_over.wait(0.002)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers:
        each.start()
    try:
        for number in range(3):
            news(britain, title=f"Item {number}")
            baked(britain, later=timedelta(minutes=number + 1))
            shelf.look()
    finally:
        is_over.set()
        for each in readers:
            each.join(timeout=20)

    assert {whole for _number, whole in seen} == {True}


def test_only_the_staff_origin_goes_on_to_django(britain: Embassy) -> None:
    door = front_door()

    async def ask(host: str) -> list[object]:
        sent: list[object] = []
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/admin/",
            "headers": [(b"host", host.encode())],
        }

        async def receive() -> dict[str, object]:
            return {"type": "http.request"}

        async def send(message: object) -> None:
            sent.append(message)

        await door(scope, receive, send)
        return sent

    assert asyncio.run(ask(britain.site.hostname))[0]["status"] == 404  # type: ignore[index]
    with pytest.raises(AssertionError, match="Django was asked"):
        asyncio.run(ask("admin.localhost"))


def test_answer_to_head_has_the_length_and_no_body(britain: Embassy) -> None:
    whole: Answer = visitor_of(britain).ask("/en/")

    async def head() -> list[dict[str, object]]:
        sent: list[dict[str, object]] = []

        async def receive() -> dict[str, object]:
            return {"type": "http.request"}

        async def send(message: dict[str, object]) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": "HEAD",
            "path": "/en/",
            "headers": [(b"host", britain.site.hostname.encode())],
        }
        await front_door()(scope, receive, send)  # type: ignore[arg-type]  # a plain dict
        return sent

    start, body = asyncio.run(head())

    assert start["headers"] == whole.headers
    assert body["body"] == b""


def with_body(embassy: Embassy, path: str, body: bytes, *, kind: str) -> Visitor:
    """Return a reader of an edition that holds a body besides."""
    place, manifest = folders(), served_of(embassy).manifest
    sha256 = place.blobs.put(body, is_text=is_text(kind))
    entry = Entry(sha256, len(body), kind, headers=HeaderClass.DOCUMENT)
    larger = replace(
        manifest, number=manifest.number + 1, entries={**manifest.entries, path: entry}
    )
    folder = place.edition("gb", larger.number)
    folder.mkdir()
    (folder / MANIFEST).write_bytes(larger.canonical())
    place.point_to("gb", larger.number)
    return visitor_of(embassy)


def test_large_body_is_sent_in_pieces_and_is_whole(britain: Embassy) -> None:
    body = os.urandom(3_000_000)
    visitor = with_body(britain, "/documents/large.pdf", body, kind="application/pdf")

    answer = visitor.ask("/documents/large.pdf")
    sent = visitor.sent("/documents/large.pdf")

    assert bytes(answer.body) == body
    assert len(sent) > 10
    assert b"".join(sent) == body
    assert visitor.sent("/documents/large.pdf", method="HEAD") == [b""]


def test_large_body_that_was_damaged_is_not_sent(britain: Embassy) -> None:
    body = os.urandom(3_000_000)
    visitor = with_body(britain, "/documents/large.pdf", body, kind="application/pdf")
    assert visitor.ask("/documents/large.pdf").status == 200

    path = folders().blobs.path(hashlib.sha256(body).hexdigest())
    path.write_bytes(body[:-1] + b"?")

    assert visitor.ask("/documents/large.pdf").status == 503


def test_large_text_is_sent_packed(britain: Embassy) -> None:
    body = b"".join(b"line %d of a long text\n" % number for number in range(100_000))
    visitor = with_body(britain, "/documents/large.txt", body, kind="text/plain")

    for _again in range(2):
        answer = visitor.ask("/documents/large.txt", accept_encoding="br")
        assert header(answer, "content-encoding") == "br"
        assert brotli.decompress(bytes(answer.body)) == body

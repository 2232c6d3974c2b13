"""The list of the intake: one form, one way to read it, and every difference in words."""

import json
from datetime import date

import pytest

from ambasada.lib.intakes import IntakeList, NotAnIntakeList, list_signed_by
from ambasada.lib.manifests import sha256_of
from ambasada.lib.minisign import NotSigned, SecretKey

BODIES = {"/gb/en/": b"<!doctype html>", "/assets/intake.js": b"'use strict';"}
LIST = IntakeList(
    embassy="gb",
    origin="https://help.example.org",
    number=3,
    issued=date(2026, 11, 24),
    files={path: sha256_of(body) for path, body in BODIES.items()},
)


def test_list_is_canonical_json_as_the_format_says() -> None:
    assert LIST.canonical() == (
        b'{"embassy":"gb","files":{"/assets/intake.js":"'
        + LIST.files["/assets/intake.js"].encode()
        + b'","/gb/en/":"'
        + LIST.files["/gb/en/"].encode()
        + b'"},"format":"ambasada intake 1","issued":"2026-11-24","number":3,'
        b'"origin":"https://help.example.org"}'
    )


def test_list_is_read_as_it_was_written() -> None:
    assert IntakeList.read(LIST.canonical()) == LIST


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("format", "ambasada intake 2"),
        ("number", 0),
        ("number", 2**53),
        ("number", "three"),
        ("issued", "2026-13-01"),
        ("origin", "https://help.example.org/gb/"),
        ("origin", "javascript:alert(1)"),
        ("files", {}),
        ("files", []),
        ("files", {"/gb/../x": "0" * 64}),
        ("files", {"/gb/en/": "0" * 63}),
        ("files", {"/gb/en/": None}),
    ],
)
def test_what_is_no_list_is_refused(name: str, value: object) -> None:
    values = json.loads(LIST.canonical()) | {name: value}

    with pytest.raises(NotAnIntakeList):
        IntakeList.read(json.dumps(values).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{}", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(NotAnIntakeList):
        IntakeList.read(content)


def test_list_is_taken_only_with_the_signature_of_the_key() -> None:
    root, other = SecretKey.make(), SecretKey.make()
    content = LIST.canonical()
    signature = root.sign(content, "gb intake 3").encode()

    assert list_signed_by(root.public, content, signature) == LIST
    for key, said in ((other.public, content), (root.public, content + b" ")):
        with pytest.raises(NotSigned, match="not signed with this root key"):
            list_signed_by(key, said, signature)


def test_every_difference_is_said() -> None:
    found = {"/gb/en/": b"<!doctype html><script>", "/gb/be/": b"more"}

    assert LIST.differences(BODIES) == []
    assert LIST.differences(found) == [
        "/assets/intake.js is not there.",
        "/gb/be/ is not on the list.",
        "/gb/en/ is not what was signed.",
    ]

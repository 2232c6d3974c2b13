import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import (
    FORMAT,
    Entry,
    Manifest,
    NotAManifest,
    canonical,
    delta,
    is_path,
    with_delta,
)

NOW = datetime(2027, 3, 25, 12, tzinfo=UTC)
PAGE = Entry("a" * 64, 12, "text/html; charset=utf-8", "en")
GONE = Entry("b" * 64, 9, "text/html", "en", headers=HeaderClass.YELLOW, status=410)
MOVED = Entry(to="/en/new/", status=301)
STAND_IN = Entry("c" * 64, 3, "text/html", "en", is_copy_only=True)


def manifest(**entries: Entry) -> Manifest:
    return Manifest(
        embassy="xt",
        origin="https://xt.example.org",
        number=7,
        previous="f" * 64,
        created=NOW,
        expires=NOW + timedelta(days=30),
        charter=2,
        ledger={"day": "2027-03-24", "number": 3, "sha256": "e" * 64},
        entries={f"/en/{name}/": entry for name, entry in entries.items()},
    )


def test_manifest_is_what_it_was_after_writing_and_reading() -> None:
    made = manifest(page=PAGE, gone=GONE, moved=MOVED, form=STAND_IN)

    assert Manifest.read(made.canonical()) == made


def test_same_entries_give_the_same_bytes_in_any_order() -> None:
    one, other = manifest(a=PAGE, b=GONE), manifest(b=GONE, a=PAGE)

    assert one.canonical() == other.canonical()


def test_delta_makes_the_newer_manifest_of_the_older_one() -> None:
    older = manifest(stays=PAGE, changes=PAGE, goes=GONE)
    newer = replace(
        manifest(stays=PAGE, changes=GONE, comes=MOVED), number=8, reason="back to edition 3"
    )

    assert with_delta(older, delta(older, newer)) == newer
    assert "/en/stays/" not in json.loads(delta(older, newer))["files"]


def test_delta_of_another_edition_is_refused() -> None:
    older = manifest(page=PAGE)
    newer = replace(older, number=8)

    with pytest.raises(NotAManifest, match="continues another edition"):
        with_delta(replace(older, number=6), delta(older, newer))


@pytest.mark.parametrize(
    "path",
    [
        "",
        "en/",
        "//en/",
        "/../secret_key",
        "/en/../../x",
        "/en/..",
        "/./x",
        "/en/\x00",
        "/en/%2e%2e/",
        "/en/a b/",
        "/en\\x",
        "/en/é/",
        "/en/" + "a" * 600 + "/",
        "https://evil.example/",
        7,
    ],
)
def test_path_that_leaves_the_site_is_refused(path: object) -> None:
    assert not is_path(path)
    content = json.loads(manifest(page=PAGE).canonical())
    content["files"][path] = PAGE.written()

    if isinstance(path, str):
        with pytest.raises(NotAManifest, match="leaves the site"):
            Manifest.read(json.dumps(content).encode())


@pytest.mark.parametrize(
    "path",
    ["/", "/en/", "/robots.txt", "/.well-known/security.txt", "/en/news/2027-03-25-a/", "/a~b/"],
)
def test_paths_of_ours_are_taken(path: str) -> None:
    assert is_path(path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"sha256": "../../x"}, "no hash"),
        ({"sha256": "A" * 64}, "no hash"),
        ({"to": "//evil.example/"}, "out of the site"),
        ({"to": "https://evil.example/"}, "out of the site"),
        ({"headers": "purple"}, "not a manifest"),
        ({"size": "many"}, "not a manifest"),
    ],
)
def test_entry_that_cannot_be_ours_is_refused(change: dict[str, str], sentence: str) -> None:
    content = json.loads(manifest(page=PAGE).canonical())
    content["files"]["/en/page/"] |= change

    with pytest.raises(NotAManifest, match=sentence):
        Manifest.read(json.dumps(content).encode())


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_manifest_is_told(content: bytes) -> None:
    with pytest.raises(NotAManifest):
        Manifest.read(content)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ('"number":8', '"number":1e999'),
        ('"number":8', '"number":-1'),
        ('"charter":2', '"charter":[]'),
    ],
)
def test_number_that_is_none_is_told(value: str, written: str) -> None:
    older, newer = manifest(page=PAGE), replace(manifest(page=PAGE), number=8)
    whole, change = newer.canonical().decode(), delta(older, newer).decode()
    assert value in whole

    with pytest.raises(NotAManifest):
        Manifest.read(whole.replace(value, written).encode())
    with pytest.raises(NotAManifest):
        with_delta(older, change.replace(value, written).encode())


@pytest.mark.parametrize("ledger", [[[1, 2], ["a", 3]], {"day": [[[]]]}, {"day": {"a": 1}}, 7])
def test_ledger_that_cannot_be_written_again_is_told(ledger: object) -> None:
    older, newer = manifest(page=PAGE), replace(manifest(page=PAGE), number=8)
    change = json.loads(delta(older, newer))
    change["head"]["ledger"] = ledger

    with pytest.raises(NotAManifest):
        with_delta(older, json.dumps(change).encode())


@pytest.mark.parametrize(
    "path",
    [
        "/edition/manifest.json",
        "/edition/",
        "/offline/information.zip",
        "/en/emergency/index.html",
        "/en/emergency/index.html.gz",
        "/en/emergency/index.html.BR",
    ],
)
def test_path_that_a_web_server_takes_for_something_else_is_refused(path: str) -> None:
    content = json.loads(manifest(page=PAGE).canonical())
    content["files"][path] = PAGE.written()

    with pytest.raises(NotAManifest, match=f"where no page may stand: {path}"):
        Manifest.read(json.dumps(content).encode())
    with pytest.raises(NotAManifest, match=f"where no page may stand: {path}"):
        with_delta(manifest(), delta(manifest(), replace(manifest(), entries={path: PAGE})))


def test_manifest_of_another_version_is_told() -> None:
    content = json.loads(manifest().canonical()) | {"format": "ambasada edition 2"}

    with pytest.raises(NotAManifest, match="another version"):
        Manifest.read(json.dumps(content).encode())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=4))
def test_no_value_makes_reading_fail_in_another_way(value: object) -> None:
    for name in ("number", "created", "files", "ledger", "origin"):
        content = json.loads(manifest(page=PAGE).canonical()) | {name: value}
        try:
            Manifest.read(json.dumps(content).encode())
        except NotAManifest:
            continue


_WORDS = st.text(max_size=12)
_ENTRIES = st.builds(
    Entry,
    sha256=_WORDS,
    size=st.integers(0),
    type=_WORDS,
    language=_WORDS,
    headers=st.sampled_from(HeaderClass),
    status=st.sampled_from([200, 404, 410]),
    is_copy_only=st.booleans(),
) | st.builds(Entry, to=st.text(min_size=1, max_size=12), status=st.just(301))


@given(st.dictionaries(_WORDS, _ENTRIES, max_size=5), _WORDS)
def test_bytes_are_canonical_json_whatever_is_in_them(
    entries: dict[str, Entry], reason: str
) -> None:
    made = replace(manifest(), entries=entries, reason=reason)
    files = {path: entry.written() for path, entry in entries.items()}
    said = {"format": FORMAT, **made.head(), "files": files}

    assert made.canonical() == canonical(said)

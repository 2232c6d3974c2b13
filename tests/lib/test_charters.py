"""What the charter guards can send nobody to a number that it does not give."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ambasada.lib.charters import (
    Charter,
    EditionKey,
    NotACharter,
    contradictions,
    is_guarded,
    is_strange,
)
from ambasada.lib.manifests import Entry, Manifest
from ambasada.lib.minisign import SecretKey

NOW = datetime(2027, 3, 25, 12, tzinfo=UTC)
PAGE = Entry("a" * 64, 12, "text/html; charset=utf-8", "en")
CHARTER = Charter(
    embassy="xt",
    number=2,
    issued=NOW,
    keys=(EditionKey(SecretKey.make().public, NOW + timedelta(days=90)),),
    addresses=("https://xt.example.org",),
    onion="",
    contacts=("tel:999", "mailto:office@example.org?subject=Help&amp;body=Now"),
)
MANIFEST = Manifest(
    embassy="xt",
    origin="https://xt.example.org",
    number=7,
    previous="",
    created=NOW,
    expires=NOW + timedelta(days=30),
    charter=2,
    entries={},
)


@pytest.mark.parametrize(
    "page",
    [
        '<a href="tel:666">Call</a>',
        "<a href='tel:666'>Call</a>",
        "<a href=tel:666>Call</a>",
        '<A HREF = "TEL:666">Call</A>',
        '<a href="\n tel:666">Call</a>',
        '<a href="t&#10;el&colon;666">Call</a>',
        '<a href="&#116;el:666">Call</a>',
        '<a href="tel:999&quot;666">Call</a>',
        "<a href=tel:999\u00a0666>Call</a>",
        "<!--><a href=tel:666>Call</a>-->",
        '<p title="<a href=">href="</p><a href="tel:666">Call</a>',
        '<p><svg><a xlink:href="tel:666">Call</a></svg></p>',
        '<a href="mailto:other@example.org">Write</a>',
        '<a href="sms:999">Write</a>',
        '<meta http-equiv="refresh" content="0;url=/en/safe/">',
        '<a href="te\x1b(Bl:666">Call</a>',
        "<p>words</p>" * 100_000,
    ],
)
def test_number_that_is_not_ours_is_seen_however_it_is_written(page: str) -> None:
    assert is_strange(CHARTER, "/en/emergency/", page.encode())


def test_number_in_another_encoding_is_seen() -> None:
    assert is_strange(CHARTER, "/en/", '\ufeff<a href="tel:666">'.encode("utf-16-le"))


@pytest.mark.parametrize(
    "page",
    [
        '<a href="tel:999">Call</a> <a class=plain href=/en/help/>Help</a>',
        '<a href="mailto:office@example.org?subject=Help&amp;body=Now">Write</a>',
        "<p>Tel: 020 7946 0999, e-mail: other@example.org</p>",
        '<p title="Tel: one">1 + 1 = 2</p>',
    ],
)
def test_page_with_our_numbers_is_not_strange(page: str) -> None:
    assert not is_strange(CHARTER, "/en/emergency/", page.encode())


def test_exit_may_lead_on() -> None:
    assert not is_strange(CHARTER, "/exit/", b'<meta http-equiv="refresh" content="0;url=/x/">')


@pytest.mark.parametrize("path", ["/", "/en/", "/be/404/", "/ru/emergency/", "/en/emergency"])
def test_what_is_shown_in_place_of_a_guarded_page_is_guarded_too(path: str) -> None:
    assert is_guarded(path)


def test_guarded_address_that_leads_elsewhere_contradicts_the_charter() -> None:
    moved = {"/en/emergency/": Entry(to="/en/safe/", status=301), "/en/news/": Entry(to="/en/")}
    read_otherwise = {"/en/help/": replace(PAGE, type="text/html; charset=utf-16")}

    found = contradictions(
        CHARTER, replace(MANIFEST, entries=moved | read_otherwise), lambda _sha256: b""
    )

    assert found == [
        "/en/emergency/ is no page of its own, and the charter guards it.",
        "/en/help/ is no page of its own, and the charter guards it.",
    ]


def test_charter_with_a_number_without_end_is_told() -> None:
    with pytest.raises(NotACharter):
        Charter.read(CHARTER.canonical().replace(b'"number":2', b'"number":1e999'))

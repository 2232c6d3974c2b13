"""The onion address: told where it helps, proved by the charter, and never a way into a header."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from ambasada.editions.actions import bake_all, export
from ambasada.editions.keys import KeyFolder
from ambasada.editions.replies import Answer, Request
from ambasada.lib.charters import contradictions
from ambasada.lib.manifests import Manifest
from ambasada.network.models import Embassy, OnionAddress
from tests.factories.editions import NOW, baked, folders, front_door, header, text_at, visitor_of
from tests.factories.onions import onion_of
from tests.factories.pages import approve_at_once, onion, withdraw_at_once
from tests.factories.staff import editor_of
from tests.factories.web_servers import nginx_on

pytestmark = [pytest.mark.django_db, pytest.mark.files]
LATER = timedelta(minutes=1)
ONION = onion_of()
HOSTILE = [
    "/en/\r\nSet-Cookie: id=1",
    "/en/\nX-Evil: 1/",
    "/en/\x00/",
    "/en/навіны/",
    "/en/\udcff/",
    "/en/a b/",
    "/en/%0d%0aX-Evil: 1/",
    "//evil.example.org/",
    "/en/../../x/",
    '/en/"><script>/',
    "/en/;a/",
    "/en/@evil.example.org/",
    f"/{'a/' * 900}",
]


@pytest.fixture
def address(edition: Embassy) -> OnionAddress:
    """Let Britain have an onion address, and bake."""
    fact = onion(edition, ONION)
    baked(edition, later=LATER)
    return fact


def manifest() -> Manifest:
    found = folders().current_manifest("gb")
    assert found is not None
    return found


def through_tor(path: str) -> Answer:
    bake_all(now=NOW + LATER)
    return front_door().answer(Request("GET", ONION.removeprefix("http://"), path, {}))


def test_pages_of_the_open_web_say_where_they_are_read_through_tor(
    britain: Embassy, address: OnionAddress
) -> None:
    reader = visitor_of(britain)

    for path in ("/", "/en/", "/be/contact/", "/ru/nowhere/"):
        assert header(reader.ask(path), "onion-location") == f"{address.address}{path}"
    for path in ("/sitemap.xml", "/en", "/edition/manifest.json"):
        assert header(reader.ask(path), "onion-location") == ""


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize("path", HOSTILE)
def test_nothing_of_a_path_that_could_break_a_header_is_repeated(
    britain: Embassy, path: str
) -> None:
    answer = visitor_of(britain).ask(path)

    assert answer.status == 404
    assert header(answer, "onion-location") == ""
    assert all(b"\r" not in value and b"\n" not in value for _name, value in answer.headers)


@pytest.mark.usefixtures("address")
def test_onion_host_answers_and_leads_nowhere_else() -> None:
    answer = through_tor("/en/")

    assert answer.status == 200
    assert header(answer, "onion-location") == ""


def test_verify_page_gives_it_in_every_language(britain: Embassy, address: OnionAddress) -> None:
    for language in britain.languages:
        assert f"{address.address}/</dd>" in text_at(britain, f"/{language}/verify/")


def test_address_that_was_taken_back_is_not_given_or_answered_any_more(
    britain: Embassy, address: OnionAddress
) -> None:
    assert through_tor("/en/").status == 200

    withdraw_at_once(address)

    assert through_tor("/en/").status == 404
    assert manifest().onion == ""
    assert ONION not in text_at(britain, "/en/verify/")
    assert header(visitor_of(britain).ask("/en/"), "onion-location") == ""


def test_charter_that_is_signed_here_follows_the_approval(address: OnionAddress) -> None:
    charter = KeyFolder(settings.KEYS_ROOT, "gb").charter

    assert charter is not None
    assert charter.charter.onion == manifest().onion == address.address


def test_charter_that_is_signed_offline_decides(edition: Embassy) -> None:
    keys = KeyFolder(settings.KEYS_ROOT, "gb")
    assert keys.root is not None
    keys.pin(keys.root)
    onion(edition, ONION)

    baked(edition, later=LATER)

    assert manifest().onion == ""
    assert ONION not in text_at(edition, "/en/verify/")
    page = editor_of(edition).get("/admin/editions/").content.decode()
    assert "The charter does not know this address yet" in page


def test_address_given_up_may_be_left_out_before_the_charter_says_so(
    britain: Embassy, address: OnionAddress
) -> None:
    keys = KeyFolder(settings.KEYS_ROOT, "gb")
    assert keys.root is not None
    keys.pin(keys.root)
    withdraw_at_once(address)

    baked(britain, later=2 * LATER)

    charter = keys.charter
    assert charter is not None
    assert (charter.charter.onion, manifest().onion) == (ONION, "")
    assert contradictions(charter.charter, manifest(), folders().blobs.read) == []
    other = replace(manifest(), onion=onion_of(2))
    assert contradictions(charter.charter, other, folders().blobs.read) != []


def test_screen_says_that_readers_are_told(britain: Embassy, address: OnionAddress) -> None:
    browser: Client = editor_of(britain)

    page = browser.get("/admin/editions/").content.decode()

    assert address.address in page
    assert "The charter gives it, and readers are told of it." in page


@pytest.mark.usefixtures("address")
def test_web_server_says_the_same(britain: Embassy, tmp_path: Path) -> None:
    export(britain, tmp_path / "copy")
    tor = ONION.removeprefix("http://")
    with nginx_on(tmp_path / "copy", tmp_path / "nginx") as server:
        told = {
            path: server.ask(path).headers.get("onion-location")
            for path in ("/", "/be/contact/", "/ru/nowhere/", "/en/nowhere", "/sitemap.xml")
        }
        hostile = [
            server.ask(path)
            for path in ("/en/%0d%0aX-Evil:%201/", "/en/%D0%BD/", "/en/%22/", "/en/?a=1")
        ]
        there = server.ask("/en/", Host=tor)

    assert told == {
        "/": f"{ONION}/",
        "/be/contact/": f"{ONION}/be/contact/",
        "/ru/nowhere/": f"{ONION}/ru/nowhere/",
        "/en/nowhere": f"{ONION}/en/nowhere",
        "/sitemap.xml": None,
    }
    assert [each.headers.get("onion-location") for each in hostile] == [
        None,
        None,
        None,
        f"{ONION}/en/",
    ]
    assert all("x-evil" not in each.headers for each in hostile)
    assert (there.status, there.headers.get("onion-location")) == (200, None)


def test_address_can_be_changed_for_another(britain: Embassy, address: OnionAddress) -> None:
    address.address = onion_of(2)
    address.save_revision()
    approve_at_once(address)

    baked(britain, later=2 * LATER)

    assert manifest().onion == onion_of(2)
    assert onion_of(2) in text_at(britain, "/be/verify/")

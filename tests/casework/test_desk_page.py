"""The page of the desk: the same for everybody at its origin; colleagues for members alone."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from ambasada.casework import desk_page
from ambasada.casework.desk_page import BUNDLE
from ambasada.config.intakes import desk_faults
from ambasada.network.models import Embassy
from tests.casework.client import told
from tests.casework.desks import Desk
from tests.factories.duty import ALL, development_root
from tests.running_site import REPOSITORY

pytestmark = pytest.mark.django_db(databases=ALL)


@pytest.fixture
def browser() -> Client:
    return Client(headers={"host": str(settings.DESK_HOST)})


def test_page_names_the_root_keys_it_trusts_and_loads_what_is_there(
    britain: Embassy, browser: Client
) -> None:
    root = development_root(britain)

    page = browser.get("/gb/be/")

    body = page.content.decode()
    assert page.status_code == 200
    assert root.public.line in body
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert not page.cookies
    for address in re.findall(r'"(/assets/[^"]+)"', body):
        assert browser.get(address).status_code == 200
    assert browser.get("/gb/en/").content != page.content
    assert browser.get("/gb/fr/").status_code == 404
    assert browser.get("/assets/desk_page.py").status_code == 404


def test_page_of_the_desk_is_at_no_other_origin(
    britain: Embassy,  # noqa: ARG001 -- whose host is asked
) -> None:
    for host in (settings.HELP_HOST, settings.STAFF_HOST):
        asked = Client(headers={"host": str(host)})
        assert asked.get("/assets/desk.js").status_code == 404


def test_colleagues_are_told_to_members_of_the_same_embassy_alone(
    desk: Desk, browser: Client
) -> None:
    (helper,) = desk.helpers
    helper.sign_in()

    mine = told(helper.ask("/s/members/gb"))

    assert mine == {"members": [{"kid": helper.kid, "name": helper.name}]}
    assert helper.ask("/s/members/norland").status == 404
    assert browser.get("/s/members/gb").status_code == 404


def test_page_names_the_embassy_of_its_address_and_no_other(
    britain: Embassy, norland: Embassy, browser: Client
) -> None:
    for each in (britain, norland):
        development_root(each)

    body = browser.get("/gb/en/").content.decode()

    assert body.count('name="ambasada-office"') == 1
    assert "norland" not in body.casefold()
    assert browser.get("/norland/en/").status_code == 200
    assert browser.get("/").status_code == browser.get("/en/").status_code == 404
    assert browser.get("/elsewhere/en/").status_code == 404


def test_bundle_is_the_one_that_the_source_names() -> None:
    assert BUNDLE.changed() == [], "python frontend/build.py --accept, if the change was meant"


@pytest.mark.usefixtures("britain")
def test_desk_whose_bundle_was_changed_is_closed_and_says_so(
    browser: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bundle"
    shutil.copytree(BUNDLE.folder, folder)
    (folder / "desk.js").write_bytes(b"alert()")
    monkeypatch.setattr(desk_page, "BUNDLE", replace(BUNDLE, folder=folder))
    desk_page.desk_bundle.cache_clear()

    pages = [browser.get(f"/gb/{language}/") for language in ("en", "be", "ru")]
    asset = browser.get("/assets/desk.js")
    faults = desk_faults()
    desk_page.desk_bundle.cache_clear()

    assert [each.status_code for each in pages] == [503, 503, 503]
    assert len({each.content for each in pages}) == 3
    assert pages[0].content.startswith(b"The desk is closed")
    assert asset.status_code == 404
    assert faults[0].startswith("The desk is closed. desk.js of the desk is not the file")


def test_bundle_is_built_again_byte_for_byte(tmp_path: Path) -> None:
    """By anybody, anywhere: the names of folders are not in it."""
    for folder in (tmp_path / "once", tmp_path / "elsewhere" / "twice"):
        subprocess.run(
            [sys.executable, str(REPOSITORY / "frontend" / "build.py"), "--desk", str(folder)],
            check=True,
            capture_output=True,
        )
        assert replace(BUNDLE, folder=folder).changed() == []
        assert {each.name for each in folder.iterdir()} == set(BUNDLE.known)

"""The page of the desk: the same for everybody at its origin; colleagues for members alone."""

import re

import pytest
from django.conf import settings
from django.test import Client

from ambasada.network.models import Embassy
from tests.casework.client import told
from tests.casework.desks import Desk
from tests.factories.duty import ALL, development_root

pytestmark = pytest.mark.django_db(databases=ALL)


@pytest.fixture
def browser() -> Client:
    return Client(headers={"host": str(settings.DESK_HOST)})


def test_page_names_the_root_keys_it_trusts_and_loads_what_is_there(
    britain: Embassy, browser: Client
) -> None:
    root = development_root(britain)

    page = browser.get("/be/")

    body = page.content.decode()
    assert page.status_code == 200
    assert root.public.line in body
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert not page.cookies
    for address in re.findall(r'"(/assets/[^"]+)"', body):
        assert browser.get(address).status_code == 200
    assert browser.get("/").content != page.content
    assert browser.get("/fr/").status_code == 404
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

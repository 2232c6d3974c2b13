"""The listener of the path without scripts: its settings, its forms, its budget."""

import os

import pytest

from ambasada.config.environment import Environment
from ambasada.config.plain import OF_AN_HOUR, Budget, fields_in
from ambasada.lib.refused import Refused
from tests.factories.onions import OF_TOR


def test_it_is_off_by_default() -> None:
    assert Environment().plain_host == ""


def test_onion_address_turns_it_on() -> None:
    assert f"http://{Environment(plain_origin=OF_TOR).plain_host}" == OF_TOR


@pytest.mark.parametrize(
    "origin",
    [
        "https://help.example.org",
        "http://help.localhost:8000",
        f"{OF_TOR}/",
        OF_TOR.replace("http:", "https:"),
        OF_TOR.replace("pg6", "pg7"),
    ],
    ids=["open", "here", "path", "https", "letter"],
)
def test_what_is_no_onion_address_is_refused(origin: str) -> None:
    with pytest.raises(Refused, match="AMBASADA_PLAIN_ORIGIN"):
        _ = Environment(plain_origin=origin).plain_host


@pytest.mark.parametrize("port", ["8000", "0", "x"])
def test_port_is_one_of_its_own(port: str) -> None:
    with pytest.raises(Refused, match="AMBASADA_PLAIN_PORT"):
        _ = Environment(plain_port=port).plain_port_number


def test_appeals_are_counted_for_each_embassy_by_what_children_tell() -> None:
    budget = Budget()
    for _appeal in range(OF_AN_HOUR):
        child = os.fork()
        if not child:
            budget.tell("gb")
            os._exit(0)
        os.waitpid(child, 0)
    assert budget.has_room("gb")

    budget.hear()

    assert not budget.has_room("gb")
    assert budget.has_room("norland")


@pytest.mark.parametrize(
    "body",
    [b"a=" + "я".encode(), b"a=%ff", b"&".join([b"a=1"] * 11)],
    ids=["bytes", "no text", "many"],
)
def test_what_is_no_form_is_none(body: bytes) -> None:
    assert fields_in(body) is None


def test_form_is_read_as_it_was_typed() -> None:
    assert fields_in(b"text=%D1%8F+1%0D%0A2&website=") == {"text": "я 1\n2", "website": ""}

"""An address that readers are given can be what it says it is."""

import pytest

from ambasada.lib.addresses import is_onion, is_onion_origin, is_onion_v3, is_origin
from tests.factories.onions import OF_TOR, onion_of


@pytest.mark.parametrize(
    "address",
    [
        "https://mirror.example.org",
        "https://mirror.example.org:8443",
        "https://xn--80adxhks.example.org",
        "https://a.xn--p1ai",
        onion_of(),
        onion_of().replace("http:", "https:"),
    ],
)
def test_scheme_and_public_name_are_an_origin(address: str) -> None:
    assert is_origin(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "mirror.example.org",
        "http://mirror.example.org",
        "ftp://mirror.example.org",
        "HTTPS://mirror.example.org",
        "https://Mirror.example.org",
        "https://mirror.example.org/",
        "https://mirror.example.org/en/",
        "https://mirror.example.org?x",
        "https://mirror.example.org#x",
        "https://anna@mirror.example.org",
        "https://anna:secret@mirror.example.org",
        "https://mirror.example.org:99999",
        "https://mirror.example.org:",
        "https://mirror.example.org.",
        "https://mirror..example.org",
        "https://-mirror.example.org",
        "https://mirror_1.example.org",
        "https://mirror.example.org\r\nX-Evil: 1",
        "https://mirror.example.org ",
        "https://люстра.example.org",
        "https://localhost",
        "https://mirror",
        "https://mirror.localhost",
        "https://router.local",
        "https://wiki.internal",
        "https://1.0.0.127.in-addr.arpa",
        "https://127.0.0.1",
        "https://127.1",
        "https://2130706433",
        "https://0x7f.1",
        "https://0x7f000001",
        "https://[::1]",
        "https://203.0.113.5",
        "https://[2001:db8::1]",
        f"https://{'a.' * 130}org",
    ],
)
def test_anything_else_is_none(address: str) -> None:
    assert not is_origin(address)


def test_address_in_the_description_of_tor_is_right() -> None:
    assert is_onion_origin(OF_TOR)
    assert is_onion_v3(f"www.{OF_TOR.removeprefix('http://')}")
    assert not is_onion_origin(OF_TOR.replace("http://", "http://www."))


def test_every_letter_that_goes_wrong_is_found() -> None:
    letters = OF_TOR.removeprefix("http://").removesuffix(".onion")
    for place, letter in enumerate(letters):
        other = "a" if letter != "a" else "b"
        assert not is_onion_origin(f"http://{letters[:place]}{other}{letters[place + 1 :]}.onion")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://.onion",
        "http://facebookcorewwwi.onion",  # version 2, which is no more
        OF_TOR + "/",
        OF_TOR.replace("http:", "https:"),
        OF_TOR.upper(),
        OF_TOR[:-6],
        OF_TOR.replace(".onion", ".onion.example.org"),
        OF_TOR + "\r\nX-Evil: 1",
        OF_TOR + "\n",
        OF_TOR.replace("pg6", "p06"),
        f"http://{'ў' * 56}.onion",
    ],
)
def test_what_is_no_onion_address_of_version_3_is_none(address: str) -> None:
    assert not is_onion_origin(address)


def test_name_that_only_holds_the_word_is_not_reached_through_tor() -> None:
    assert is_onion("a.onion")
    assert not is_onion("a.onion.example.org")
    assert not is_onion("onion")

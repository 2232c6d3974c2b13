"""A connection is made to an address that is allowed, and to the very one that was looked at."""

import socket
from ipaddress import ip_address

import pytest

from ambasada.lib.connecting import is_public
from ambasada.lib.fetching import Site, SomethingElse, Unfetched
from tests.lib.test_fetching import answer, answering


@pytest.mark.parametrize(
    "address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9", "2002:909:909::1", "64:ff9b::9.9.9.9"]
)
def test_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 -- an address that must be refused
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.251",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%lo",
        "fec0::1",
        "ff02::1",
    ],
)
def test_address_of_this_machine_or_a_network_is_not(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1", "0x7f.1"])
def test_nothing_inside_is_connected_to(host: str, scheme: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        site = Site(f"{scheme}://{host}:{port}", allows=is_public)

        with pytest.raises(Unfetched):
            site.get("/x", at_most=5)
        with pytest.raises(TimeoutError):
            server.accept()


def test_redirect_is_told_and_not_followed() -> None:
    moved = answer(b"", "Location: http://127.0.0.1:1/x", status="302 Found")
    with answering(moved) as site, pytest.raises(SomethingElse, match="leads elsewhere"):
        site.get("/x", at_most=5)


def test_everything_together_ends_when_the_time_is_over() -> None:
    with answering(answer(b"five", "Content-Length: 50"), drips=True) as dripping:
        site = Site(dripping.address, within=0.2)
        with pytest.raises(Unfetched):
            site.get("/x", at_most=100_000_000)
        with pytest.raises(Unfetched, match="did not answer in time"):
            site.get("/x", at_most=5)
        site.close()

"""A machine with a network is refused, whatever its interface is called."""

import subprocess
import sys

import pytest

from ambasada.lib.networks import Interface, interfaces, require_none
from ambasada.lib.refused import Refused

LO = Interface("lo", is_up=True, is_loopback=True)
ASK = "from ambasada.lib.networks import require_offline; require_offline()"


@pytest.mark.parametrize(
    "found", [[], [LO], [LO, Interface("eth0", is_up=False, is_loopback=False)]]
)
def test_machine_without_a_network_is_taken(found: list[Interface]) -> None:
    require_none(found)


@pytest.mark.parametrize("name", ["eth0", "wlp2s0", "tun0", "lo:fake", "veth1"])
def test_machine_with_one_that_is_up_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=f"has a network: {name}"):
        require_none([LO, Interface(name, is_up=True, is_loopback=False)])


def test_kernel_is_asked_for_what_there_is() -> None:
    found = {each.name: each for each in interfaces()}

    assert found["lo"].is_loopback


def _in_a_namespace(*commands: str) -> "subprocess.CompletedProcess[str]":
    """Run shell commands in a network of their own, which nothing leads out of."""
    return subprocess.run(
        ["unshare", "--net", "--map-root-user", "sh", "-c", " && ".join(commands)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_real_machine_is_taken_without_a_network_and_refused_with_one() -> None:
    asked = f'{sys.executable} -c "{ASK}"'

    alone = _in_a_namespace("ip link set lo up", asked)
    joined = _in_a_namespace(
        "ip link add to-others type veth peer other", "ip link set to-others up", asked
    )

    assert (alone.returncode, alone.stderr) == (0, "")
    assert "Refused: This machine has a network: to-others." in joined.stderr

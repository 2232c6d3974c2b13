"""Whether this machine has a network: asked before a secret is made that must never meet one.

The kernel is asked for each interface, and not the folder `/sys`, which in a container shows those
of another machine.
"""

import fcntl
import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from ambasada.lib.refused import Refused

_SIOCGIFFLAGS = 0x8913  # linux/sockios.h
_UP, _LOOPBACK = 0x1, 0x8  # linux/if.h
_IFREQ = struct.Struct("16sH22x")


@dataclass(frozen=True)
class Interface:
    """One way by which a machine could be reached, or reach out."""

    name: str
    is_up: bool
    is_loopback: bool


def interfaces() -> list[Interface]:
    """Return the interfaces of this machine. Raises OSError if it can't be told."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _number, name in socket.if_nameindex():
            request = _IFREQ.pack(name.encode(), 0)
            _name, flags = _IFREQ.unpack(fcntl.ioctl(asking, _SIOCGIFFLAGS, request))
            found.append(Interface(name, bool(flags & _UP), bool(flags & _LOOPBACK)))
    return found


def require_none(found: Iterable[Interface]) -> None:
    """Raise Refused if any of these interfaces is up, but the one that leads nowhere.

    One without a cable counts: whoever plugs one in does not ask us.
    """
    up = sorted(each.name for each in found if each.is_up and not each.is_loopback)
    if up:
        message = (
            f"This machine has a network: {', '.join(up)}. Take out every cable and radio, switch "
            f"each off (`ip link set {up[0]} down`), and never connect this machine again."
        )
        raise Refused(message)


def require_offline() -> None:
    """Raise Refused unless it is certain that this machine has no network."""
    try:
        found = interfaces()
    except OSError:
        message = "It cannot be told whether this machine has a network. Use another one."
        raise Refused(message) from None
    require_none(found)

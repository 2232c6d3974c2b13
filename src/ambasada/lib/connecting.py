"""Connections to other machines: to addresses a guard allows, and for no longer than is left.

A name is looked up once, the guard is asked about what was found, and what it allows is connected
to: so a name can't be one address when it is looked at and another when it is used.
"""

import socket
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPS_PORT, HTTPConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
Guard = Callable[[Address], bool]
LATE = "it did not answer in time"

_MOST_TRIED = 4  # addresses of one name
_GLOBAL_IPV6 = ip_network("2000::/3")
_TRANSLATED = ip_network("64:ff9b::/96")  # an IPv4 address behind a translator (RFC 6052)


def anywhere(_address: Address) -> bool:
    """Allow every address: whoever typed it may have meant their own network."""
    return True


def is_public(address: Address) -> bool:
    """Tell whether an address is one of the internet, and none of this machine or its networks."""
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast
    inner = address.ipv4_mapped or address.sixtofour
    if address in _TRANSLATED:
        inner = IPv4Address(address.packed[-4:])
    if inner is not None:
        return is_public(inner)
    return address in _GLOBAL_IPV6 and address.is_global


class PlainConnection(HTTPConnection):
    """HTTP to an address that is allowed; `until` is the moment of the steady clock it ends at."""

    def __init__(self, netloc: str, *, allows: Guard, waits: float, until: float) -> None:
        super().__init__(netloc, timeout=waits)
        self._allows, self._waits, self.until = allows, waits, until
        # What was connected last. `sock` forgets it when the other side says that it will close,
        # and the rest of its answer is read from it all the same.
        self._line: socket.socket | None = None

    def hang_up(self) -> None:
        """End what is being read, from another thread."""
        with suppress(OSError):  # closed already
            if self._line is not None:
                # Not TLS's own, which takes the session from under whoever reads.
                socket.socket.shutdown(self._line, socket.SHUT_RDWR)

    def connect(self) -> None:
        """Connect. Raises OSError if no address of the name is allowed, or none answers."""
        # Always this machine (RFC 6761, section 6.3), whether its resolver knows that or not.
        host = "localhost" if self.host.endswith(".localhost") else self.host
        found = socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)
        allowed = [each for each in found if self._allows(ip_address(each[4][0]))]
        if not allowed:
            message = "its name leads to no public address"
            raise OSError(message)
        reason: OSError | None = None
        for family, kind, protocol, _name, place in allowed[:_MOST_TRIED]:
            left = self._left()
            self.sock = self._line = socket.socket(family, kind, protocol)
            self.sock.settimeout(left)
            try:
                self.sock.connect(place)
            except OSError as error:
                self.sock.close()
                reason = error
            else:
                self.sock.settimeout(self._left())  # who hung up meanwhile had no line to hang up
                return
        raise reason or TimeoutError(LATE)

    def _left(self) -> float:
        """Return for how many seconds to wait. Raises TimeoutError when the time is over."""
        left = min(self._waits, self.until - time.monotonic())
        if left <= 0:
            raise TimeoutError(LATE)
        return left


class SealedConnection(PlainConnection):
    """The same under TLS, with a certificate for the name that was asked for."""

    default_port = HTTPS_PORT

    def connect(self) -> None:
        """Connect. Raises OSError as above, or if the certificate is not the name's."""
        super().connect()
        context = ssl.create_default_context()
        self.sock = self._line = context.wrap_socket(self.sock, server_hostname=self.host)
        self.sock.settimeout(self._left())

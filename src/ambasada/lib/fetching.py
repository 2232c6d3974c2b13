"""Asking another site for files: none larger than the caller bears, and none slower.

Nothing tells that site who asks: no cookie, no name of a program, no language.
"""

import math
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import SplitResult, urlsplit

import brotli

from ambasada.lib.connecting import LATE, Guard, PlainConnection, SealedConnection, anywhere
from ambasada.lib.refused import Refused

_WAITS = 30.0  # seconds for a name to be found, and for the first byte
_SLOWEST = 2_000  # bytes a second: a bad line through Tor is faster
_PACKING = 1_000  # bytes that packing something small may add
_LONGEST_REASON = 200
_FOUND = 200
_NOT_THERE = frozenset({404, 410})
_ELSEWHERE = range(300, 400)


class Unfetched(Exception):
    """A file could not be had; the text says which and why."""


class SomethingElse(Unfetched):
    """The site answers, and not with what was asked for."""


class NotThere(SomethingElse):
    """The site says that it has no such file."""


@dataclass(frozen=True)
class Fetched:
    """A file as a site answered with it."""

    body: bytes  # unpacked
    headers: tuple[tuple[str, str], ...]  # names in small letters


class Site:
    """Another site, asked over one connection."""

    def __init__(
        self,
        address: str,
        *,
        allows: Guard = anywhere,
        within: float = math.inf,
        in_all: float = math.inf,
    ) -> None:
        """Raise Refused unless the address is a scheme and a host.

        `allows` decides to which addresses of the name a connection may be made. `within` is how
        many seconds everything that is asked may take together, and `in_all` how many bytes it may
        have.
        """
        parts = _split(address)
        self._until = time.monotonic() + within
        self._left = in_all
        maker = SealedConnection if parts.scheme == "https" else PlainConnection
        self._connection = maker(parts.netloc, allows=allows, waits=_WAITS, until=self._until)
        self.address = f"{parts.scheme}://{parts.netloc}"

    def get(self, path: str, *, at_most: int) -> bytes:
        """Return a file, unpacked. Raises Unfetched if it can't be had or has more bytes."""
        return self.fetch(path, at_most=at_most).body

    def fetch(self, path: str, *, at_most: int) -> Fetched:
        """Return a file with the headers it came with. Raises Unfetched likewise."""
        try:
            return self._fetch(path, at_most)
        except ConnectionError:  # kept open, and closed by the other side meanwhile
            self._connection.close()
        except (OSError, HTTPException) as error:
            raise self._unfetched(path, error) from None
        try:
            return self._fetch(path, at_most)
        except (OSError, HTTPException) as error:
            raise self._unfetched(path, error) from None

    def status(self, path: str) -> int:
        """Return the status a path is answered with; the rest of the answer is left unread.

        Not asked with HEAD, which many sites answer otherwise. Raises Unfetched if nobody answers.
        """
        try:
            with self._at_most(_WAITS):
                self._connection.request("GET", path)
                return self._connection.getresponse().status
        except (OSError, HTTPException) as error:
            raise self._unfetched(path, error) from None
        finally:
            self._connection.close()

    def close(self) -> None:
        """Let the connection go."""
        self._connection.close()

    def _unfetched(self, path: str, error: Exception) -> Unfetched:
        self._connection.close()
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        # The site may have written it, and whoever reads it may sit at a terminal, which obeys.
        plain = ascii(reason)[1:-1][:_LONGEST_REASON]
        return Unfetched(f"{self.address}{path} cannot be fetched ({plain}).")

    def _fetch(self, path: str, at_most: int) -> Fetched:
        if self._left <= 0:
            message = f"{self.address}{path} is not asked for: the site has sent too much already."
            raise Unfetched(message)
        at_most = int(min(at_most, self._left))
        with self._at_most(_WAITS + at_most / _SLOWEST):
            self._connection.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
            answer = self._connection.getresponse()
            packed = answer.read(at_most + _PACKING + 1)
        self._left -= len(packed)
        is_large = len(packed) > at_most + _PACKING
        if answer.status != _FOUND or answer.length or is_large:
            self._connection.close()  # what is left of the answer is nobody's
            raise self._refusal(path, answer, is_large=is_large)
        try:
            body = _unpacked(packed, answer.getheader("Content-Encoding", ""), at_most)
        except (brotli.error, zlib.error, EOFError):
            message = f"{self.address}{path} is packed in a way that cannot be read."
            raise Unfetched(message) from None
        self._left -= max(len(body) - len(packed), 0)
        if len(body) > at_most:
            raise self._refusal(path, answer, is_large=True)
        return Fetched(body, tuple((name.lower(), value) for name, value in answer.getheaders()))

    def _refusal(self, path: str, answer: HTTPResponse, *, is_large: bool) -> Unfetched:
        place = f"{self.address}{path}"
        if answer.status in _NOT_THERE:
            return NotThere(f"{place} is not there.")
        if answer.status in _ELSEWHERE:
            return SomethingElse(f"{place} leads elsewhere: pull from the address it leads to.")
        if answer.status != _FOUND:
            return Unfetched(f"{place} is answered with {answer.status}.")
        if is_large:
            return SomethingElse(f"{place} is too large.")
        return Unfetched(f"{place} is cut short.")

    @contextmanager
    def _at_most(self, seconds: float) -> Iterator[None]:
        """End the connection when the time is over, however slowly bytes drip in."""
        begun = time.monotonic()
        until = self._connection.until = min(begun + seconds, self._until)
        if until <= begun:
            raise TimeoutError(LATE)
        timer = Timer(until - begun, self._connection.hang_up)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
        if time.monotonic() >= until:  # an answer without a length looks whole when it is cut
            raise TimeoutError(LATE)


def _split(address: str) -> SplitResult:
    try:
        parts = urlsplit(address.rstrip("/"))
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    is_plain = parts.hostname and not (
        parts.path or parts.query or parts.fragment or parts.username
    )
    if parts.scheme not in {"http", "https"} or not is_plain:
        message = (
            "The address must be a scheme and a host, such as https://www.example.org, "
            "without a path."
        )
        raise Refused(message)
    return parts


def _unpacked(packed: bytes, encoding: str, at_most: int) -> bytes:
    """Return what was packed, at most one byte more than asked for, roughly.

    Raises EOFError or the packer's own error where it is damaged or not whole.
    """
    if encoding in {"", "identity"}:
        return packed
    if encoding == "br":
        brotli_reader = brotli.Decompressor()
        body: bytes = brotli_reader.process(packed, output_buffer_limit=at_most + 1)
        is_whole = brotli_reader.is_finished()
    elif encoding == "gzip":
        gzip_reader = zlib.decompressobj(wbits=31)
        body = gzip_reader.decompress(packed, at_most + 1)
        is_whole = gzip_reader.eof
    else:
        raise EOFError
    if not is_whole and len(body) <= at_most:
        raise EOFError
    return body

"""Readers who ask for pages all the time, at a steady rate, and look at what they get."""

import hashlib
import threading
import time
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from types import TracebackType
from typing import Self

_OK = 200


class Readers:
    """Ask for pages, each in turn, until the block ends.

    `asked` counts the requests, `failed` those without a 200, `mixed` the bodies that are not what
    their ETag names: a body is one whole version of a page, or its hash is another.
    """

    def __init__(self, port: int, paths: Sequence[str], *, rate: int, threads: int = 4) -> None:
        self._port = port
        self._paths = paths
        self._pause = threads / rate
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._read, args=(each,)) for each in range(threads)
        ]
        self._began = time.monotonic()
        self._ended = 0.0
        self.asked = self.failed = self.mixed = 0

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        for each in self._threads:
            each.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._is_over.set()
        for each in self._threads:
            each.join()
        self._ended = time.monotonic()

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.asked / (self._ended - self._began)

    def _read(self, first: int) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        due, number = time.monotonic(), first
        while not self._is_over.wait(max(0.0, due - time.monotonic())):
            due += self._pause
            number += len(self._threads)
            is_well, is_whole = _asked(connection, self._paths[number % len(self._paths)])
            with self._lock:
                self.asked += 1
                self.failed += not is_well
                self.mixed += is_well and not is_whole
        connection.close()


def _asked(connection: HTTPConnection, path: str) -> tuple[bool, bool]:
    """Ask for a page; tell whether it was answered, and whether it is what its hash names."""
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, HTTPException):
        connection.close()
        return False, False
    named = (answer.getheader("ETag") or "").strip('"')
    return answer.status == _OK, named == hashlib.sha256(body).hexdigest()

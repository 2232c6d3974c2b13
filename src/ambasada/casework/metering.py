"""Counting what happens here in a minute, for everybody together and by no address.

In the memory of one process: of two web processes each counts its own half.
"""

import threading
import time
from collections import deque

_MINUTE = 60.0


class Meter:
    """How often something happened lately."""

    def __init__(self, within: float = _MINUTE) -> None:
        self._within = within
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def note(self) -> None:
        """Count one more."""
        with self._lock:
            self._times.append(time.monotonic())

    def take_back(self) -> None:
        """Count one less, if there is any."""
        with self._lock:
            if self._times:
                self._times.pop()

    @property
    def count(self) -> int:
        """How many there were within the time."""
        with self._lock:
            begun = time.monotonic() - self._within
            while self._times and self._times[0] <= begun:
                self._times.popleft()
            return len(self._times)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._times.clear()

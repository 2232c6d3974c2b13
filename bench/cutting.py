"""A bad line: passes everything on to a port, and breaks at chosen numbers of bytes."""

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator

_AT_ONCE = 65_536
_RESET = struct.pack("ii", 1, 0)


class BadLine:
    """Listens on `port`; `cuts` tells how often it broke."""

    def __init__(self, to: int, breaks: list[int]) -> None:
        self.cuts = 0
        self._to = to
        self._breaks = sorted(breaks)
        self._sent = 0
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])

    def serve(self) -> None:
        """Take connections until the line is closed."""
        with contextlib.suppress(OSError):
            while True:
                near, _address = self._listening.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                for pair in ((near, far, True), (far, near, False)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def close(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _pass_on(self, come: socket.socket, go: socket.socket, is_upload: bool) -> None:  # noqa: FBT001 -- of a thread
        with contextlib.suppress(OSError):
            while content := come.recv(_AT_ONCE):
                if is_upload and self._is_broken(len(content)):
                    come.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                    break
                go.sendall(content)
        for each in (come, go):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _is_broken(self, count: int) -> bool:
        with self._lock:
            self._sent += count
            if not self._breaks or self._sent < self._breaks[0]:
                return False
            self._breaks.pop(0)
            self.cuts += 1
            return True


@contextlib.contextmanager
def bad_line(to: int, breaks: list[int]) -> Iterator[BadLine]:
    """Run a line that breaks until the block ends."""
    line = BadLine(to, breaks)
    threading.Thread(target=line.serve, daemon=True).start()
    try:
        yield line
    finally:
        line.close()

"""One bake at a time, whichever process begins it."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ambasada.lib.refused import Refused

_WAITS = 300.0  # seconds: longer than a full bake of a large site takes


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Wait until no other process bakes, and let none begin until the block ends.

    The turn goes with the process, however it ends. Raises Refused if the other does not end.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "bake.lock").open("w") as file:
        deadline = time.monotonic() + _WAITS
        while not _is_taken(file.fileno()):
            if time.monotonic() > deadline:
                message = "Another bake does not end. Stop the server, and run this again."
                raise Refused(message)
            time.sleep(0.05)
        yield


def _is_taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

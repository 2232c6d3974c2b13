"""How many bytes a mirror fetches after one news item."""

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.commands import output_of, without_settings
from bench.figures import Figure, Unmeasured
from bench.inside import command_for, environment_of, found_by
from bench.serving import Serving

_ITEMS = 300
_WITHIN = 1_800.0
_BUNDLED_WITHIN = 180.0
_TOLD_WITHIN = 10.0
_SEEN_WITHIN = 1.0  # seconds until the front door has a new edition


def measure_catch_up(folder: Path) -> list[Figure]:
    """Pull a mirror, publish one news item, and pull again through what counts the bytes."""
    site = Serving(folder / "site", within=_WITHIN)
    output_of(
        command_for("catching_up", f"fill({_ITEMS}, {site.port})"),
        within=_WITHIN,
        environment=environment_of(folder / "site"),
    )
    with site:
        _wait_until_bundled(folder / "site")
        root = found_by("catching_up", folder / "site", within=60, call="root()")
        with _counting(site.port) as counted:
            first = _pulled(folder / "mirror", counted, root)
            changed = found_by("catching_up", folder / "site", within=120)
            time.sleep(_SEEN_WITHIN)
            again = _pulled(folder / "mirror", counted, root)
    note = f"{again:,} bytes of answers for {changed['files']} files of {changed['bytes']:,} bytes"
    return [
        Figure(
            "First pull of a mirror",
            first / 1_000_000,
            "MB",
            note=f"{_ITEMS} news items, with the copy to read offline",
        ),
        Figure(
            "Fetched after one news item for each byte that changed, packed",
            again / changed["bytes"],
            "",
            3,
            note,
            2,
        ),
    ]


def _wait_until_bundled(home: Path) -> None:
    """Wait for the copy to read offline, and for the page that tells of it.

    The next one is made ten minutes later and fetched whole: what one item costs is without it.
    """
    deadline = time.monotonic() + _BUNDLED_WITHIN
    while not (home / "editions" / "gb" / "information.zip.minisig").exists():
        if time.monotonic() > deadline:
            message = "There is no copy to read offline."
            raise Unmeasured(message)
        time.sleep(1)
    time.sleep(_TOLD_WITHIN)


@dataclass
class _Counted:
    port: int
    sent: int = 0  # bytes of answers, their headers with them


def _pulled(folder: Path, counted: _Counted, root: str) -> int:
    """Pull, and return how many bytes the site sent."""
    before = counted.sent
    address = f"http://127.0.0.1:{counted.port}"
    cli = [sys.executable, "-m", "ambasada.config.cli"]
    command = [*cli, "mirror", "pull", address, str(folder), "--root", root]
    output_of(command, within=_WITHIN, environment=without_settings())
    return counted.sent - before


@contextmanager
def _counting(port: int) -> Iterator[_Counted]:
    """Pass on what is said to a port, and count what it answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        counted = _Counted(listening.getsockname()[1])
        threading.Thread(target=_accept, args=(listening, port, counted), daemon=True).start()
        yield counted


def _accept(listening: socket.socket, port: int, counted: _Counted) -> None:
    while True:
        try:
            asking, _address = listening.accept()
        except OSError:  # the measuring is over
            return
        answering = socket.create_connection(("127.0.0.1", port))
        for source, target, of in ((asking, answering, None), (answering, asking, counted)):
            threading.Thread(target=_pass_on, args=(source, target, of), daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket, counted: _Counted | None) -> None:
    try:
        while data := source.recv(65_536):
            if counted is not None:
                counted.sent += len(data)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return

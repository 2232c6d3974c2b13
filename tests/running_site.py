"""A real installation in its own folder, served as a volunteer would serve it."""

import contextlib
import fcntl
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
_IDLE_LANE = """
import django
django.setup()
from django.utils import timezone
from ambasada.editions.actions import bundle_all, print_some, repack_some
while print_some():
    pass
while repack_some():
    pass
bundle_all(now=timezone.now())
"""
AMBASADA = [sys.executable, "-m", "ambasada.config.cli"]


@dataclass(frozen=True)
class RunningSite:
    home: Path
    port: int
    content: str = "content/gb"
    database: str = ""  # an address of PostgreSQL

    @property
    def public(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def staff(self) -> str:
        return f"http://admin.localhost:{self.port}"

    @property
    def log(self) -> Path:
        """What the server printed; outside its data folder."""
        return self.home.with_suffix(".log")

    @property
    def environment(self) -> dict[str, str]:
        """The caller's environment with this installation's settings and no others of ours."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("AMBASADA_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return kept | {
            "AMBASADA_HOME": str(self.home),
            "AMBASADA_PORT": str(self.port),
            "AMBASADA_CONTENT": self.content,
            "AMBASADA_DATABASE": self.database,
        }

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `ambasada` on this installation."""
        return subprocess.run(
            [*AMBASADA, *arguments],
            env=self.environment,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )

    def wait_until_baked(self) -> None:
        """Wait until readers are served everything that was approved until now.

        The baker notes up to which line of the ledger it has baked; the web processes look for a
        new edition ten times a second.
        """
        head = self._one("SELECT number || ':' || sha256 FROM accounts_ledgerhead")
        deadline = time.monotonic() + 60
        while self._baked_up_to() != {head}:
            assert time.monotonic() < deadline, "nothing was baked"
            time.sleep(0.1)
        time.sleep(0.6)

    def wait_until_bundled(self) -> None:
        """Wait until there is a copy to read offline, which the clock makes once a minute."""
        signature = self.home / "editions" / "gb" / "information.zip.minisig"
        deadline = time.monotonic() + 200
        while not signature.exists():
            assert time.monotonic() < deadline, "no copy was made"
            time.sleep(0.2)

    def _baked_up_to(self) -> set[object]:
        file = self.home / "editions" / "books.sqlite3"
        with contextlib.closing(sqlite3.connect(file, timeout=20)) as books:
            heads = books.execute("SELECT value FROM state WHERE name = 'ledger'")
            return {head for (head,) in heads}

    def page_id(self, url_path: str) -> int:
        """Return the id of the page with Wagtail's path, such as "/gb-en/news/"."""
        return int(str(self._one("SELECT id FROM wagtailcore_page WHERE url_path = ?", url_path)))

    def first_below(self, url_path: str) -> str:
        """Return the slug of the first page below Wagtail's path."""
        query = "SELECT slug FROM wagtailcore_page WHERE url_path LIKE ? AND url_path != ?"
        return str(self._one(f"{query} ORDER BY path", f"{url_path}%", url_path))

    def _one(self, query: str, *values: str) -> object:
        with contextlib.closing(sqlite3.connect(self.home / "main.sqlite3")) as database:
            return database.execute(query, values).fetchone()[0]


def free_port() -> int:
    """Return a port nobody listens on, below those that Linux gives to outgoing connections.

    One of those may be taken by a browser between here and the start of the server.
    """
    while True:
        port = 10_000 + secrets.randbelow(20_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@contextlib.contextmanager
def served(site: RunningSite) -> Iterator[subprocess.Popen[bytes]]:
    """Serve until the block ends; fails with what the server said if it is not ready in time."""
    with site.log.open("wb") as log:
        server = subprocess.Popen(
            [*AMBASADA, "serve"], env=site.environment, cwd=REPOSITORY, stdout=log, stderr=log
        )
        try:
            deadline = time.monotonic() + 300
            while "Staff: " not in site.log.read_text():
                assert server.poll() is None, site.log.read_text()
                assert time.monotonic() < deadline, site.log.read_text()
                time.sleep(0.1)
            yield server
        finally:
            if server.poll() is None:
                server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)


def raised(factory: pytest.TempPathFactory, name: str, *, port: int = 0) -> RunningSite:
    """Return an installation of its own with the British pack, not yet served.

    Raising one takes many seconds, so it is done once for all workers, and copied. Its pages name
    the port, and another one bakes them all anew; so the sites of a worker have one port in turn,
    unless `port` gives one its own, which it needs if it is served beside others.
    """
    first = _of_this_worker(factory.getbasetemp())
    home = factory.mktemp(name) / "var"
    shutil.copytree(first.home, home)
    return RunningSite(home, port or first.port)


@cache
def _of_this_worker(folder: Path) -> RunningSite:
    """Return the site that this worker copies, whose port is of this worker alone.

    Whoever raised the first one goes on with it; the other one has all pages baked for a port of
    its own, and printed and packed, before they are copied.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    first, raised_by = _of_all_workers(folder.parent if worker else folder, worker)
    if raised_by == worker:
        return first
    own = RunningSite(folder / "raised" / "var", free_port())
    shutil.copytree(first.home, own.home)
    with served(own):
        own.wait_until_baked()
    _settle(own)
    return own


def _of_all_workers(folder: Path, worker: str) -> tuple[RunningSite, str]:
    """Return the site that was raised first, and by which worker; the port is that one's."""
    first, whole = RunningSite(folder / "raised" / "var", free_port()), folder / "raised.whole"
    with (folder / "raised.lock").open("w") as lock:
        _take(lock.fileno())
        if not whole.exists():
            first.home.parent.mkdir(exist_ok=True)
            with served(first):
                pass
            _settle(first)
            whole.write_text(f"{first.port} {worker}")
        port, raised_by = whole.read_text().split(" ")
    return RunningSite(first.home, int(port)), raised_by


def _settle(site: RunningSite) -> None:
    """Do what the idle lane has to do once for a new site, which each copy would do for itself."""
    subprocess.run(
        [sys.executable, "-c", _IDLE_LANE],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        check=True,
        timeout=300,
    )


def _take(lock: int) -> None:
    deadline = time.monotonic() + 400
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            assert time.monotonic() < deadline, "another worker did not finish raising the site"
            time.sleep(0.1)
        else:
            return

"""The suite once more, on PostgreSQL: on a server of its own that goes with the tests."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.running_site import free_port

REPOSITORY = Path(__file__).resolve().parents[2]
# The server refuses to run as root: there Debian's own user of it does.
AS_SERVER = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []

# Two workers: alone it would go on long after all other tests have ended.
TOGETHER = ["-p", "no:cacheprovider", "--numprocesses=2", "--dist=loadfile"]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """Yield the address of a new database server, listening on loopback alone."""
    folder = Path(tempfile.mkdtemp(prefix="ambasada-postgresql-"))
    if AS_SERVER:
        shutil.chown(folder, "postgres")
    port = free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder} -c fsync=off"
    _run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    _run("pg_ctl", "start", "-w", "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", f"{folder}/data")
        shutil.rmtree(folder)


def test_suite_passes_on_postgresql(postgresql: str) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}

    again = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "both_databases", "-q", *TOGETHER],
        cwd=REPOSITORY,
        env=plain | {"AMBASADA_DATABASE": postgresql},
        capture_output=True,
        text=True,
        check=False,
    )

    assert again.returncode == 0, again.stdout[-20_000:] + again.stderr[-5_000:]


@pytest.mark.django_db
def test_database_is_the_one_asked_for() -> None:
    asked = urlsplit(os.environ.get("AMBASADA_DATABASE", "")).scheme

    assert connection.vendor == (asked or "sqlite")


def _run(program: str, *arguments: str) -> None:
    """Run a program of the newest PostgreSQL that Debian has here."""
    found = Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    newest = max(found, key=lambda path: int(path.parts[-3]))
    subprocess.run([*AS_SERVER, newest, *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL)

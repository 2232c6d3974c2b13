"""A PostgreSQL server of our own, listening on loopback alone, that goes with the tests."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running_site import free_port

# The server refuses to run as root: there Debian's own user of it does.
AS_SERVER = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


@contextmanager
def database_server() -> Iterator[str]:
    """Yield the address of a new server, up to the name of a database; "postgres" is one."""
    folder = Path(tempfile.mkdtemp(prefix="ambasada-postgresql-"))
    if AS_SERVER:
        shutil.chown(folder, "postgres")
    port = free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {folder}"
    # What it holds goes with the tests: nothing need survive a loss of power.
    options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _run("initdb", "-D", f"{folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    _run("pg_ctl", "start", "-w", "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/"
    finally:
        _run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", f"{folder}/data")
        shutil.rmtree(folder)


def _run(program: str, *arguments: str) -> None:
    """Run a program of the newest PostgreSQL that Debian has here."""
    found = Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    newest = max(found, key=lambda path: int(path.parts[-3]))
    subprocess.run([*AS_SERVER, newest, *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL)

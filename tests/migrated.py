"""Tables that were migrated once: each run of the tests copies them, instead of migrating again."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

REPOSITORY = Path(__file__).resolve().parents[1]
_KEPT = REPOSITORY / ".pytest_cache" / "migrated"
_MIGRATE = """
import sys, django
django.setup()
from django.core.management import call_command
for alias in sys.argv[1:]:
    call_command("migrate", database=alias, verbosity=0, interactive=False, run_syncdb=True)
"""
_OPEN: list[sqlite3.Connection] = []  # a database in memory goes with its last connection


def fill_from_kept() -> None:
    """Fill the databases in memory with tables; the migrations run if any of them is new.

    On PostgreSQL they run once on each server, and Django copies what they made.
    """
    kept = _KEPT / _digest()
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "whole").exists():
            _migrate(kept)
    if connection.vendor == "postgresql":
        template = f"migrated_{kept.name}"
        _make(template, os.environ["AMBASADA_DATABASE"])
        connection.settings_dict["TEST"]["TEMPLATE"] = template
    for alias, file in _files(Path(settings.HOME)).items():
        if not settings.DATABASES[alias]["ENGINE"].endswith("sqlite3"):
            continue
        name = f"file:memorydb_{alias}?mode=memory&cache=shared"  # as Django names it
        memory = sqlite3.connect(name, uri=True, check_same_thread=False)
        with closing(sqlite3.connect(kept / file.name)) as source:
            source.backup(memory)
        _OPEN.append(memory)


def copy_kept(home: Path) -> None:
    """Make a data folder with all tables and nothing in them, for processes of their own."""
    home.mkdir(parents=True)
    shutil.copy(Path(settings.HOME) / "secret_key", home)
    for file in _files(home).values():
        file.parent.mkdir(exist_ok=True)
        shutil.copyfile(_KEPT / _digest() / file.name, file)


def _make(template: str, address: str) -> None:
    """Run every migration in a database of a server, unless another worker did or does."""
    import psycopg  # noqa: PLC0415 -- one run in two has no PostgreSQL

    with closing(psycopg.connect(address, autocommit=True)) as server:
        server.execute("SELECT pg_advisory_lock(1)")  # until this connection is closed
        made = "SELECT 1 FROM pg_database WHERE datname = %s"
        if server.execute(made, [template]).fetchone():
            return
        server.execute("DROP DATABASE IF EXISTS migrating")  # of a run that was killed
        server.execute("CREATE DATABASE migrating ENCODING 'UTF8' TEMPLATE template0")
        place = urlsplit(address)._replace(path="/migrating").geturl()
        with tempfile.TemporaryDirectory(prefix="ambasada-migrated-") as home:
            _run_migrations(Path(home), ["default"], database=place)
        server.execute(f"ALTER DATABASE migrating RENAME TO {template}")


def _digest() -> str:
    files = [*REPOSITORY.glob("src/ambasada/*/migrations/*.py")]
    files += [*REPOSITORY.glob("src/ambasada/config/settings/*.py")]
    files.append(REPOSITORY / "requirements" / "runtime.txt")
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:16]


def _files(home: Path) -> dict[str, Path]:
    """Return the file of each store below a data folder."""
    sealed = home / "sealed" / "store.sqlite3"
    return {"default": home / "main.sqlite3", "sealed": sealed, "keys": home / "keys.sqlite3"}


def _migrate(kept: Path) -> None:
    """Run every migration in a data folder of its own, as `serve` would, and keep the files."""
    with tempfile.TemporaryDirectory(prefix="ambasada-migrated-") as home:
        files = _files(Path(home))
        for file in files.values():
            file.parent.mkdir(exist_ok=True)
        _run_migrations(Path(home), files, database="")
        for file in files.values():
            database = sqlite3.connect(file, isolation_level=None)
            database.execute("PRAGMA journal_mode = DELETE")  # a copy in memory has no log
            database.close()
            shutil.copyfile(file, kept / file.name)
    (kept / "whole").touch()


def _run_migrations(home: Path, aliases: Iterable[str], *, database: str) -> None:
    own = os.environ | {
        "AMBASADA_HOME": str(home),
        "AMBASADA_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "ambasada.config.settings",
    }
    shutil.copy(Path(settings.HOME) / "secret_key", home)
    subprocess.run([sys.executable, "-c", _MIGRATE, *aliases], env=own, check=True)

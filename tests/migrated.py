"""Tables that were migrated once: each run of the tests copies them, instead of migrating again."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings

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

    One on PostgreSQL is left to Django.
    """
    kept = _KEPT / _digest()
    kept.mkdir(parents=True, exist_ok=True)
    with (kept / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (kept / "whole").exists():
            _migrate(kept)
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
        own = {name: value for name, value in os.environ.items() if name != "AMBASADA_DATABASE"}
        own["AMBASADA_HOME"] = home
        own["DJANGO_SETTINGS_MODULE"] = "ambasada.config.settings"
        shutil.copy(Path(settings.HOME) / "secret_key", home)
        files = _files(Path(home))
        for file in files.values():
            file.parent.mkdir(exist_ok=True)
        subprocess.run([sys.executable, "-c", _MIGRATE, *files], env=own, check=True)
        for file in files.values():
            database = sqlite3.connect(file, isolation_level=None)
            database.execute("PRAGMA journal_mode = DELETE")  # a copy in memory has no log
            database.close()
            shutil.copyfile(file, kept / file.name)
    (kept / "whole").touch()

"""Everything an installation keeps that means something, to be compared before and after."""

import contextlib
import hashlib
import sqlite3
from pathlib import Path

from django.conf import settings
from django.db import connection


def rows_now() -> dict[str, set[str]]:
    """Return every row of the test's own database, and every stored file."""
    state: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own tables
            state[table] = {repr(row) for row in cursor.fetchall()}
    media = Path(settings.MEDIA_ROOT)
    state["files"] = {path.as_posix() for path in media.rglob("*") if path.is_file()}
    return state


def kept_in(home: Path) -> dict[str, str]:
    """Return a digest of each thing a data folder keeps; the database's by what it says."""
    return {
        path.relative_to(home).as_posix(): _said_by(path)
        for path in home.rglob("*")
        if path.is_file() and path.suffix not in {".sqlite3-wal", ".sqlite3-shm", ".lock"}
    }


def _said_by(path: Path) -> str:
    digest = hashlib.sha256()
    if path.suffix == ".sqlite3" and path.read_bytes().startswith(b"SQLite format 3"):
        with contextlib.closing(sqlite3.connect(path)) as database:
            for line in database.iterdump():
                digest.update(line.encode())
    else:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_one_sentence(said: str) -> bool:
    """Tell whether a refusal is one calm line with an end, and no trace of the code."""
    return said.count("\n") == 1 and said.endswith((".\n", ".”\n")) and "Traceback" not in said

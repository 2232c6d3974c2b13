"""The file of the books: its tables, and opening it, anew where it is not ours or not whole."""

import sqlite3
from contextlib import closing
from pathlib import Path

from ambasada.lib.refused import Refused

# Joined to, never changed; books of another version are made anew.
_VERSION = 4
_TABLES = """
CREATE TABLE baked (
    embassy TEXT, path TEXT, entry TEXT, base TEXT, slot INTEGER, until TEXT, links TEXT,
    PRIMARY KEY (embassy, path)
) WITHOUT ROWID;
CREATE TABLE tag (
    embassy TEXT, tag TEXT, path TEXT, PRIMARY KEY (embassy, tag, path)
) WITHOUT ROWID;
CREATE INDEX tag_by_path ON tag (embassy, path);
CREATE TABLE body (
    embassy TEXT, sha256 TEXT, base TEXT, slot INTEGER, PRIMARY KEY (embassy, sha256)
) WITHOUT ROWID;
CREATE TABLE fault (
    embassy TEXT, path TEXT, reason TEXT, PRIMARY KEY (embassy, path)
) WITHOUT ROWID;
CREATE TABLE seen (
    embassy TEXT, thing TEXT, copy TEXT, tags TEXT, PRIMARY KEY (embassy, thing)
) WITHOUT ROWID;
CREATE TABLE state (
    embassy TEXT, name TEXT, value TEXT, PRIMARY KEY (embassy, name)
) WITHOUT ROWID;
CREATE TABLE sweep (
    embassy TEXT, at TEXT, rendered INTEGER, missed TEXT
);
"""

WAITS = 20.0  # seconds for another process to end what it writes


def write_anew(file: Path) -> None:
    """Write the file anew without the rest of rows that went.

    SQLite overwrites what is deleted, but leaves copies where it moved rows between pages.
    """
    with closing(opened(file)) as database:
        database.execute("VACUUM")


def opened(file: Path) -> sqlite3.Connection:
    """Open the file, anew if it is not there, of another version or no database any more."""
    database = _connected(file)
    if database is None:
        for suffix in ("", "-journal"):
            file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)
        database = _connected(file)
    if database is None:
        message = "The books of editions cannot be written. Check the disk and the data folder."
        raise Refused(message)
    return database


def _connected(file: Path) -> sqlite3.Connection | None:
    """Open the file; None if it is not ours.

    Raises sqlite3.OperationalError where it may be ours and can't be used just now: books that are
    in use, or on a full disk, must not be made anew.
    """
    database = sqlite3.connect(file, isolation_level=None, timeout=WAITS)
    try:
        database.execute("PRAGMA secure_delete = ON")
        database.execute("PRAGMA temp_store = MEMORY")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            database.executescript(_TABLES)
            database.execute(f"PRAGMA user_version = {_VERSION}")
    except sqlite3.OperationalError:
        database.close()
        raise
    except sqlite3.DatabaseError:
        version = None
    if version not in {0, _VERSION}:
        database.close()
        return None
    return database

"""Copies of SQLite's files as they are at one moment, while the server goes on writing."""

import os
import secrets
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

_ZEROS = bytes(1_048_576)


def in_memory(file: Path) -> bytes:
    """Return a copy that never touches a disk: what is deleted later would stay in its blocks."""
    with closing(_opened(file)) as store, closing(sqlite3.connect(":memory:")) as copy:
        store.backup(copy)
        return copy.serialize()


@contextmanager
def copied_beside(file: Path, *, folder: Path, without: Collection[str] = ()) -> Iterator[BinaryIO]:
    """Keep a copy in a folder until the block ends, and hand it on to be read.

    It has no name there, so that a kill leaves no file, and is overwritten with zeros at the end.
    Nothing of the tables in `without` is in its bytes.
    """
    draft = folder / f"{secrets.token_hex(8)}.draft"
    handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "r+b", buffering=0) as copy:
        try:
            with closing(sqlite3.connect(draft, isolation_level=None, uri=True)) as other:
                other.execute("PRAGMA journal_mode=OFF")
                other.execute("PRAGMA user_version").fetchone()  # opens it while it has a name
                draft.unlink()
                _fill(other, file, without)
            yield copy
        finally:
            draft.unlink(missing_ok=True)
            _overwrite(copy)


def _fill(copy: sqlite3.Connection, file: Path, without: Collection[str]) -> None:
    if not without:
        with closing(_opened(file)) as store:
            store.backup(copy)
        return
    # Row by row: a copy of the pages would have what was to be left out, and without a name it
    # cannot be changed any more, since it takes itself for one that has a log beside it.
    copy.execute("PRAGMA temp_store=MEMORY")
    copy.execute("ATTACH ? AS source", (_address(file),))
    copy.execute("BEGIN")
    made = "SELECT type, name, sql FROM source.sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
    for kind, name, sql in copy.execute(made).fetchall():
        if not name.startswith("sqlite_"):
            copy.execute(sql)
        if kind == "table" and name not in without:
            copy.execute(f'DELETE FROM main."{name}"')  # noqa: S608 -- of our own models
            copy.execute(f'INSERT INTO main."{name}" SELECT * FROM source."{name}"')  # noqa: S608
    copy.execute("COMMIT")


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(_address(file), uri=True, timeout=20)


def _address(file: Path) -> str:
    return f"{file.absolute().as_uri()}?mode=rw"


def _overwrite(copy: BinaryIO) -> None:
    left = copy.seek(0, os.SEEK_END)
    copy.seek(0)
    while left > 0:
        left -= copy.write(_ZEROS[:left])
    os.fsync(copy.fileno())

"""Taking a backup: two archives, of one moment as far as each store needs it."""

import fcntl
import os
import re
import sqlite3
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from pyrage.x25519 import Recipient

from ambasada import __version__
from ambasada.casework.models import SEALED, Enrolment, Presence, Spent
from ambasada.config.archiving.contents import (
    DATABASE,
    KEYS_STORE,
    SIGNING,
    Kind,
    archive_name,
    archives_in,
    drafts_in,
    files_of,
)
from ambasada.config.archiving.databases import copied_beside, in_memory
from ambasada.config.archiving.postgresql import tables
from ambasada.lib.archives import Head, write_archive
from ambasada.lib.refused import Refused
from ambasada.lib.tarred import Member, ShrankMeanwhile

_PIECE = 1_048_576  # bytes
_TRIES = 3
_POINTER = re.compile(r"editions/[^/]+/current")
_TOMBSTONES = "editions/tombstones.json"
# Who looks at a case, leave to enrol, work that was spent: minutes that are over at once.
_OF_A_MOMENT = (Presence, Enrolment, Spent)


class _ErasedMeanwhile(Exception):
    """Something was erased while it was being copied."""


@dataclass(frozen=True)
class Taken:
    """The archives that were written, and how many older ones were deleted."""

    files: list[Path]
    deleted: int


def back_up(folder: Path, recipients: Sequence[Recipient], *, today: date) -> Taken:
    """Write the archives of today into a folder, and delete those that were kept for long enough.

    The server may go on running. Each archive appears whole or not at all, readable by its owner
    alone. Raises Refused if one can't be written; the old ones are deleted all the same.
    """
    home = Path(settings.HOME)
    _require_apart(folder, home)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(home):
            deleted = _let_go(folder, today=today)
            files = [
                _take(kind, folder, recipients, today=today)
                for kind in (Kind.REST, Kind.KEYS)  # what was deleted meanwhile has no keys
                if kind is Kind.REST or (home / KEYS_STORE).exists()
            ]
    except OSError as fault:
        message = (
            f"The backup cannot be written ({fault.strerror}). Check the folder and the disk; "
            "nothing half written was left."
        )
        raise Refused(message) from None
    return Taken(files, deleted)


def _require_apart(folder: Path, home: Path) -> None:
    if folder.resolve().is_relative_to(home.resolve()):
        message = "A backup in the data folder goes with it. Name a folder elsewhere."
        raise Refused(message)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one backup at a time be taken; the turn goes with the process."""
    with (home / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = "Another backup is being taken. Wait for it to end."
            raise Refused(message) from None
        yield


def _let_go(folder: Path, *, today: date) -> int:
    """Delete archives that are over, and what a backup left that was killed; return how many."""
    over = [
        path for path, (kind, day) in archives_in(folder).items() if kind.is_over(day, today=today)
    ]
    for path in (*over, *drafts_in(folder)):
        path.unlink(missing_ok=True)
    return len(over)


def _take(kind: Kind, folder: Path, recipients: Sequence[Recipient], *, today: date) -> Path:
    """Write one archive; anew if something was erased meanwhile."""
    home, file = Path(settings.HOME), folder / archive_name(kind, today)
    for _ in range(_TRIES):
        with suppress(_ErasedMeanwhile, ShrankMeanwhile), closing(_members(home, kind)) as members:
            write_archive(
                file,
                _head(home, kind, today),
                members,
                recipients=recipients,
                secret=settings.SECRET_KEY,
            )
            return file
    message = "The data folder changed each time while it was read. Run the backup again later."
    raise Refused(message)


def _head(home: Path, kind: Kind, today: date) -> Head:
    migrations: dict[str, list[str]] = {}
    for app, name in MigrationRecorder(connection).applied_migrations():
        migrations.setdefault(app, []).append(name)
    return Head(
        kind=kind,
        day=today,
        version=__version__,
        store=connection.vendor,
        migrations=migrations,
        own_roots=[each.parent.name for each in (home / SIGNING).glob("*/root.key")],
    )


def _members(home: Path, kind: Kind) -> Generator[Member]:
    """Yield the files of an archive.

    Which editions are served is read first: what they name stays for a day, unless something is
    erased. Raises _ErasedMeanwhile then: an archive holds nothing that had been erased when it was
    done.
    """
    before = _read_now(home / _TOMBSTONES)
    names = files_of(home, kind)
    pointers = {name: _read_now(home / name) for name in names if _POINTER.fullmatch(name)}
    if kind is Kind.REST and connection.vendor == "postgresql":
        yield from tables()
    for name in names:
        if name in pointers:
            yield Member(name, len(pointers[name]), [pointers[name]])
        elif name == KEYS_STORE:
            content = in_memory(home / name)
            yield Member(name, len(content), [content])
        elif name.endswith(DATABASE):
            yield from _database(home, name)
        else:
            yield from _file(home / name, name)
    if _read_now(home / _TOMBSTONES) != before:
        raise _ErasedMeanwhile


def _database(home: Path, name: str) -> Iterator[Member]:
    try:
        is_sealed = home / name == settings.DATABASES[SEALED]["NAME"]
        without = [each._meta.db_table for each in _OF_A_MOMENT] if is_sealed else []
        with copied_beside(home / name, folder=home / "uploads", without=without) as copy:
            size = os.fstat(copy.fileno()).st_size
            yield Member(name, size, _pieces_of(copy, size))
    except sqlite3.DatabaseError:
        if not name.startswith("editions/"):  # those are made anew when they are lost
            message = f"{name} cannot be read. Run `ambasada check`, and put it back from a backup."
            raise Refused(message) from None


def _file(path: Path, name: str) -> Iterator[Member]:
    """Yield a file as long as it is now; nothing if it went meanwhile or is no file."""
    if path.is_file():
        with suppress(FileNotFoundError), path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            yield Member(name, size, _pieces_of(file, size))


def _pieces_of(file: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left > 0 and (piece := file.read(min(left, _PIECE))):
        left -= len(piece)
        yield piece


def _read_now(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""

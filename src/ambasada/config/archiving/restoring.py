"""Putting a backup back: chosen, opened and proved beside the data folder, then moved into place.

Knows no Django: settings make a secret in the folder they find, and here it comes from the archive.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pyrage.x25519 import Identity

from ambasada.config.archiving.contents import TABLES, Kind, archives_in, kind_of
from ambasada.lib.archives import Head, is_sealed_by
from ambasada.lib.let_go import LET_GO
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import Tombstones, tombstones_in
from ambasada.lib.unpacking import Unpacked, head_of, unpack

_SECRET = "secret_key"  # noqa: S105 -- a file’s name
_OF_ANOTHER = (
    "is of another installation than the secret in the archive of the rest, or was changed. Take "
    "two archives of one installation."
)


@dataclass(frozen=True)
class Archive:
    """An archive that was looked into: its file, and what it says it is."""

    file: Path
    head: Head
    said: bytes  # the head as it was written, for its seal


@dataclass(frozen=True)
class Chosen:
    """What is put back; without keys no appeal of before can be opened."""

    rest: Archive
    keys: Archive | None


def choose(given: Sequence[Path], identities: Sequence[Identity], *, today: date) -> Chosen:
    """Return the newest archives of a folder, or those that were named.

    Raises Refused if there is none, if one can't be opened, if two are of a kind, if one is of a
    day that has not come, and if the keys were kept for too long.
    """
    found: dict[Kind, Archive] = {}
    for file in _files_in(given):
        head, said = head_of(file, identities)
        if head.kind not in list(Kind):
            message = f"{file.name} was written by a newer version of Ambasada. Install that one."
            raise Refused(message)
        _require_of_now(file, head, today=today)
        if found.setdefault(Kind(head.kind), Archive(file, head, said)).file != file:
            message = f"Two archives of one kind ({head.kind}) were named. Name one of them."
            raise Refused(message)
    if Kind.REST not in found:
        message = "There is no archive rest-….age there. Name it, or the folder it is in."
        raise Refused(message)
    return Chosen(found[Kind.REST], found.get(Kind.KEYS))


def _files_in(given: Sequence[Path]) -> list[Path]:
    """Return the files that were named, and the newest of each kind in folders that were."""
    files: list[Path] = []
    try:
        for path in given:
            if not path.is_dir():
                files.append(path)
                continue
            days: dict[Kind, tuple[date, Path]] = {}
            for file, (kind, day) in archives_in(path).items():
                days[kind] = max(days.get(kind, (day, file)), (day, file))
            files += [file for _day, file in days.values()]
    except OSError as fault:
        message = f"The folder cannot be read ({fault.strerror}). Check its name and your rights."
        raise Refused(message) from None
    return files


def _require_of_now(file: Path, head: Head, *, today: date) -> None:
    if head.day > today:
        message = (
            f"{file.name} is of {head.day}, a day that has not come. Set this machine’s clock."
        )
        raise Refused(message)
    if head.kind == Kind.KEYS and Kind.KEYS.is_over(head.day, today=today):
        message = (
            f"{file.name} is of {head.day}. Keys that were kept for seven days are not put back: "
            "delete it. Without it the rest can be restored, and no appeal of before is opened by "
            "anybody any more."
        )
        raise Refused(message)


@contextmanager
def prepared(home: Path) -> Iterator[Path]:
    """Yield a new folder beside the data folder, and move it into its place if the block ends well.

    Raises Refused if the data folder is not empty or the folder can't be made. Whatever else is
    raised leaves nothing.
    """
    _require_empty(home)
    folder = home.with_name(f".{home.name}.restoring")
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        message = f"A restore that did not end left {folder}. Delete it, and run this again."
        raise Refused(message) from None
    except OSError as fault:
        message = f"{folder} cannot be made ({fault.strerror}). Name another AMBASADA_HOME."
        raise Refused(message) from None
    try:
        yield folder
        os.sync()
        _move(folder, home)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _require_empty(home: Path) -> None:
    try:
        if home.is_dir() and not home.is_mount() and not any(home.iterdir()):
            return
        if not home.exists():
            return
    except OSError as fault:
        message = f"The data folder cannot be read ({fault.strerror}). Check your rights."
        raise Refused(message) from None
    message = (
        f"{home} is not an empty folder, or a disk is mounted there. Move what is in it away, or "
        "name another folder in AMBASADA_HOME: one below it, if it is a disk."
    )
    raise Refused(message)


def _move(folder: Path, home: Path) -> None:
    try:
        folder.rename(home)
    except OSError as fault:
        message = (
            f"The restored folder cannot be moved to {home} ({fault.strerror}). Name another one "
            "in AMBASADA_HOME: a folder below it, if a disk is mounted there."
        )
        raise Refused(message) from None


def unpack_all(
    chosen: Chosen, identities: Sequence[Identity], into: Path, *, is_postgresql: bool
) -> None:
    """Open the archives into a folder. Raises Refused unless they are whole and belong together."""
    _require_same_store(chosen.rest, is_postgresql=is_postgresql)
    rest = _unpacked(chosen.rest, identities, into)
    secret = _secret_in(into)
    _require_sealed(chosen.rest.file, rest.lists, secret)
    if chosen.keys is not None:
        _require_sealed(chosen.keys.file, (chosen.keys.said,), secret)
        keys = _unpacked(chosen.keys, identities, into)
        _require_sealed(chosen.keys.file, keys.lists, secret)
    (into / "uploads").mkdir(mode=0o700, exist_ok=True)


def _require_same_store(rest: Archive, *, is_postgresql: bool) -> None:
    if (rest.head.store == "postgresql") is is_postgresql:
        return
    message = (
        "The archive is of a site on SQLite: restore it without AMBASADA_DATABASE."
        if is_postgresql
        else "The archive is of a site on PostgreSQL: name an empty database in AMBASADA_DATABASE."
    )
    raise Refused(message)


def _unpacked(archive: Archive, identities: Sequence[Identity], into: Path) -> Unpacked:
    kind = archive.head.kind

    def is_ours(name: str) -> bool:
        return kind_of(name) == kind

    return unpack(archive.file, identities, into, is_ours=is_ours)


def _secret_in(folder: Path) -> str:
    try:
        return (folder / _SECRET).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        message = "The archive has no secret_key, without which nothing in it can be proved."
        raise Refused(message) from None


def _require_sealed(file: Path, lists: Sequence[bytes], secret: str) -> None:
    if not all(is_sealed_by(each, secret) for each in lists):
        message = f"{file.name} {_OF_ANOTHER}"
        raise Refused(message)


def take_tombstones(given: Path, folder: Path) -> None:
    """Let what was erased after the backup stay erased: take the newer of two lists of it.

    Whom embassies let go of stands in a file beside it, which is taken along.

    Raises Refused if the one that was given is not whole, or is not of this installation: then it
    lacks what the archive’s has.
    """
    if not given.is_file():
        message = f"{given} is no file. Name the newest tombstones.json there is."
        raise Refused(message)
    file = folder / "editions" / "tombstones.json"
    newer, archived = _stones_in(given), tombstones_in(file)
    if not _known(archived) <= _known(newer):
        message = (
            f"{given} lacks what the archive has: it is older, or of another installation. Name "
            "the newest tombstones.json, or leave --tombstones out."
        )
        raise Refused(message)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copyfile(given, file)
    beside = given.with_name(LET_GO)
    if beside.is_file():  # beside the archive’s: nobody is forgotten twice by two lists
        with (folder / "editions" / LET_GO).open("ab") as kept:
            kept.write(b"\n" + beside.read_bytes())


def _stones_in(given: Path) -> Tombstones:
    try:
        return tombstones_in(given)
    except Refused:
        message = f"{given} is damaged. Name another copy of tombstones.json."
        raise Refused(message) from None


def _known(stones: Tombstones) -> set[tuple[int, str, date]]:
    return {(each.number, each.embassy, each.day) for each in stones.stones}


def forget_tables(folder: Path) -> None:
    """Delete the tables that were put into PostgreSQL."""
    shutil.rmtree(folder / TABLES, ignore_errors=True)

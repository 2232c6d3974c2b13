"""What of a data folder goes into which archive, and for how long an archive is kept."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from ambasada.lib.archives import DRAFT, HEAD, LIST, SUFFIX
from ambasada.lib.refused import Refused

KEYS_STORE = "keys.sqlite3"
TABLES = "main.tables"  # folder of an archive: what PostgreSQL held
SIGNING = "keys"  # folder of the keys that sign editions, and of what the root key signed
_HIDDEN = ".key"  # in the name of every secret half; the rest is shown to everybody
DATABASE = ".sqlite3"
# Made anew by a start, or about a moment that is over.
_LEFT = frozenset({"uploads", "static"})
_SPARE = "sealed/spare/"  # empty files, for parts that will come
_PASSING = (".lock", DRAFT, "-wal", "-shm", "-journal")
_NAMED = re.compile(rf"(keys|rest)-([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}){re.escape(SUFFIX)}")


class Kind(StrEnum):
    """What an archive holds."""

    KEYS = "keys"  # the store without which no appeal can be opened
    REST = "rest"

    @property
    def kept(self) -> timedelta:
        """For how long an archive is kept at most: what was deleted is gone from all of them then.

        A day is all that an archive tells of its time. So one counts as this old on the day it may
        be.
        """
        return timedelta(days=7 if self is Kind.KEYS else 14)

    def is_over(self, day: date, *, today: date) -> bool:
        """Tell whether an archive of a day may have been kept for long enough."""
        return today - day >= self.kept


def kind_of(name: str) -> Kind | None:
    """Return which archive a file of the data folder belongs to, by its name; None for neither."""
    if name == KEYS_STORE:
        return Kind.KEYS
    first = name.partition("/")[0]
    if first in _LEFT or name in {HEAD, LIST} or name.endswith(_PASSING) or name.startswith(_SPARE):
        return None
    if first == SIGNING and _HIDDEN in name:
        return None
    return Kind.REST


def files_of(home: Path, kind: Kind) -> list[str]:
    """Return the names of the files that an archive is made of, databases first.

    A database that is read first names no file that is not there yet when files are. Raises
    Refused if something is a link: who restores would get what it leads to, or nothing.
    """
    names = [name for name in _names_below(home) if kind_of(name) is kind]
    return sorted(names, key=lambda name: (not name.endswith(DATABASE), name.count("/"), name))


def _names_below(home: Path) -> Iterator[str]:
    for top in sorted(home.iterdir()):
        if top.is_file():
            yield top.name
        # What stands at the top may be a link: a large folder on another disk.
        for folder, folders, names in os.walk(top):
            below = Path(folder).relative_to(top)
            for name in (*folders, *names):
                path = Path(folder) / name
                if path.is_symlink():
                    message = (
                        f"The data folder holds a link, {(top.name / below / name).as_posix()}. "
                        "Put what it leads to in its place."
                    )
                    raise Refused(message)
            yield from ((top.name / below / name).as_posix() for name in names)


def archive_name(kind: Kind, day: date) -> str:
    """Return the name of an archive: the kind and the day, and no hour."""
    return f"{kind}-{day.isoformat()}{SUFFIX}"


def archives_in(folder: Path) -> dict[Path, tuple[Kind, date]]:
    """Return the archives of ours in a folder, by their names."""
    found = {}
    for path in folder.iterdir():
        named = _NAMED.fullmatch(path.name)
        try:
            if named and path.is_file():
                found[path] = Kind(named[1]), date.fromisoformat(named[2])
        except ValueError:  # no day of any calendar
            continue
    return found


def drafts_in(folder: Path) -> list[Path]:
    """Return what was being written in a folder when a backup was killed."""
    return [
        path
        for path in folder.iterdir()
        if path.suffix == DRAFT and _NAMED.fullmatch(path.name[: -len(".12345678.draft")])
    ]

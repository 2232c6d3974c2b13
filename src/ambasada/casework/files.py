"""The files of attachments' parts: sealed bytes under names and times that mean nothing.

Nobody can set when a file was made, nor the number that a file system gives it. So none is made
when a part comes: many are made at once, empty and aside, and a part takes one of them by lot.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path

_DRAFT = ".draft"
_ASIDE = "spare"  # beside the folder of the parts
_SPARES = 1_024  # files: more than four times what one case may bring in a day
_FOLDERS = 256


def keep(folder: Path, content: bytes, *, day: date) -> str:
    """Write a part, whole or not at all, and return its name; its times are a midnight."""
    name = secrets.token_hex(16)
    place = place_of(folder, name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_suffix(_DRAFT)
    _take_spare(folder, draft)
    level(draft, day)  # of old, it would be swept away
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    level(draft, day)
    draft.rename(place)
    level(place.parent, day)
    return name


def fill_spares(folder: Path, *, day: date) -> None:
    """Make empty files aside until there are enough, and the folders that parts lie in."""
    for number in range(_FOLDERS):
        path = folder / f"{number:02x}"
        if not path.exists():
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            level(path, day)
    aside = _aside(folder)
    aside.mkdir(mode=0o700, exist_ok=True)
    for _each in range(_SPARES - len(_names_in(aside))):
        path = aside / secrets.token_hex(16)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode=0o600))
        level(path, day)
    level(aside, day)


def level_spares(folder: Path, day: date) -> None:
    """Set the times of what lies aside, once a day."""
    for path in _aside(folder).glob("*"):
        with suppress(FileNotFoundError):
            if datetime.fromtimestamp(path.stat().st_mtime, UTC).date() != day:
                level(path, day)


def _take_spare(folder: Path, draft: Path) -> None:
    """Make one of the files aside the draft of a part; where none is left, many are made anew."""
    while True:
        names = _names_in(_aside(folder))
        if not names:
            fill_spares(folder, day=datetime.now(UTC).date())
            continue
        with suppress(FileNotFoundError):  # another process has taken it
            (_aside(folder) / secrets.choice(names)).rename(draft)
            return


def _names_in(aside: Path) -> list[str]:
    try:
        with os.scandir(aside) as found:
            return [each.name for each in found]
    except FileNotFoundError:
        return []


def _aside(folder: Path) -> Path:
    return folder.with_name(_ASIDE)


def place_of(folder: Path, name: str) -> Path:
    """Return where a part stands."""
    return folder / name[:2] / name


def let_go(folder: Path, name: str) -> None:
    """Delete a part, if it is there."""
    place_of(folder, name).unlink(missing_ok=True)


def level(path: Path, day: date) -> None:
    """Set the times of a file or folder to the midnight a day began with."""
    midnight = datetime.combine(day, time(), UTC).timestamp()
    with suppress(FileNotFoundError):
        os.utime(path, (midnight, midnight))


def from_before(folder: Path, day: date) -> Iterator[str]:
    """Yield the names of parts from before a day; cut off by a kill, some are of no row."""
    midnight = datetime.combine(day, time(), UTC).timestamp()
    for path in folder.glob("??/*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < midnight:
                yield path.name

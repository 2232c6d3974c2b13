"""The files of attachments' parts: sealed bytes under names and times that mean nothing."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path

_DRAFT = ".draft"


def keep(folder: Path, content: bytes, *, day: date) -> str:
    """Write a part, whole or not at all, and return its name; its times are a midnight."""
    name = secrets.token_hex(16)
    place = place_of(folder, name)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_suffix(_DRAFT)
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode=0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    level(draft, day)
    draft.rename(place)
    level(place.parent, day)
    return name


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

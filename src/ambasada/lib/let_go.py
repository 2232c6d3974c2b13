"""Whom embassies let go of, kept apart from the database: one of an earlier day forgets them too.

One file for an installation, beside the tombstones. A line has the random ref of a row and the code
of the embassy that let go of it; whoever has the file learns no name.
"""

import os
import re
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

LET_GO = "let_go.txt"
_LINE = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) ([a-z0-9-]+)", re.ASCII)


class LetGo(NamedTuple):
    """Somebody whom an embassy let go of."""

    ref: UUID
    embassy: str


def note_let_go(file: Path, gone: LetGo) -> None:
    """Add somebody to a file; once this returns the disk has it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{gone.ref} {gone.embassy}\n".encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def let_go_in(file: Path) -> list[LetGo]:
    """Return whom a file names; a line that was cut off names nobody."""
    if not file.exists():
        return []
    lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    found = [_LINE.fullmatch(line) for line in lines]
    return [LetGo(UUID(each[1]), each[2]) for each in found if each]

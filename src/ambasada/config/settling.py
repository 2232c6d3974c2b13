"""SQLite’s files between visits: in place, rid of what was deleted, and in no telling order."""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import connections

from ambasada.casework.models import KEYS, SEALED

# Bytes of a file that is written anew within a moment; larger ones are, once a day.
_SMALL = 64_000_000
_LIKE_DJANGO = "PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;"


@dataclass
class HeldStore:
    """A connection to one store, held for as long as the clock runs.

    When its last connection closes, SQLite moves what was written and removes its log; the next
    visit makes a new one, and the time of a file would tell the hour. With one connection held,
    that happens on the clock's beat alone, and what was deleted leaves the log on it too.
    """

    file: Path
    is_rewritten: bool  # of sealed help
    connection: sqlite3.Connection = field(init=False)
    _version: int = field(init=False, default=-1)
    _rewritten_on: date | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.connection = sqlite3.connect(self.file, isolation_level=None)
        self.connection.executescript(_LIKE_DJANGO)
        self.connection.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def settle(self, today: date) -> None:
        """Empty the log; first write the file anew, if somebody else wrote to it since.

        Written anew, its pages stand in the order of its rows, whose numbers are random: they do
        not tell any more what came first. And copies are gone that SQLite leaves where it moved
        what was deleted later.
        """
        with suppress(sqlite3.OperationalError):  # somebody is writing: the next beat will do
            if self.is_rewritten:
                self._rewrite(today)
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _rewrite(self, today: date) -> None:
        version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        is_large = self.file.stat().st_size > _SMALL
        if version == self._version or (is_large and self._rewritten_on == today):
            return
        self.connection.execute("VACUUM")
        self._version, self._rewritten_on = version, today


def held_stores() -> list[HeldStore]:
    """Return a held connection to each store of SQLite that is there."""
    held = []
    for store in connections:
        settings = connections[store].settings_dict
        file = Path(settings["NAME"])
        if connections[store].vendor == "sqlite" and file.exists():
            held.append(HeldStore(file, is_rewritten=store in {SEALED, KEYS}))
    return held

"""What a restore takes along of whom embassies let go of."""

from datetime import date
from pathlib import Path
from uuid import uuid4

from ambasada.config.archiving.restoring import take_tombstones
from ambasada.lib.let_go import LET_GO, LetGo, let_go_in, note_let_go
from ambasada.lib.tombstones import Tombstone, lay


def test_whom_embassies_let_go_of_since_is_taken_along_with_the_tombstones(tmp_path: Path) -> None:
    before, since = LetGo(uuid4(), "gb"), LetGo(uuid4(), "norland")
    given = tmp_path / "old" / "tombstones.json"
    given.parent.mkdir()
    lay(given, Tombstone(number=0, embassy="gb", day=date(2026, 11, 1)))
    note_let_go(given.with_name(LET_GO), since)
    kept = tmp_path / "new" / "editions" / LET_GO
    note_let_go(kept, before)

    take_tombstones(given, tmp_path / "new")

    assert let_go_in(kept) == [before, since]

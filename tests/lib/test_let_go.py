"""The file that says whom embassies let go of."""

from pathlib import Path
from uuid import uuid4

from ambasada.lib.let_go import LetGo, let_go_in, note_let_go


def test_whoever_is_noted_is_named_and_a_line_that_was_cut_off_names_nobody(
    tmp_path: Path,
) -> None:
    file = tmp_path / "editions" / "let_go.txt"
    assert let_go_in(file) == []
    gone = [LetGo(uuid4(), "gb"), LetGo(uuid4(), "norland")]
    for each in gone:
        note_let_go(file, each)
    with file.open("a") as written:
        written.write(str(uuid4())[:20])

    assert let_go_in(file) == gone
    assert file.stat().st_mode & 0o777 == 0o600

"""What a process remembers of the books is what stands in them."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ambasada.editions.books import Page, Seen, open_books
from ambasada.lib.manifests import Entry

ONE = Page(Entry(sha256="1" * 64, size=1), base="1" * 64)
TWO = replace(ONE, base="2" * 64)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with open_books(tmp_path / "books.sqlite3", "gb") as books:
        books.write("/en/", ONE)
        books.see({"page:1": Seen("1:a", frozenset({"page"}))})
    return tmp_path / "books.sqlite3"


def known(file: Path, embassy: str = "gb") -> tuple[dict[str, Page], dict[str, Seen]]:
    with open_books(file, embassy) as books:
        return books.pages(), books.seen()


def test_what_was_written_is_read_again(file: Path) -> None:
    assert known(file) == ({"/en/": ONE}, {"page:1": Seen("1:a", frozenset({"page"}))})
    with open_books(file, "gb") as books:
        books.write("/en/", TWO)
        books.write("/be/", replace(ONE, links=frozenset({"/en/"}), tags=frozenset({"page"})))
        books.see({})

    assert known(file) == ({"/en/": TWO, "/be/": ONE}, {})

    with open_books(file, "gb") as books:
        books.forget("/en/")

    assert known(file) == ({"/be/": ONE}, {})
    assert known(file, "norland") == ({}, {})


def test_what_another_process_wrote_is_read(file: Path) -> None:
    known(file)
    script = (
        "import sys; from pathlib import Path; from ambasada.editions.books import *\n"
        "with open_books(Path(sys.argv[1]), 'gb') as books:\n"
        "    page = books.pages()['/en/']; books.write('/ru/', page); books.see({})\n"
    )
    subprocess.run([sys.executable, "-c", script, str(file)], check=True, timeout=60)

    assert known(file) == ({"/en/": ONE, "/ru/": ONE}, {})


def test_what_was_taken_back_is_not_remembered(file: Path) -> None:
    before = known(file)

    with pytest.raises(KeyError):
        _write_and_fail(file)

    assert known(file) == before


def _write_and_fail(file: Path) -> None:
    with open_books(file, "gb") as books:
        books.pages()
        books.write("/en/", TWO)
        books.see({})
        raise KeyError


def test_books_that_are_gone_are_not_remembered(file: Path) -> None:
    known(file)
    file.unlink()

    assert known(file) == ({}, {})


def test_note_of_another_process_makes_nobody_read_pages_again(file: Path) -> None:
    with open_books(file, "gb") as books:
        before = books.pages()["/en/"]
    script = (
        "import sys; from pathlib import Path; from ambasada.editions.books import *\n"
        "with open_books(Path(sys.argv[1]), 'gb') as books:\n"
        "    books.set_state('packed', '[]')\n"
    )
    subprocess.run([sys.executable, "-c", script, str(file)], check=True, timeout=60)

    with open_books(file, "gb") as books:
        assert books.pages()["/en/"] is before
        assert books.state("packed") == "[]"

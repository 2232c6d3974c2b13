"""What the sealing code weighs on a page, and what is not in it."""

import gzip
from pathlib import Path

import pytest

from tests.running_site import REPOSITORY
from tests.sealing.laboratory import bundle

SEALING = REPOSITORY / "frontend" / "sealing"
# What a page needs on which a person writes, sends files and reads answers.
PERSON = (
    "readRoster readRemoved usableEntries newSecret codeWords codeDigits readCode deriveCase "
    "newIdentity wrapsFor unwrap sealByPerson sealHeader openThread epochToWrite clean sealFile "
    "openFile"
)
MOST = 75 * 1024  # bytes packed, of the 115 KB that the whole page may have


@pytest.fixture
def weighed(tmp_path: Path) -> bytes:
    return bundled(tmp_path, "first")


def bundled(folder: Path, name: str) -> bytes:
    """Return what a page would load that uses all that a person needs."""
    entry = folder / "entry.ts"
    names = ", ".join(PERSON.split())
    entry.write_text(f'export {{ {names} }} from "{SEALING / "index.ts"}";', encoding="utf-8")
    return bundle(entry, folder / f"{name}.js", name="sealing").read_bytes()


def test_sealing_leaves_room_for_the_page_itself(weighed: bytes) -> None:
    assert len(gzip.compress(weighed, compresslevel=9)) < MOST


def test_page_of_a_person_carries_no_code_of_passkeys(weighed: bytes) -> None:
    assert b"navigator.credentials" not in weighed


def test_bundle_can_be_read_and_is_the_same_each_time(weighed: bytes, tmp_path: Path) -> None:
    assert bundled(tmp_path, "second") == weighed
    assert b"function epochToWrite(" in weighed
    assert max(len(line) for line in weighed.splitlines()) < 1000


@pytest.mark.parametrize("path", sorted(SEALING.rglob("*.ts")), ids=lambda path: path.name)
def test_code_touches_no_page_keeps_nothing_and_asks_no_server(path: Path) -> None:
    code = path.read_text(encoding="utf-8")

    forbidden = ("document.", "window.", "localStorage", "sessionStorage", "indexedDB", "fetch(")
    assert [each for each in forbidden if each in code] == []


@pytest.mark.parametrize("path", sorted(SEALING.rglob("*.ts")), ids=lambda path: path.name)
def test_code_is_short_enough_to_be_read(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()

    assert len(lines) <= 300
    assert max(len(line) for line in lines) <= 100

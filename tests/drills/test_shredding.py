"""A case that was deleted: who put away its ciphertexts before has nothing to open them with."""

import contextlib
import shutil
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.files import CannotBeOpened, unseal
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.threads import Stream
from ambasada.lib.sealing.wraps import unwrap
from tests.asking import Asker
from tests.casework.client import Person, Published, told
from tests.casework.desks import Desk, desk_of_site
from tests.drills.canaries import files_below
from tests.factories.staff import PASSWORD
from tests.running_site import RunningSite, free_port, raised, served

pytestmark = pytest.mark.sqlite_only

KEYS = "keys.sqlite3"


@dataclass
class Shredded:
    """A site with one case that stays and one that was deleted, and a copy of both from before."""

    site: RunningSite
    desk: Desk
    code: CaseCode
    backup: Path
    wraps: list[bytes]  # of the case that was deleted
    others: list[bytes]  # of the one that stays
    openers: list[Identity]  # everybody’s keys: the person’s and the member’s
    streams: list[Identity]
    files_after: dict[str, bytes]  # of the data folder, once the clock had beaten
    ref: str


def rows(file: Path, query: str) -> list[bytes]:
    with contextlib.closing(sqlite3.connect(file, timeout=20)) as opened:
        return [bytes(value) for (value,) in opened.execute(query)]


def wraps_in(file: Path, ref: str) -> list[bytes]:
    return rows(file, f"SELECT wrap FROM casework_wrap WHERE ref = '{ref}'")  # noqa: S608 -- hex


def sealed_in(store: Path) -> list[bytes]:
    return [
        *rows(store, "SELECT sealed FROM casework_letter"),
        *rows(store, "SELECT header FROM casework_case"),
    ]


def copied(site: RunningSite, folder: Path) -> Path:
    """Copy what an operator would have put away a day before: both stores and the files."""
    for name in (KEYS, "sealed/store.sqlite3"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with (
            contextlib.closing(sqlite3.connect(site.home / name, timeout=20)) as opened,
            contextlib.closing(sqlite3.connect(file)) as copy,
        ):
            opened.backup(copy)
    shutil.copytree(site.home / "sealed" / "blobs", folder / "sealed" / "blobs")
    return folder


def wait_for_a_beat(site: RunningSite) -> None:
    """Wait until the clock has emptied the logs of both stores, which it does on each beat."""
    logs = [site.home / f"{each}-wal" for each in (KEYS, "sealed/store.sqlite3")]
    deadline = time.monotonic() + 200
    while any(each.exists() and each.stat().st_size for each in logs):
        assert time.monotonic() < deadline, "the clock did not beat"
        time.sleep(0.5)


@pytest.fixture(scope="module")
def shredded(tmp_path_factory: pytest.TempPathFactory) -> Shredded:
    site = raised(tmp_path_factory, "shredding")
    with served(site):
        desk = desk_of_site(site, ["drill-shredder"], password=PASSWORD)
        stays, person = desk.person(), desk.person()
        stays.appeal("This one stays.")
        (kept,) = (str(each["ref"]) for each in desk.helper.queue())
        person.appeal("This one goes.")
        (ref,) = (str(each["ref"]) for each in desk.helper.queue() if each["ref"] != kept)
        person.write("With a file.", files=[("a.txt", b"words" * 5_000)])
        notes = desk.helper.begin(ref, 1, of=Stream.NOTES)
        desk.helper.write(ref, "A note.", of=Stream.NOTES)
        streams = [*person.streams(person.box()).values(), notes]
        openers = [person.keys.identity, desk.helper.keys.identity]
        backup = copied(site, tmp_path_factory.mktemp("backup"))

        person.delete()

        wait_for_a_beat(site)
        after = {str(each): each.read_bytes() for each in files_below(site.home)}
    wraps, others = (wraps_in(backup / KEYS, each) for each in (ref, kept))
    return Shredded(site, desk, person.code, backup, wraps, others, openers, streams, after, ref)


def is_opened(sealed: bytes, keys: list[Identity]) -> bool:
    for key in keys:
        with contextlib.suppress(CannotBeOpened):
            unseal(sealed, by=key)
            return True
    return False


def unwrapped(wraps: list[bytes], openers: list[Identity]) -> list[Identity]:
    found = []
    for each in wraps:
        for opener in openers:
            with contextlib.suppress(CannotBeOpened):
                found.append(unwrap(each, by=opener))
    return found


def test_before_it_was_deleted_it_could_be_opened(shredded: Shredded) -> None:
    """The same search and the same keys open what is in the copy, as long as its wraps are."""
    store = shredded.backup / "sealed" / "store.sqlite3"
    streams = unwrapped(shredded.wraps, shredded.openers)

    assert len(shredded.wraps) == 36
    assert {each.text for each in streams} == {each.text for each in shredded.streams}
    assert sum(is_opened(each, streams) for each in sealed_in(store)) == 4


def test_old_ciphertexts_open_for_nobody_with_the_keys_of_today(shredded: Shredded) -> None:
    """With the code, with the keys of the member, and with every wrap there is."""
    store = shredded.backup / "sealed" / "store.sqlite3"
    today = rows(shredded.site.home / KEYS, "SELECT wrap FROM casework_wrap")
    keys = [*unwrapped(today, shredded.openers), *shredded.openers]
    theirs = [each for each in sealed_in(store) if is_opened(each, shredded.streams)]
    blobs = [each.read_bytes() for each in files_below(shredded.backup / "sealed" / "blobs")]

    assert (len(today), len(theirs), len(blobs)) == (18, 4, 1)
    assert len(unwrapped(today, shredded.openers)) == 1  # the member’s of the case that stays
    assert not any(is_opened(each, keys) for each in [*theirs, *blobs])
    assert all(is_opened(each, shredded.streams) for each in blobs)


def test_bytes_of_its_wraps_are_in_no_file_after_a_beat(shredded: Shredded) -> None:
    """Neither in the store of keys nor in its log, as raw bytes: SQLite overwrites and rewrites."""
    found = {
        path
        for path, content in shredded.files_after.items()
        if any(_piece(each) in content for each in shredded.wraps)
    }

    assert f"{shredded.site.home / KEYS}" in shredded.files_after
    assert found == set()


def test_bytes_of_the_other_case_are_found_by_the_same_search(shredded: Shredded) -> None:
    content = shredded.files_after[str(shredded.site.home / KEYS)]

    assert all(_piece(each) in content for each in shredded.others)


def _piece(sealed: bytes) -> bytes:
    """Return 40 bytes of a wrap that only it has, and that stand on one page of the file."""
    return sealed[60:100]


def test_letters_and_files_of_it_are_gone_as_well(shredded: Shredded) -> None:
    store = shredded.backup / "sealed" / "store.sqlite3"
    theirs = [each for each in sealed_in(store) if is_opened(each, shredded.streams)]
    theirs += [each.read_bytes() for each in files_below(shredded.backup / "sealed" / "blobs")]

    for path, content in shredded.files_after.items():
        assert not any(_piece(each) in content for each in theirs), path
        assert shredded.ref.encode() not in content, path


def test_old_store_put_back_beside_the_keys_of_today_opens_for_nobody_and_goes_again(
    shredded: Shredded, tmp_path: Path
) -> None:
    """An operator who restores the larger store alone brings nothing back."""
    home = tmp_path / "var"
    shutil.copytree(shredded.site.home, home)
    shutil.rmtree(home / "sealed")
    shutil.copytree(shredded.backup / "sealed", home / "sealed")
    site = RunningSite(home, free_port())
    store, cases = home / "sealed" / "store.sqlite3", "SELECT ref FROM casework_case"
    assert shredded.ref in texts(store, cases)
    asker = Asker(site.port, host="help.localhost")
    person = Person(Published(asker, "gb", shredded.desk.root.public), code=shredded.code)

    with served(site):
        wait_until_unknown(person)

    assert len(texts(store, cases)) == 1
    assert shredded.ref not in texts(store, cases)
    assert files_below(home / "sealed" / "blobs") == []


def wait_until_unknown(person: Person) -> None:
    """Wait until the clock has deleted a case again; until then it has no wrap."""
    deadline = time.monotonic() + 200
    while (answer := person.ask("/i/box")).status != 404:
        assert told(answer)["wraps"] == []
        assert time.monotonic() < deadline, "the clock did not beat"
        time.sleep(0.5)


def texts(file: Path, query: str) -> list[str]:
    with contextlib.closing(sqlite3.connect(file, timeout=20)) as opened:
        return [str(value) for (value,) in opened.execute(query)]

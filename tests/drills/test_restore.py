"""The server is gone: what a backup brings back, and what it must not."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from ambasada.editions.folders import Folders
from ambasada.lib.archives import Head, write_archive
from ambasada.lib.manifests import Manifest, sha256_of
from ambasada.lib.tarred import Member
from tests.asking import Asker
from tests.config.state import is_one_sentence
from tests.drills.test_erasing import do, left, left_after, require_unread
from tests.drills.victim import WORD
from tests.factories.backups import Holder, holder, opened
from tests.running_database import database_server
from tests.running_site import RunningSite, free_port, raised, served

pytestmark = pytest.mark.sqlite_only


def backed_up(site: RunningSite, folder: Path, by: Holder) -> Path:
    done = site.command("backup", str(folder), "--to", by.recipient)
    assert done.returncode == 0, done.stderr
    return folder


def restored(site: RunningSite, folder: Path, *more: str) -> RunningSite:
    """Restore onto another machine, which has the name and the port of the first."""
    home = folder.with_name(f"{folder.name}-restored") / "var"
    other = RunningSite(home, site.port)
    done = other.command("restore", str(folder), *more)
    assert done.returncode == 0, done.stderr
    return other


def manifest_of(site: RunningSite) -> Manifest:
    manifest = Folders(site.home / "editions").current_manifest("gb")
    assert manifest is not None
    return manifest


def wrong(site: RunningSite) -> set[str]:
    """Return the paths of an edition that do not answer as it says."""
    reader = Asker(site.port)
    answers = {
        path: (entry, reader.ask(path))
        for path, entry in manifest_of(site).entries.items()
        if not entry.is_copy_only
    }
    return {
        path
        for path, (entry, answer) in answers.items()
        if answer.status != entry.status
        or (entry.sha256 and sha256_of(answer.body) != entry.sha256)
    }


def make_new_keys(site: RunningSite) -> None:
    """Do what the last line of a restore says of a development root."""
    (site.home / "keys" / "gb" / "root.pub").unlink()
    assert site.command("bake").returncode == 0


def test_restored_site_serves_the_same_bytes_and_goes_on_with_a_new_key(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    by, site = holder(tmp_path), raised(tmp_path_factory, "restoring")
    with served(site):
        folder = backed_up(site, tmp_path / "archives", by)
    before = manifest_of(site)

    again = restored(site, folder, "--identity", str(by.file))

    with served(again):
        assert manifest_of(again) == before
        assert wrong(again) == set()
        assert again.command("edition", "verify").returncode == 0
    assert not list((again.home / "keys").rglob("*.key"))
    make_new_keys(again)
    assert manifest_of(again).number == before.number + 1
    assert again.command("edition", "verify").returncode == 0
    assert again.command("check").stdout == site.command("check").stdout


def test_what_was_erased_comes_back_from_no_backup(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    by, site = holder(tmp_path), raised(tmp_path_factory, "erased")
    with served(site):
        address = do(site, "plant")
        site.wait_until_baked()
        earlier = backed_up(site, tmp_path / "earlier", by)
        do(site, "erase")
        assert left_after(site, 60) == set()
        later = backed_up(site, tmp_path / "later", by)
    assert not [path for path in tmp_path.rglob("*.age") if WORD.encode() in path.read_bytes()]

    assert left(restored(site, later, "--identity", str(by.file))) == set()

    stones = site.home / "editions" / "tombstones.json"
    again = restored(site, earlier, "--identity", str(by.file), "--tombstones", str(stones))
    number = manifest_of(again).number
    assert left(again) == {f"editions/gb/{number}/manifest.json"}  # as it was signed
    with served(again):
        require_unread(again, address)
    make_new_keys(again)
    assert left(again) == set()
    assert manifest_of(again).number == number + 1


def test_older_list_of_what_was_erased_is_refused(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    by, site = holder(tmp_path), raised(tmp_path_factory, "stones")
    do(site, "plant")
    do(site, "erase")
    folder = backed_up(site, tmp_path / "archives", by)
    (tmp_path / "older.json").write_text("[]")

    other = RunningSite(tmp_path / "var", site.port)
    done = other.command(
        "restore", str(folder), "--identity", str(by.file), "--tombstones",
        str(tmp_path / "older.json"),
    )  # fmt: skip

    assert done.returncode == 1
    assert "lacks what the archive has" in done.stderr
    assert not other.home.exists()


@pytest.fixture(scope="module")
def databases() -> Iterator[str]:
    with database_server() as address:
        for name in ("first", "second", "third"):
            with closing(psycopg.connect(f"{address}postgres", autocommit=True)) as server:
                server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield address


@pytest.fixture(scope="module")
def norland(databases: str, tmp_path_factory: pytest.TempPathFactory) -> RunningSite:
    """Return a small site on PostgreSQL, with one edition."""
    home = tmp_path_factory.mktemp("norland") / "var"
    site = RunningSite(home, free_port(), "content/norland", f"{databases}first")
    for words in (["embassy", "add", site.content, "--host", "norland.localhost"], ["bake"]):
        done = site.command(*words)
        assert done.returncode == 0, done.stderr
    return site


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
_COUNTERS = "SELECT sequencename, last_value FROM pg_sequences"
_GUARDS = "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"


def said_by(database: str) -> dict[str, Any]:
    """Return everything a database holds: rows, how far it has counted, the ledger’s guards."""
    with closing(psycopg.connect(database)) as held:
        rows = {
            table: sorted(map(repr, held.execute(f'SELECT * FROM "{table}"')))  # noqa: S608 -- ours
            for (table,) in held.execute(_TABLES).fetchall()
        }
        return rows | {query: sorted(held.execute(query)) for query in (_COUNTERS, _GUARDS)}


def test_postgresql_is_put_back_as_it_was(norland: RunningSite, tmp_path: Path) -> None:
    by, before = holder(tmp_path), said_by(norland.database)
    folder = backed_up(norland, tmp_path / "archives", by)
    empty = norland.database.replace("first", "second")
    again = RunningSite(tmp_path / "back" / "var", norland.port, norland.content, empty)

    done = again.command("restore", str(folder), "--identity", str(by.file))

    assert done.returncode == 0, done.stderr
    assert len(before["accounts_ledgerline"]) > 0
    assert said_by(empty) == before
    assert not (again.home / "main.tables").exists()
    assert again.command("member", "invite").returncode == 0
    assert again.command("check").stdout == norland.command("check").stdout


def test_postgresql_has_nothing_of_what_was_refused(norland: RunningSite, tmp_path: Path) -> None:
    by, before = holder(tmp_path), said_by(norland.database)
    folder = backed_up(norland, tmp_path / "archives", by)
    empty = norland.database.replace("first", "third")
    home = tmp_path / "back" / "var"

    def refused(database: str, archives: Path = folder) -> str:
        site = RunningSite(home, norland.port, norland.content, database)
        done = site.command("restore", str(archives), "--identity", str(by.file))
        assert done.returncode == 1, done.stdout
        assert is_one_sentence(done.stderr), done.stderr
        assert not list(home.parent.glob("*"))
        return done.stderr

    assert "is not empty" in refused(norland.database)
    assert said_by(norland.database) == before
    assert "site on PostgreSQL" in refused("")
    nothing = said_by(empty)
    spoilt = archived_again(folder, by, network_embassy=b"1\tx\n")
    assert "did not take" in refused(empty, spoilt)
    assert said_by(empty) == nothing


def archived_again(folder: Path, by: Holder, **changed: bytes) -> Path:
    """Return an archive with another piece of a table, sealed by the same site."""
    (file,) = folder.glob("rest-*.age")
    held = opened(file, by)
    files = {key: each for key, each in held.items() if key not in {"archive.json", "files.json"}}
    files |= {f"main.tables/{table}/000000": content for table, content in changed.items()}
    write_archive(
        folder / "other.age",
        Head.read(held["archive.json"]),
        [Member(key, len(each), [each]) for key, each in files.items()],
        recipients=[by.identity.to_public()],
        secret=held["secret_key"].decode(),
    )
    return folder / "other.age"

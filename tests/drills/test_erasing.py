"""Erase, then roll back, and put an older database back: the canary is nowhere."""

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.asking import Asker
from tests.drills.victim import WORD
from tests.factories.searching import files_with
from tests.running_site import REPOSITORY, RunningSite, raised, served

pytestmark = pytest.mark.sqlite_only


def do(site: RunningSite, verb: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.victim", verb],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def left(site: RunningSite) -> set[str]:
    return files_with(WORD, site.home) | files_with(WORD.lower(), site.home)


def left_after(site: RunningSite, seconds: float) -> set[str]:
    """Return which files still hold it when all is done, or after so many seconds."""
    deadline = time.monotonic() + seconds
    while (found := left(site)) and time.monotonic() < deadline:
        time.sleep(0.5)
    return found


def backed_up(site: RunningSite, file: Path) -> Path:
    with (
        closing(sqlite3.connect(site.home / "main.sqlite3")) as database,
        closing(sqlite3.connect(file)) as copy,
    ):
        database.backup(copy)
    return file


def require_unread(site: RunningSite, address: str) -> None:
    """See that no reader is sent anything of it."""
    reader = Asker(site.port)
    paths = [f"/{code}/{address}" for code in ("en", "be", "ru")]
    assert {reader.ask(path).status for path in paths} == {404}
    assert WORD.encode() not in reader.ask("/en/news/").body


def erase_within(site: RunningSite, address: str, seconds: float) -> None:
    """Erase it, and see that readers get it no more after so many seconds."""
    do(site, "erase")
    erased_at = time.monotonic()
    while Asker(site.port).ask(f"/en/{address}").status == 200:
        assert time.monotonic() < erased_at + seconds, "readers still get it"
        time.sleep(0.1)


def put_back(site: RunningSite, backup: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        (site.home / f"main.sqlite3{suffix}").unlink(missing_ok=True)
    shutil.copy(backup, site.home / "main.sqlite3")


def test_canary_is_nowhere_after_erase_rollback_and_restore(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    site = raised(tmp_path_factory, "erasing")
    with served(site):
        address = do(site, "plant")
        site.wait_until_baked()
        assert Asker(site.port).ask(f"/en/{address}").status == 200
        before = {each.partition("/")[0] for each in left(site)}
        assert {"media", "editions"} <= before
        assert {"main.sqlite3", "main.sqlite3-wal"} & before  # which, is the database’s affair
        backup = backed_up(site, tmp_path / "backup.sqlite3")
        older = site.command("edition", "list").stdout.split()[0]

        erase_within(site, address, 5)

        assert left_after(site, 60) == set()
        require_unread(site, address)
        assert site.command("edition", "rollback", older, "--reason", "A drill").returncode == 1
        assert site.command("edition", "verify").returncode == 0
    assert left(site) == set()

    put_back(site, backup)
    assert left(site) == {"main.sqlite3"}
    with served(site):
        require_unread(site, address)
        assert left_after(site, 60) == set()
        assert site.command("edition", "verify").returncode == 0
    assert left(site) == set()
    assert WORD not in site.log.read_text()

"""A data folder that was made before the newest migration, brought to this version and served."""

import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from ambasada.editions.folders import Folders
from tests.asking import Asker
from tests.drills.planting import FOREIGN, NORLAND_HOST, SECRETS
from tests.running_site import REPOSITORY, RunningSite, free_port, served

pytestmark = pytest.mark.sqlite_only
# What the build writes into the checkout, and git does not have.
BUILT = ("src/ambasada/pages/static/ambasada", "src/ambasada/casework/static_intake")
# What members did and what readers were promised: none of it may be lost or changed.
KEPT = {
    "accounts_ledgerline": "number, sha256",
    "accounts_member": "id, username, password",
    "network_faircopy": "id, sha256, is_public",
    "network_seat": "id, member_id, embassy_id, role",
    "wagtailcore_page": "id, title, url_path",
    "wagtailcore_revision": "id, object_id",
}


# Followed along the line that was released: beside it migrations may have had other names.
_NEWEST = [
    *("log", "--first-parent", "--diff-merges=first-parent"),
    *("--max-count=1", "--diff-filter=A", "--format=%H", "--no-patch"),
]


def git(*arguments: str) -> bytes:
    return subprocess.run(
        ["git", *arguments], cwd=REPOSITORY, capture_output=True, check=True
    ).stdout


@dataclass(frozen=True)
class Older:
    """The code of an earlier version, run with the packages of this one."""

    folder: Path

    def run(self, site: RunningSite, *arguments: str) -> str:
        """Run a module of it on a data folder; return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            env=site.environment
            | {
                "PYTHONPATH": f"{self.folder / 'src'}{os.pathsep}{self.folder}",
                "DJANGO_SETTINGS_MODULE": "ambasada.config.settings",
            },
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def older(tmp_path: Path) -> Older:
    """Return the version that the newest migration was added to, of those that were released."""
    newest = git(*_NEWEST, "--", "src/ambasada/*/migrations/0*.py").decode().strip()
    if git("rev-parse", "--is-shallow-repository").strip() == b"true":
        pytest.skip("this checkout has no history to take an earlier version from")
    content = git("archive", f"{newest}^")
    folder = tmp_path / "older"
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        tar.extractall(folder, filter="data")
    for built in BUILT:
        if (REPOSITORY / built).exists():
            shutil.copytree(REPOSITORY / built, folder / built, dirs_exist_ok=True)
    return Older(folder)


def rows_of(home: Path) -> dict[str, set[tuple[object, ...]]]:
    with closing(sqlite3.connect(home / "main.sqlite3")) as database:
        return {
            table: set(database.execute(f"SELECT {columns} FROM {table}"))  # noqa: S608 -- ours
            for table, columns in KEPT.items()
        }


def migrations_of(home: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(home / "main.sqlite3")) as database:
        return set(database.execute("SELECT app, name FROM django_migrations"))


def test_older_data_folder_is_served_with_everything_in_it(older: Older, tmp_path: Path) -> None:
    site = RunningSite(tmp_path / "var", free_port())
    older.run(site, "ambasada.config.cli", "embassy", "add", "content/gb", "--host", "127.0.0.1")
    planted = json.loads(older.run(site, "tests.drills.planting"))
    older.run(site, "ambasada.config.cli", "bake")
    rows, migrations = rows_of(site.home), migrations_of(site.home)
    before = Folders(site.home / "editions").current_manifest("gb")
    assert before is not None

    with served(site):
        after = Folders(site.home / "editions").current_manifest("gb")
        assert after is not None
        assert {path for path in before.entries if path.endswith("/")} <= after.entries.keys()
        reader = Asker(site.port)
        paths = [path for path in before.entries if path.endswith("/") and "/search/" not in path]
        texts = {path: reader.ask(path).body.decode() for path in paths}
        assert all(texts.values())
        assert not [path for path, text in texts.items() if any(word in text for word in SECRETS)]
        norland = Asker(site.port, host=NORLAND_HOST)
        assert FOREIGN in norland.ask(planted["foreign"]).body.decode()

    assert migrations < migrations_of(site.home)
    now = rows_of(site.home)
    assert {table for table, held in rows.items() if not held <= now[table]} == set()
    assert all(rows.values())
    assert "ledger" not in site.command("check").stdout
    assert site.command("edition", "verify", "--embassy", "gb").returncode == 0

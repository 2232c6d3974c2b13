"""Backups: whom they are sealed to, what an archive holds, and what may not be in one."""

import io
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pyrage
from pyrage.x25519 import Identity

from tests.running_site import REPOSITORY, RunningSite

# What only the keys store may hold, what only the sealed store, and what no archive may.
WRAP = "Zorkanary-Wrap-Test"
SEALED = "Zorkanary-Sealed-Test"
PASSING = "Zorkanary-Passing-Test"
SHOWN = "keys/gb/pages/0011223344556677"  # what the root key signed is no secret
NAMED = "media/documents/" + "пастанова-" * 9 + ".txt"


@dataclass(frozen=True)
class Holder:
    """Somebody who opens backups: the file of their identity, and whom to seal to."""

    file: Path
    identity: Identity

    @property
    def recipient(self) -> str:
        return str(self.identity.to_public())


def holder(folder: Path, name: str = "identity.txt") -> Holder:
    identity = Identity.generate()
    file = folder / name
    file.write_text(f"# kept elsewhere\n{identity}\n")
    return Holder(file, identity)


def opened(archive: Path, by: Holder) -> dict[str, bytes]:
    """Return the files of an archive, opened with other tools than ours."""
    content = pyrage.decrypt(archive.read_bytes(), [by.identity])
    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        assert all(member.isreg() for member in tar)
        return {each.name: _content_of(tar, each) for each in tar}


def _content_of(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = tar.extractfile(member)
    assert file is not None
    return file.read()


def plant_in(home: Path) -> None:
    """Put something into each place of a data folder: what is backed up, and what is not."""
    _note(home / "keys.sqlite3", WRAP)
    _note(home / "sealed" / "store.sqlite3", SEALED)
    for name, text in {
        "sealed/blobs/00112233445566778899aabbccddeeff": SEALED,
        NAMED: "A long name",
        "people/gb/people.key": "0" * 64,
        "uploads/cut-off.upload": PASSING,
        "static/site.css": PASSING,
        "editions/gb/search.sqlite3.0badcafe.draft": PASSING,
        "editions/gb/other.sqlite3-journal": PASSING,
        "keys/gb/next.key": PASSING,
        "keys/gb/next.key.0badcafe.draft": PASSING,
        SHOWN: "A page",
    }.items():
        (home / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / name).write_text(text)


def _note(store: Path, text: str) -> None:
    """Write a row into a store, which is made if it is not there."""
    store.parent.mkdir(mode=0o700, exist_ok=True)
    with closing(sqlite3.connect(store)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE IF NOT EXISTS noted (text)")
        database.execute("INSERT INTO noted VALUES (?)", (text,))
        database.commit()


_CASE = """
import django
django.setup()
from django.utils import timezone
from ambasada.casework.models import Case, Enrolment, Presence, Spent, Wrap
days = dict.fromkeys(["came_on", "active_on"], "2026-11-30")
hashes = {"lookup_sha256": "0" * 64, "auth_sha256": "1" * 64}
case = Case.objects.create(
    embassy="gb", desk="help", urgency="normal", header=b"sealed", **days, **hashes
)
Wrap.objects.create(ref=case.ref, stream="case", epoch=1, kid="person", roster=1, wrap=b"wrap")
now = timezone.now()
Presence.objects.create(case=case, kid="feedfacefeedface", until=now)
Enrolment.objects.create(member=1, code_sha256="c0de" * 16, expires_at=now)
Spent.objects.create(challenge_sha256="beef" * 16, day=now.date())
"""
# What of that case no archive has: who looked at it, leave to enrol, work that was spent.
MOMENTS = ("feedfacefeedface", "c0de" * 16, "beef" * 16)


def plant_case(site: RunningSite) -> None:
    """Let a site have one case, in both stores of sealed help."""
    subprocess.run(
        [sys.executable, "-c", _CASE],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        check=True,
        timeout=300,
    )


def rows_in(store: Path, table: str) -> int:
    """Return how many rows a table of a store has."""
    with closing(sqlite3.connect(store)) as database:
        (count,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 -- ours
        return int(count)


def noted_in(store: Path) -> list[str]:
    """Return what was written into a store."""
    with closing(sqlite3.connect(store)) as database:
        return [text for (text,) in database.execute("SELECT text FROM noted")]

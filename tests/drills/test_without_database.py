"""A real site, served as a volunteer would: its database goes, its disk is damaged, it is hurried.

Readers have what they had. Each is a copy of its own.
"""

import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ambasada.editions.folders import Folders
from ambasada.lib.manifests import Entry, Manifest, sha256_of
from tests.asking import Answer, Asker
from tests.running_site import AMBASADA, REPOSITORY, RunningSite, raised, served

PROOFS = ("manifest.json", "manifest.json.minisig", "charter.json", "charter.json.minisig")
DATABASE = ("main.sqlite3", "main.sqlite3-wal", "main.sqlite3-shm")


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> RunningSite:
    """Return a site that tells of its copy to read offline: else a bake would, some time later."""
    made = raised(tmp_path_factory, "hurt")
    assert (made.home / "editions" / "gb" / "information.zip").exists()
    assert made.command("bake").returncode == 0
    return made


def editions(site: RunningSite) -> Folders:
    return Folders(site.home / "editions")


def manifest_of(site: RunningSite) -> Manifest:
    manifest = editions(site).current_manifest("gb")
    assert manifest is not None
    return manifest


def live(manifest: Manifest) -> dict[str, Entry]:
    """Return what readers of the site get: what copies search is written down some time later."""
    return {path: each for path, each in manifest.entries.items() if not each.is_copy_only}


def asked(site: RunningSite, paths: list[str]) -> dict[str, Answer]:
    reader = Asker(site.port)
    with ThreadPoolExecutor(4) as pool:
        return dict(zip(paths, pool.map(reader.ask, paths), strict=True))


def wrong(site: RunningSite, manifest: Manifest) -> set[str]:
    """Return the paths of an edition that do not answer as it says."""
    answers = asked(site, list(manifest.entries))
    return {
        path
        for path, entry in live(manifest).items()
        if answers[path].status != entry.status
        or (entry.sha256 and sha256_of(answers[path].body) != entry.sha256)
    }


@pytest.fixture
def away(tmp_path: Path) -> Path:
    folder = tmp_path / "away"
    folder.mkdir()
    return folder


def take_database(site: RunningSite, away: Path) -> None:
    for name in DATABASE:
        if (site.home / name).exists():
            (site.home / name).rename(away / name)


@pytest.fixture
def bundled(site: RunningSite) -> Iterator[RunningSite]:
    """Serve a site that has a copy to read offline."""
    with served(site):
        yield site


def test_everything_is_read_while_the_database_is_away(bundled: RunningSite, away: Path) -> None:
    manifest = manifest_of(bundled)
    take_database(bundled, away)
    time.sleep(2)  # baker, clock and worker all miss it

    assert wrong(bundled, manifest) == set()
    assert {entry.language for entry in manifest.entries.values()} >= {"en", "be", "ru"}
    folder = editions(bundled).edition("gb", manifest.number)
    proofs = asked(bundled, [f"/edition/{name}" for name in PROOFS])
    assert [each.body for each in proofs.values()] == [
        (folder / name).read_bytes() for name in PROOFS
    ]
    bodies = asked(bundled, [f"/edition/blob/{each}" for each in sorted(manifest.hashes)])
    assert {path for path, each in bodies.items() if sha256_of(each.body) != path[-64:]} == set()
    copy = editions(bundled).bundle("gb")
    (offline,) = asked(bundled, [f"/offline/{copy.name}"]).values()
    assert offline.body == copy.read_bytes()
    assert Asker(bundled.port).ask("/en/nope/").status == 404
    assert manifest_of(bundled) == manifest


def test_start_without_the_database_begins_no_other_site(site: RunningSite, away: Path) -> None:
    manifest = manifest_of(site)
    take_database(site, away)

    for _again in range(2):
        said = subprocess.run(
            [*AMBASADA, "serve"],
            env=site.environment,
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert said.returncode == 1
        assert said.stderr.startswith("There are editions here, but the database is gone")
    assert manifest_of(site) == manifest

    for name in DATABASE:
        (site.home / name).unlink(missing_ok=True)
        if (away / name).exists():
            (away / name).rename(site.home / name)
    with served(site):
        assert wrong(site, manifest_of(site)) == set()
        assert live(manifest_of(site)) == live(manifest)


def test_start_mends_what_a_disk_did_to_the_edition(site: RunningSite) -> None:
    manifest = manifest_of(site)
    blobs = editions(site).blobs
    blobs.path(manifest.entries["/en/about/"].sha256).write_bytes(b"canary")
    blobs.path(manifest.entries["/be/help/"].sha256).unlink()
    blobs.path(manifest.entries["/ru/news/"].sha256, "br").write_bytes(b"canary")
    (editions(site).embassy("gb") / "current").write_bytes(b"")

    with served(site):
        mended = manifest_of(site)
        assert live(mended) == live(manifest)
        assert wrong(site, mended) == set()


def test_two_bakes_at_once_make_one_edition(site: RunningSite) -> None:
    before = manifest_of(site)
    editions(site).books.unlink()
    for each in list(before.hashes)[:20]:
        editions(site).blobs.drop(each)
    (editions(site).embassy("gb") / "current").unlink()

    bakes = [
        subprocess.Popen(
            [*AMBASADA, "bake"],
            env=site.environment,
            cwd=REPOSITORY,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    said = [each.communicate(timeout=120)[1] for each in bakes]

    assert [each.returncode for each in bakes] == [0, 0], said
    assert editions(site).numbers("gb")[-2:] == [before.number, before.number + 1]
    assert manifest_of(site).entries == before.entries
    assert site.command("edition", "verify").returncode == 0

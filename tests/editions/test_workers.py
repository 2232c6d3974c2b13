"""Pages baked beside each other in child processes."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ambasada.editions.folders import Folders
from tests.editions.beside import AT
from tests.running_site import REPOSITORY, RunningSite, raised

_BAKING = "import django; django.setup(); from tests.editions.beside import main; main()"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> RunningSite:
    return raised(tmp_path_factory, "beside")


def _bake(site: RunningSite, folder: Path, how: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _BAKING, str(folder), how],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _made(site: RunningSite, folder: Path, how: str) -> dict[str, Any]:
    done = _bake(site, folder, how)
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


@pytest.fixture(scope="module")
def alone(site: RunningSite, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return what one process bakes."""
    return _made(site, tmp_path_factory.mktemp("alone") / "editions", "alone")


def test_children_bake_the_bytes_that_one_process_bakes(
    site: RunningSite, alone: dict[str, Any], tmp_path: Path
) -> None:
    made = _made(site, tmp_path / "editions", "together")

    assert made["entries"] == alone["entries"]
    assert made["faults"] == alone["faults"] == {}
    assert made["in_parent"] == 1
    assert alone["in_parent"] > 40


def test_what_a_killed_child_leaves_undone_is_baked_by_its_parent(
    site: RunningSite, alone: dict[str, Any], tmp_path: Path
) -> None:
    made = _made(site, tmp_path / "editions", "child is killed")

    assert made["entries"] == alone["entries"]
    assert made["faults"] == {}
    assert made["in_parent"] > 1


def test_page_that_fails_in_a_child_is_told_and_the_others_go_out(
    site: RunningSite, alone: dict[str, Any], tmp_path: Path
) -> None:
    made = _made(site, tmp_path / "editions", "fails")

    assert made["faults"] == {AT: "could not be rendered"}
    assert made["entries"] == {
        path: entry for path, entry in alone["entries"].items() if path != AT
    }


def test_no_child_outlives_its_parent(site: RunningSite, tmp_path: Path) -> None:
    done = _bake(site, tmp_path / "editions", "parent is killed")

    assert done.returncode == -signal.SIGKILL
    children = {int(each) for each in (tmp_path / "editions.notes").read_text().split()}
    assert len(children) > 2
    deadline = time.monotonic() + 30
    while any(map(_is_running, children)):
        assert time.monotonic() < deadline, "a child is left"
        time.sleep(0.1)
    assert Folders(tmp_path / "editions").current("gb") is None


def _is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"  # whoever took it over collects it in time

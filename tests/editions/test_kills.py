"""Bakes that are killed at any moment, children and all."""

import json
import subprocess
import sys

import pytest

from tests.running_site import REPOSITORY, RunningSite, raised

_KILLING = "import django; django.setup(); from bench.killing import main; main(10)"


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> RunningSite:
    return raised(tmp_path_factory, "killed")


def test_ten_kills_leave_a_whole_edition_and_the_next_bake_ends_well(site: RunningSite) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLING],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["not_whole"], found["not_mended"]) == (0, 0)
    assert found["in_time"] > 0

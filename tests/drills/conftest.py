"""One real server for all drills, with everything in it that must never come out."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.asking import Asker
from tests.drills.standing import Kept, Standing, keep, put_standing
from tests.factories.embassies import Raised
from tests.running_site import REPOSITORY, RunningSite, free_port, raised, served


@dataclass(frozen=True)
class Drill:
    """A served site, the process that serves it, and what was planted in it."""

    site: RunningSite
    server: subprocess.Popen[bytes]
    planted: dict[str, Any]

    @property
    def reader(self) -> Asker:
        return Asker(self.site.port)

    @property
    def staff(self) -> Asker:
        return Asker(self.site.port, host="admin.localhost")

    def signed_in(self, who: str, *, host: str = "admin.localhost") -> Asker:
        """Return a client that carries the session of a planted member."""
        cookie = f"staff_session={self.planted['sessions'][who]}"
        return Asker(self.site.port, host=host, says=(("Cookie", cookie),))


@pytest.fixture(scope="session")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    site = raised(tmp_path_factory, "drill", port=free_port())
    planted = subprocess.run(
        [sys.executable, "-m", "tests.drills.planting"],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert planted.returncode == 0, planted.stderr
    with served(site) as server:
        yield Drill(site, server, json.loads(planted.stdout))


@pytest.fixture(scope="session")
def kept(
    raised: Raised, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Kept:
    with django_db_blocker.unblock():
        return keep(raised, tmp_path_factory.mktemp("standing"))


@pytest.fixture
def standing(db: None, raised: Raised, kept: Kept) -> Standing:  # noqa: ARG001 -- a transaction
    return put_standing(raised, kept)

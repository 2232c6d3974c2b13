"""The suite once more, on PostgreSQL: on a server of its own that goes with the tests."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.running_database import database_server
from tests.running_site import REPOSITORY

# Two workers: alone it would go on long after all other tests have ended.
TOGETHER = ["-p", "no:cacheprovider", "--numprocesses=2", "--dist=loadfile"]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    with database_server() as address:
        yield f"{address}postgres"


def test_suite_passes_on_postgresql(postgresql: str) -> None:
    plain = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}

    again = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "both_databases", "-q", *TOGETHER],
        cwd=REPOSITORY,
        env=plain | {"AMBASADA_DATABASE": postgresql},
        capture_output=True,
        text=True,
        check=False,
    )

    assert again.returncode == 0, again.stdout[-20_000:] + again.stderr[-5_000:]


@pytest.mark.django_db
def test_database_is_the_one_asked_for() -> None:
    asked = urlsplit(os.environ.get("AMBASADA_DATABASE", "")).scheme

    assert connection.vendor == (asked or "sqlite")

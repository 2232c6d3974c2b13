"""Several processes at one ledger, on the real settings: in a file, or in a database of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from tests.accounts.appending import LINES, THREADS
from tests.running_site import REPOSITORY

pytestmark = pytest.mark.both_databases
PROCESSES = 3
WITHIN = 120  # seconds, for each step
_LOOK = """
import django; django.setup()
from ambasada.accounts.models import LedgerHead, LedgerLine
from ambasada.accounts.queries import ledger_faults
numbers = list(LedgerLine.objects.order_by("number").values_list("number", flat=True))
print(numbers == list(range(1, len(numbers) + 1)), len(numbers), ledger_faults())
"""
_CHANGE = """
import django; django.setup()
from ambasada.accounts.models import LedgerLine
LedgerLine.objects.update(verb="joined")
"""


def _on_server(statement: str) -> None:
    """Run what PostgreSQL runs outside transactions alone."""
    import psycopg  # noqa: PLC0415 -- there when the suite is run on PostgreSQL

    with psycopg.connect(os.environ["AMBASADA_DATABASE"], autocommit=True) as server:
        server.execute(statement.encode())


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of an installation of its own, with the tables of members alone."""
    environment = os.environ | {
        "AMBASADA_HOME": str(tmp_path / "var"),
        "DJANGO_SETTINGS_MODULE": "ambasada.config.settings",
    }
    name = f"ledger_{uuid4().hex}"
    if connection.vendor == "postgresql":
        _on_server(f"CREATE DATABASE {name}")
        environment["AMBASADA_DATABASE"] = (
            os.environ["AMBASADA_DATABASE"].rpartition("/")[0] + "/" + name
        )
    _run(environment, "-m", "django", "migrate", "accounts", "--verbosity=0")
    yield environment
    if connection.vendor == "postgresql":
        _on_server(f"DROP DATABASE {name} WITH (FORCE)")


def _start(environment: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        env=environment,
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _said_by(process: subprocess.Popen[str]) -> str:
    try:
        said, complaint = process.communicate(timeout=WITHIN)
    finally:
        process.kill()
    assert process.returncode == 0, complaint
    return said


def _run(environment: dict[str, str], *arguments: str) -> str:
    return _said_by(_start(environment, *arguments))


def test_lines_written_at_the_same_time_are_numbered_without_a_gap(
    installation: dict[str, str],
) -> None:
    writers = [_start(installation, "-m", "tests.accounts.appending") for _ in range(PROCESSES)]
    written = sum(int(_said_by(each)) for each in writers)

    assert written == PROCESSES * THREADS * LINES * 2 // 3
    assert _run(installation, "-c", _LOOK).strip() == f"True {written} []"


def test_ledger_goes_and_comes_with_its_migration(installation: dict[str, str]) -> None:
    for target in ("0001", "0002"):
        _run(installation, "-m", "django", "migrate", "accounts", target, "--verbosity=0")
    _run(installation, "-m", "tests.accounts.appending")

    with pytest.raises(AssertionError, match="a ledger line is never changed"):
        _run(installation, "-c", _CHANGE)

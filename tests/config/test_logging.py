import logging
import re
import subprocess
import sys

import pytest

from ambasada.config.logging import BlindFormatter

CANARY = "203.0.113.77"


def _failure() -> logging.LogRecord:
    try:
        try:
            _ = dict[str, str]()[CANARY]
        except KeyError as error:
            message = f"{CANARY} was here"
            raise ValueError(message) from error
    except ValueError:
        trouble = sys.exc_info()
    return logging.LogRecord("django.request", logging.ERROR, "a.py", 7, "%s", (CANARY,), trouble)


def test_record_is_told_by_its_place_alone() -> None:
    record = logging.LogRecord("django", logging.ERROR, "/x/a.py", 7, "%s", (CANARY,), None)

    assert BlindFormatter().format(record) == "django ERROR at a:7"


def test_failure_is_told_by_its_kind_and_its_place_in_the_code() -> None:
    lines = BlindFormatter().format(_failure()).splitlines()

    assert lines[:2] == ["django.request ERROR at a:7", "builtins.ValueError"]
    assert [re.sub(r".*/(\w+\.py):\d+", r"\1", line) for line in lines[2:]] == [
        "test_logging.py in _failure"
    ]


def test_words_of_a_failure_and_of_its_cause_are_not_told() -> None:
    assert CANARY not in BlindFormatter().format(_failure())


def test_hour_is_not_told() -> None:
    assert re.search(r"\d\d:\d\d", BlindFormatter().format(_failure())) is None


def test_formatter_hides_a_note_and_a_stack(capfd: pytest.CaptureFixture[str]) -> None:
    record = logging.LogRecord("django", logging.ERROR, "a.py", 7, CANARY, None, None)
    record.stack_info = CANARY
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(BlindFormatter())

    handler.handle(record)

    assert CANARY not in capfd.readouterr().err


LOGGERS = (
    "",
    "django",
    "django.request",
    "django.server",
    "django.security",
    "django.security.DisallowedHost",
    "django.security.csrf",
    "django.db.backends",
    "django_tasks",
    "allauth",
    "asyncio",
    "granian",
    "_granian",
    "py.warnings",
    "wagtail",
    "wagtail.images",
    "servestatic",
    "ambasada",
)
# In a process of its own: pytest puts handlers of its own on every logger here.
_TELL = f"""
import logging.config
from ambasada.config.settings.quiet import LOGGING
logging.config.dictConfig(LOGGING)
for name in {LOGGERS!r}:
    logging.getLogger(name).critical("%s from {CANARY}", name)
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return what all loggers print when each is given the same canary."""
    ran = subprocess.run(
        [sys.executable, "-c", _TELL],
        env={"AMBASADA_HOME": str(tmp_path_factory.mktemp("told"))},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("name", LOGGERS)
def test_no_logger_tells_what_it_was_given(told: str, name: str) -> None:
    assert f"{name} from {CANARY}" not in told.splitlines()


def test_failures_of_requests_are_told(told: str) -> None:
    assert "django.request CRITICAL at " in told

"""The clock: what is due on a beat, what a failure does, and that no hour is written."""

import contextlib
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone
from wagtail.models import Page

from ambasada.accounts.actions import append, forget_invites, make_invite
from ambasada.accounts.models import (
    INVITE_LIFETIME,
    LEDGER_KEPT,
    Actor,
    Invite,
    LedgerCheckpoint,
    LedgerLine,
    Member,
    Verb,
    Vouch,
)
from ambasada.config.clock import Clock, Job, jobs_of
from ambasada.config.environment import Environment
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.publishing.models import NewsPage
from tests.factories.pages import DAY, at, drafted

NOW = datetime(2026, 11, 24, 15, 47, 12, 34, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=UTC)
REPOSITORY = Path(__file__).resolve().parents[2]


class Fails:
    """A job that fails a number of times."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.times: list[datetime] = []

    def __call__(self, now: datetime) -> None:
        self.times.append(now)
        if self.failures:
            raise self.failures.pop(0)


@pytest.fixture(autouse=True)
def _connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the test's own connection open, which the clock's process closes after each job."""
    monkeypatch.setattr("ambasada.config.clock.connections.close_all", lambda: None)


def test_daily_job_runs_once_a_day_with_the_hour_left_out() -> None:
    daily, each = Fails(), Fails()
    clock = Clock((Job(daily, is_daily=True), Job(each)))

    for hours in (0, 1, 8, 9, 10):
        clock.beat(NOW + timedelta(hours=hours))

    assert daily.times == [MIDNIGHT, MIDNIGHT + timedelta(days=1)]
    assert len(each.times) == 5
    assert each.times[0] == NOW


@pytest.mark.parametrize("failure", [DatabaseError("database is locked"), OSError(), KeyError()])
def test_job_that_fails_is_run_again_and_stops_no_other(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    failing, other = Fails(failure, failure), Fails()
    clock = Clock((Job(failing, is_daily=True), Job(other, is_daily=True)))

    for minutes in range(4):
        clock.beat(NOW + timedelta(minutes=minutes))

    assert (len(failing.times), len(other.times)) == (3, 1)
    assert [each.levelname for each in caplog.records] == ["ERROR", "ERROR"]


def test_job_that_is_refused_waits_for_the_next_day() -> None:
    refused = Fails(Refused("The ledger is damaged."))
    clock = Clock((Job(refused, is_daily=True),))

    for hours in (0, 1, 9):
        clock.beat(NOW + timedelta(hours=hours))

    assert len(refused.times) == 2


def test_everything_that_is_due_is_done(britain: Embassy, tmp_path: Path) -> None:
    now = timezone.now()
    item = drafted(NewsPage(title="A draft", published_on=DAY), at(britain, "en", "news/"))
    make_invite(now=now)
    Session.objects.create(session_key="old", session_data="", expire_date=now)
    append(Verb.JOINED, by=Actor.FOUNDER, subject="invite:1", now=now)
    clock = Clock(jobs_of(Environment(home=str(tmp_path))))

    clock.beat(now)
    assert Page.objects.filter(pk=item.pk).exists()
    clock.beat(now + timedelta(days=33))
    assert not Page.objects.filter(pk=item.pk).exists()
    assert not Invite.objects.exists()
    assert not Session.objects.exists()
    assert not LedgerCheckpoint.objects.exists()
    clock.beat(now + LEDGER_KEPT + timedelta(days=2))

    cleaned = LedgerLine.objects.filter(actor=Actor.CLOCK)
    assert LedgerCheckpoint.objects.exists()
    assert {(each.at.hour, each.at.minute) for each in cleaned} == {(0, 0)}


def test_quiet_days_write_nothing(britain: Embassy, tmp_path: Path) -> None:
    clock = Clock(jobs_of(Environment(home=str(tmp_path))))
    clock.beat(timezone.now() + timedelta(days=40))
    lines = LedgerLine.objects.count()

    for day in range(41, 45):
        clock.beat(timezone.now() + timedelta(days=day))

    assert britain.pk
    assert LedgerLine.objects.count() == lines
    assert not (tmp_path / "noticed").exists()


@pytest.mark.django_db
def test_used_invite_goes_when_it_would_have_expired_and_unused_later() -> None:
    member = Member.objects.create_member("voucher", "-")
    used, _token = make_invite(now=NOW)
    Vouch.objects.create(invite=used, member=member, at=NOW)
    Invite.objects.filter(pk=used.pk).update(used_at=NOW)
    unused, _token = make_invite(now=NOW, asked_by=member)
    expiry = NOW + INVITE_LIFETIME

    kept = []
    for moment in (
        expiry - timedelta(seconds=1),
        expiry,
        expiry + timedelta(days=30, seconds=-1),
        expiry + timedelta(days=30),
    ):
        forget_invites(now=moment)
        kept.append(set(Invite.objects.values_list("pk", flat=True)))

    assert kept == [{used.pk, unused.pk}, {unused.pk}, {unused.pk}, set()]
    assert not Vouch.objects.exists()
    assert LedgerLine.objects.filter(verb=Verb.CLEANED, subject="invites:1").count() == 2


def test_session_ends_after_twelve_hours_at_most() -> None:
    """So nothing a session holds, such as an interrupted sign-in, reaches thirty days."""
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60
    assert settings.SESSION_ENGINE == "django.contrib.sessions.backends.db"
    assert not settings.SESSION_SAVE_EVERY_REQUEST


@pytest.mark.sqlite_only
def test_clock_outlives_a_locked_database_and_stops_when_told(tmp_path: Path) -> None:
    """Also: what it says of the failure names no table, no row and no hour."""
    code = (
        "import django; django.setup()\n"
        "from ambasada.config import clock\n"
        "from ambasada.config.environment import read_environment\n"
        "clock.BEAT = 0.2\n"
        "clock.run_clock(read_environment())\n"
    )
    home = tmp_path / "var"
    environment = {
        "AMBASADA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "ambasada.config.settings",
        "PYTHONPATH": str(REPOSITORY / "src"),
    }
    home.mkdir()
    said = tmp_path / "said"
    with (
        contextlib.closing(sqlite3.connect(home / "main.sqlite3")) as other,
        said.open("wb") as log,
    ):
        other.execute("CREATE TABLE held (id)")
        process = subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=log)
        try:
            deadline = time.monotonic() + 60
            while said.read_text().count("ambasada.config.clock ERROR at clock:") < 8:
                assert process.poll() is None, said.read_text()
                assert time.monotonic() < deadline, said.read_text()
                time.sleep(0.1)
        finally:
            process.terminate()
            code_of_end = process.wait(timeout=10)

    assert code_of_end == -15
    assert "no such table" not in said.read_text()
    assert "accounts_" not in said.read_text()

"""The clock: a process that does what is due, on a beat of its own that no visit sets."""

import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from django.core.management import call_command
from django.db import connections

from ambasada.accounts.actions import forget_invites, prune
from ambasada.accounts.models import LEDGER_KEPT
from ambasada.casework.actions import (
    finish_halves,
    finish_wipings,
    forget_breaches,
    forget_cases,
    forget_loose_parts,
    forget_moments,
    forget_shifts,
    lay_in_files,
    level_times,
    raise_alarms,
    tell_readers,
    withdraw_lost_keys,
)
from ambasada.config.duty_notices import DutyNotices
from ambasada.config.environment import Environment
from ambasada.config.intakes import settle_intakes
from ambasada.config.letters import send_letters
from ambasada.config.notices import send_notice
from ambasada.config.settling import held_stores
from ambasada.config.uploads import sweep_uploads
from ambasada.editions.actions import (
    bundle_all,
    look_at_a_mirror,
    print_some,
    prune_editions,
    repack_some,
)
from ambasada.lib.refused import Refused
from ambasada.pages.actions import (
    clean_up,
    gather_links,
    let_go_of_previews,
    look_at_a_link,
    release_due,
)
from ambasada.prisoners.actions import let_go_of_records
from ambasada.relations.actions import forget_imports, forget_merges, sweep_imports

BEAT = 60.0  # seconds
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One action, called with the time; a daily one with the midnight its day began with.

    What a daily job writes down says a day and no hour: else the ledger would tell, thirty days
    later, when somebody saved a draft.
    """

    run: Callable[[datetime], object]
    is_daily: bool = False


@dataclass
class Clock:
    """Runs jobs on each beat, and daily ones once a day or until they succeed.

    Which day that was is kept in memory alone: after a restart they run again and find nothing.
    """

    jobs: tuple[Job, ...]
    _done: dict[Job, date] = field(default_factory=dict)

    def beat(self, now: datetime) -> None:
        """Run what is due. A job that fails is told of, blindly, and the next one runs."""
        for job in self.jobs:
            if self._done.get(job) != now.date():
                self._run(job, now)

    def _run(self, job: Job, now: datetime) -> None:
        is_done = job.is_daily
        try:
            job.run(_midnight(now) if job.is_daily else now)
        except Refused:  # it will not do better within the day
            _LOGGER.exception("a job of the clock was refused")
        except Exception:  # the database in use or away, a server that is down
            _LOGGER.exception("a job of the clock failed")
            is_done = False
        finally:
            connections.close_all()
        if is_done:
            self._done[job] = now.date()


def jobs_of(environment: Environment) -> tuple[Job, ...]:
    """Return what this installation has to do by itself."""
    return (
        # The baker does so within a second; unless it sweeps, which gives way to what this writes.
        Job(lambda now: release_due(now=now)),
        Job(let_go_of_previews),
        Job(lambda now: raise_alarms(now=now), is_daily=True),  # before the notice that tells of it
        Job(lambda now: sweep_uploads(environment.home_folder / "uploads", now=now)),
        Job(lambda now: sweep_imports(now=now)),
        Job(lambda _now: call_command("clearsessions")),
        Job(lambda now: send_notice(environment, now=now)),
        Job(lambda now: send_letters(environment, now=now)),
        Job(lambda now: bundle_all(now=now)),
        Job(lambda _now: repack_some()),
        Job(lambda _now: print_some()),
        Job(lambda now: look_at_a_mirror(now=now)),
        Job(clean_up, is_daily=True),
        Job(lambda _now: let_go_of_records(), is_daily=True),
        Job(lambda now: forget_invites(now=now), is_daily=True),
        Job(lambda now: prune(before=(now - LEDGER_KEPT).date(), now=now), is_daily=True),
        Job(lambda now: forget_merges(now=now), is_daily=True),
        Job(lambda now: forget_imports(now=now), is_daily=True),
        Job(_forget_tasks, is_daily=True),
        Job(lambda now: prune_editions(now=now), is_daily=True),
        *_jobs_of_casework(environment),
        *_jobs_of_links(environment),
    )


def _jobs_of_casework(environment: Environment) -> tuple[Job, ...]:
    """Return what sealed help lets go of, and whom it tells that something waits."""
    return (
        Job(lambda now: withdraw_lost_keys(now=now)),
        Job(lambda now: settle_intakes(now=now)),
        Job(lambda now: tell_readers(now=now)),
        Job(lambda now: forget_moments(now=now)),
        Job(lambda now: finish_wipings(now=now)),  # before what takes it for a lost store
        Job(lambda _now: finish_halves()),
        Job(lambda now: forget_cases(now=now), is_daily=True),
        Job(lambda now: forget_loose_parts(now=now), is_daily=True),
        Job(lambda now: lay_in_files(now=now), is_daily=True),
        Job(lambda now: forget_breaches(now=now), is_daily=True),
        Job(lambda now: forget_shifts(now=now), is_daily=True),
        Job(DutyNotices(environment).tell),
    )


def _jobs_of_links(environment: Environment) -> tuple[Job, ...]:
    """Return what asks other sites: nothing, unless the operator wants them to be asked."""
    if not environment.looks_at_links:
        return ()
    return (
        Job(lambda _now: gather_links(), is_daily=True),
        Job(lambda now: look_at_a_link(now=now)),
    )


def run_clock(environment: Environment) -> None:
    """Beat until the process is told to stop."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is no failure
    os.nice(5)  # none of it is as pressing as a bake or a reader
    clock = Clock(jobs_of(environment))
    begun = time.monotonic()
    stores = held_stores()
    while True:
        now = datetime.now(UTC)
        clock.beat(now)
        for store in stores:
            store.settle(now.date())
        level_times(now=now)  # after everything that could have written
        time.sleep(BEAT - (time.monotonic() - begun) % BEAT)


def _forget_tasks(_now: datetime) -> None:
    """Forget background work that is done: its rows say when somebody saved a page."""
    call_command("prune_db_task_results", min_age_days=1, verbosity=0)


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)

"""The baker: a process that bakes what was approved within a second, and sweeps once a day.

It also lets out what was approved for a moment, since it looks more often than anything else.
"""

import gc
import logging
import signal
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db import connections

from ambasada.editions.actions import bake_all, index_all
from ambasada.editions.public import head_of_ledger
from ambasada.lib.refused import Refused
from ambasada.pages.actions import next_release, release_due

_LOOKS_EVERY = 0.1  # seconds
# Things that idle hours made, baked at once: a PDF changes some pages. Whoever publishes meanwhile
# waits for no more of them.
_IDLE_AT_ONCE = 64
_IDLE_EVERY = 10.0  # seconds: each time is another edition, and PDFs are made for hours
# Then they go along with what was published: while somebody always publishes, or one embassy is
# refused, nothing is ever baked without that.
_IDLE_WAITS = 60.0  # seconds
_TRIES_AGAIN = 10.0  # seconds, after a bake that failed
_BAKES_EVERY = 60.0  # seconds: what time alone changes, and edits that no ledger line tells of
# What is published goes first: readers wait longer for a page than for finding it.
_IS_QUIET_AFTER = 2.0  # seconds
_SWEEPS_FROM = 3  # o'clock UTC, when the fewest read
_LOGGER = logging.getLogger(__name__)


@dataclass
class Baker:
    """Bakes when something was published, when a minute has gone by, and all of it once a day.

    What was published goes out alone; what idle hours made follows, some of it at a time, and waits
    a minute at most for its turn. Where there is no reason to bake, what is searched is brought to
    what was baked.
    """

    _head: str | None = None
    _release_at: datetime | None = None
    _read_at: str | None = None  # the ledger's head when the next release was looked up
    _baked_at: float = float("-inf")
    _swept_on: date | None = None
    _is_search_behind: bool = True
    _is_idle_behind: bool = False
    _idle_at: float = float("-inf")  # when what idle hours made was last taken in

    def look(self, now: datetime, *, seconds: float) -> bool:
        """Bake if there is reason to; tell whether there was. `seconds` is a clock that only runs.

        Whatever a bake raises, the next look tries again. Where one embassy is refused the others
        were baked: they are searched, and a sweep of them is done for the day.
        """
        head = self._let_out(now)
        if self._swept_on is None:  # what serve baked when it started
            self._swept_on = now.date()
        is_sweep = self._swept_on < now.date() and now.hour >= _SWEEPS_FROM
        is_pressing = head != self._head and not is_sweep
        is_idle_due = self._is_idle_behind and seconds - self._idle_at >= _IDLE_EVERY
        is_due = is_idle_due or seconds - self._baked_at >= _BAKES_EVERY
        if not (is_sweep or is_pressing or is_due):
            self._catch_up(seconds)
            return False
        self._baked_at = seconds
        goes_alone = is_pressing and seconds - self._idle_at < _IDLE_WAITS
        if not goes_alone:
            self._idle_at = seconds
        most_idle = None if is_sweep else 0 if goes_alone else _IDLE_AT_ONCE
        try:
            made = bake_all(now=now, is_full=is_sweep, most_idle=most_idle)
        except Refused:
            self._note_sweep(now, is_sweep=is_sweep)
            self._index(head)
            raise
        self._is_idle_behind = any(each.leaves_idle for each in made)
        self._head = head
        self._is_search_behind = True
        self._note_sweep(now, is_sweep=is_sweep)
        return True

    def _note_sweep(self, now: datetime, *, is_sweep: bool) -> None:
        if is_sweep:
            self._swept_on = now.date()

    def _let_out(self, now: datetime) -> str:
        """Let out what is due, and return the ledger's head after that.

        Whatever changes what goes out next writes a line, so most looks ask for no more.
        What fails is left to the clock, so that it keeps nothing else from being baked.
        """
        head = head_of_ledger()
        if head != self._read_at:
            self._release_at, self._read_at = next_release(), head
        if self._release_at is None or now < self._release_at:
            return head
        self._release_at = None
        release_due(now=now)
        return head_of_ledger()

    def _catch_up(self, seconds: float) -> None:
        """Write down what is searched, once nothing was published for a moment."""
        if self._is_search_behind and seconds - self._baked_at >= _IS_QUIET_AFTER:
            self._index(self._head)

    def _index(self, head: str | None) -> None:
        """Bring what is searched to what was baked, until something is published."""
        self._is_search_behind = index_all(gives_way=lambda: head_of_ledger() != head)


def run_baker() -> None:
    """Look until the process is told to stop."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is no failure
    gc.freeze()  # what is loaded stays: looking through it again would take a tenth of a bake
    baker = Baker()
    while True:
        try:
            baker.look(datetime.now(UTC), seconds=time.monotonic())
            time.sleep(_LOOKS_EVERY)
        except Exception:  # a full disk, a lost key, no database: readers keep what is served
            _LOGGER.exception("an edition could not be baked")
            connections.close_all()
            time.sleep(_TRIES_AGAIN)

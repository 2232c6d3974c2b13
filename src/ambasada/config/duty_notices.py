"""Mails to those on duty: one fixed sentence to a mailbox of a role, on a tick of the clock.

A mail that went when an appeal came would tell its hour to whoever carries the mail. What is new is
therefore looked for every half an hour or so, and what is dangerous every two minutes or so; the
looks come whether something waits or not. What was told is kept in memory alone.
"""

import secrets
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ambasada.casework.models import Rota
from ambasada.casework.queries import Danger, dangers, on_duty_at, unopened, written
from ambasada.config.environment import Environment
from ambasada.config.notices import connected, notice
from ambasada.network.models import Embassy

AGAIN_AFTER = timedelta(minutes=15)  # and the second is told when the due minute has passed
REPEATS = 5
_COORDINATORS = REPEATS + 2  # the step after the last one that those on duty are told of
_NEWS = (20 * 60, 40 * 60)  # seconds between two looks, by chance
_DANGERS = (60, 3 * 60)

Written = frozenset[tuple[str, str, int]]


@dataclass
class Tick:
    """When to look next: after a span that chance sets between two bounds."""

    least: int
    most: int
    wait: Callable[[int, int], int]
    _next: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to look; if so, the next time is set."""
        if self._next is not None and now < self._next:
            return False
        self._next = now + timedelta(seconds=self.wait(self.least, self.most))
        return True


@dataclass(eq=False)
class DutyNotices:
    """Remembers what was told, and which mailboxes are owed a mail that did not go."""

    environment: Environment
    wait: Callable[[int, int], int] = secrets.SystemRandom().randint
    _known: Written | None = None
    _steps: dict[Danger, int] = field(default_factory=dict)
    _owed: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._news = Tick(*_NEWS, self.wait)
        self._dangers = Tick(*_DANGERS, self.wait)

    def tell(self, now: datetime) -> None:
        """Tell the mailboxes that something waits, each once, if it is time to look.

        Raises OSError or Refused if a mail cannot be handed over; it goes at the next look.
        """
        if self.environment.mail_server is None:
            return
        if self._news.is_due(now):
            self._owed.update(self._for_news())
        if self._dangers.is_due(now):
            self._owed.update(self._for_dangers(now))
            self._send(now)

    def _for_news(self) -> Iterator[str]:
        """Yield whom to tell of new letters; after a start, of what nobody has opened."""
        now_written = written()
        if self._known is None:
            codes = unopened()
        else:
            codes = frozenset(code for code, _ref, _last in now_written - self._known)
        self._known = now_written
        for code in codes:
            yield self._mailboxes(code)[0]

    def _for_dangers(self, now: datetime) -> Iterator[str]:
        """Yield whom to tell of each step that was reached since the last look."""
        waiting = dangers()
        told = {each: step for each, step in self._steps.items() if each in waiting}
        for danger in waiting:
            reached = min(_step(danger, now), _COORDINATORS)
            for step in range(told.get(danger, -1) + 1, reached + 1):
                yield from self._of_step(danger, step, now)
            told[danger] = reached
        self._steps = told

    def _of_step(self, danger: Danger, step: int, now: datetime) -> Iterator[str]:
        first, second = self._mailboxes(danger.embassy)
        if step == _COORDINATORS:
            yield self.environment.mailbox
            return
        if step != 1:
            yield first
        if step != 0:
            yield second
        embassy = Embassy.objects.filter(code=danger.embassy).first()
        if embassy is None or not on_duty_at(embassy, danger.desk, now):
            yield self.environment.mailbox  # nobody would read the others

    def _mailboxes(self, code: str) -> tuple[str, str]:
        """Return where to write to the first and the second; else to the one of all."""
        rota = Rota.objects.filter(embassy=code).first() or Rota()
        fallback = self.environment.mailbox
        return rota.first or fallback, rota.second or fallback

    def _send(self, now: datetime) -> None:
        self._owed.discard("")
        if not self._owed or self.environment.mail_server is None:
            return
        sender = self.environment.mailbox
        with connected(self.environment.mail_server) as connection:
            failure: smtplib.SMTPException | None = None
            for mailbox in sorted(self._owed):
                try:
                    connection.send_message(notice(mailbox, sender=sender, now=now))
                except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
                    failure = error  # one mailbox that is full holds up no other
                else:
                    self._owed.discard(mailbox)
        if failure is not None:
            raise failure


def _step(danger: Danger, now: datetime) -> int:
    """Return 0 until the due minute, then 1, and one more each quarter of an hour."""
    return 0 if now < danger.due_at else 1 + (now - danger.due_at) // AGAIN_AFTER

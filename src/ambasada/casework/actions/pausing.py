"""Pausing: no new appeals, or nothing but reading; and the path of those without scripts."""

from datetime import datetime

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.casework.models import Pause, PlainPath
from ambasada.casework.refusing import NotTaken, Word
from ambasada.casework.rules import require_leads
from ambasada.network.models import Embassy


def pause_forms(embassy: Embassy, *, by: Member, now: datetime) -> None:
    """Take no new appeals for an embassy; who has a code reads and writes as before.

    Raises Refused unless a coordinator of the embassy does it.
    """
    require_leads(by, embassy, today=now.date())
    _row, is_new = Pause.objects.get_or_create(embassy=embassy.code)
    if is_new:
        append(Verb.PAUSED, by=by, subject=f"embassy:{embassy.pk}", now=now)


def make_read_only(embassy: Embassy, *, by: Member | Actor, now: datetime) -> None:
    """Take nothing for an embassy, neither appeals nor letters, closings, keys or parts of files.

    People still read and delete, members read, and the clock goes on. Raises Refused unless a
    coordinator of the embassy or a command does it.
    """
    _require_may(embassy, by, now)
    pause, _is_new = Pause.objects.get_or_create(embassy=embassy.code)
    if not pause.is_read_only:
        pause.is_read_only = True
        pause.save(update_fields=["is_read_only"])
        append(Verb.READ_ONLY, by=by, subject=f"embassy:{embassy.pk}", now=now)


def resume_forms(embassy: Embassy, *, by: Member | Actor, now: datetime) -> None:
    """Take appeals and letters again, whichever was paused. Raises Refused likewise."""
    _require_may(embassy, by, now)
    if Pause.objects.filter(embassy=embassy.code).delete()[0]:
        append(Verb.RESUMED, by=by, subject=f"embassy:{embassy.pk}", now=now)


def open_plain_path(embassy: Embassy, *, by: Member, now: datetime) -> None:
    """Take text from those without scripts, which the server seals. Raises Refused likewise."""
    _require_may(embassy, by, now)
    if PlainPath.objects.get_or_create(embassy=embassy.code)[1]:
        append(Verb.PLAIN_OPENED, by=by, subject=f"embassy:{embassy.pk}", now=now)


def close_plain_path(embassy: Embassy, *, by: Member, now: datetime) -> None:
    """Take no such text any more, at once. Raises Refused likewise."""
    _require_may(embassy, by, now)
    if PlainPath.objects.filter(embassy=embassy.code).delete()[0]:
        append(Verb.PLAIN_CLOSED, by=by, subject=f"embassy:{embassy.pk}", now=now)


def require_writable(embassy: str) -> None:
    """Raise NotTaken while the appeals of an embassy are only read."""
    if Pause.objects.filter(embassy=embassy, is_read_only=True).exists():
        raise NotTaken(Word.CLOSED)


def _require_may(embassy: Embassy, by: Member | Actor, now: datetime) -> None:
    if isinstance(by, Member):
        require_leads(by, embassy, today=now.date())

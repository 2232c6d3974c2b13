"""What the clock deletes, and what it says before; each of it can be repeated."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from ambasada.casework import files
from ambasada.casework.actions.attachments import blobs_folder
from ambasada.casework.actions.deleting import delete_blob, delete_case
from ambasada.casework.models import (
    CLOSED_KEPT,
    OPEN_KEPT,
    SPAM_KEPT,
    Blob,
    Case,
    Enrolment,
    Part,
    Presence,
    Spent,
)

ALARMS = 2  # before an appeal goes that nobody has opened
_FIRST_ALARM = timedelta(days=14)  # before it would go
_BETWEEN_ALARMS = timedelta(days=7)
_UNNAMED_KEPT = timedelta(days=1)
_DAY = timedelta(days=1)


def forget_cases(*, now: datetime) -> int:
    """Delete the cases whose time has come, and return how many.

    Open ones 90 days after the last letter, closed ones 30 days after they were closed, or 7 if
    they were closed as spam. One that nobody has opened stays until coordinators were alarmed
    twice.
    """
    today = now.astimezone(UTC).date()
    is_due = (
        Q(closed_on__lte=today - CLOSED_KEPT)
        | Q(closed_on__lte=today - SPAM_KEPT, is_spam=True)
        | Q(closed_on=None, active_on__lte=today - OPEN_KEPT)
    )
    is_told = ~Q(state=Case.State.NEW) | Q(alarms__gte=ALARMS)
    due = list(Case.objects.filter(is_due, is_told))
    for case in due:
        delete_case(case)
    return len(due)


def raise_alarms(*, now: datetime) -> int:
    """Count an alarm for each appeal that nobody has opened and that is soon to go.

    A week passes between two. Who tells of them asks `has_alarm`. Returns how many were raised.
    """
    today = now.astimezone(UTC).date()
    waited = Q(alarmed_on=None) | Q(alarmed_on__lte=today - _BETWEEN_ALARMS)
    due = Case.objects.filter(
        waited,
        state=Case.State.NEW,
        active_on__lte=today - OPEN_KEPT + _FIRST_ALARM,
        alarms__lt=ALARMS,
    )
    cases = list(due)
    for case in cases:
        case.alarms, case.alarmed_on = case.alarms + 1, today
        case.save(update_fields=["alarms", "alarmed_on"])
    return len(cases)


def forget_loose_parts(*, now: datetime) -> None:
    """Delete attachments that no letter named within a day, and files of no row."""
    today = now.astimezone(UTC).date()
    for blob in Blob.objects.filter(is_bound=False, day__lt=today - _UNNAMED_KEPT):
        delete_blob(blob)
    for name in files.from_before(blobs_folder(), today - _DAY):
        if not Part.objects.filter(file=name).exists():
            files.let_go(blobs_folder(), name)


def forget_moments(*, now: datetime) -> None:
    """Delete what says a minute: who looks at a case, leave to enrol; and challenges of before."""
    Presence.objects.filter(until__lte=now).delete()
    Enrolment.objects.filter(expires_at__lte=now).delete()
    Spent.objects.filter(day__lt=now.astimezone(UTC).date() - _DAY).delete()


def lay_in_files(*, now: datetime) -> None:
    """Make files for the parts of attachments of the day, all at once; see `casework.files`."""
    files.fill_spares(blobs_folder(), day=now.astimezone(UTC).date())


def level_times(*, now: datetime) -> None:
    """Set the times of every file and folder of sealed help to a midnight.

    Each beat does so, whether something came or not: then the time of the last change, which no
    program can set, says when the clock last beat.
    """
    root = Path(settings.SEALED_ROOT)
    today = now.astimezone(UTC).date()
    keys = Path(settings.HOME).glob("keys.sqlite3*")
    for path in (*keys, *root.glob("*"), *blobs_folder().glob("*"), root):
        files.level(path, today)
    for path in blobs_folder().glob("??/*"):
        files.level(path, min(_day_of(path), today))
    files.level_spares(blobs_folder(), today)


def _day_of(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()

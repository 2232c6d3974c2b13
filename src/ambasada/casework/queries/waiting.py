"""What waits for those on duty, as far as notices ask: at which embassy, and due by when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from ambasada.casework.models import Case, Letter, Stream


@dataclass(frozen=True)
class Danger:
    """Appeals of people in danger that nobody has acknowledged, due in one minute."""

    embassy: str
    desk: str
    due_at: datetime


def dangers() -> frozenset[Danger]:
    """Return which appeals of people in danger wait to be acknowledged."""
    waiting = Case.objects.filter(due_at__isnull=False).values_list("embassy", "desk", "due_at")
    return frozenset(Danger(code, desk, due) for code, desk, due in waiting if due is not None)


def has_overdue(*, now: datetime) -> bool:
    """Tell whether an appeal of somebody in danger was to be acknowledged by now."""
    return Case.objects.filter(due_at__lte=now).exists()


def unopened() -> frozenset[str]:
    """Return the codes of the embassies where an appeal waits that nobody has opened."""
    waiting = Case.objects.filter(state=Case.State.NEW)
    return frozenset(waiting.values_list("embassy", flat=True).distinct())


def written() -> frozenset[tuple[str, str, int]]:
    """Return embassy, case and number of the last letter of each conversation.

    Who wrote it is inside: a member’s own letter is as new as a person’s.
    """
    last = Letter.objects.filter(stream=Stream.CASE).values("case").annotate(last=Max("counter"))
    return frozenset(last.values_list("case__embassy", "case__ref", "last"))

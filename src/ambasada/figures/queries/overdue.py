"""What an editor should look at again: figures whose review is overdue."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from ambasada.figures.models import DataSet, Figure
from ambasada.network.models import Embassy
from ambasada.network.queries import standing_facts

_KINDS: tuple[type[Figure | DataSet], ...] = (Figure, DataSet)


def overdue_of(embassies: Iterable[Embassy], *, now: datetime) -> list[Figure | DataSet]:
    """Return what is public in some embassies and was to be reviewed before today there."""
    found: list[Figure | DataSet] = []
    for embassy in embassies:
        today = now.astimezone(ZoneInfo(embassy.time_zone)).date()
        things = [copy.thing for kind in _KINDS for copy in standing_facts(kind, embassy)]
        found += [each for each in things if each.next_review < today]
    return sorted(found, key=lambda each: each.next_review)

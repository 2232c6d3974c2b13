"""Telling readers of sealed help: nothing that a page shows is read from the sealed stores."""

from dataclasses import asdict
from datetime import UTC, date, datetime

from ambasada.casework.bundles import NotServed
from ambasada.casework.models import Pause, Tally
from ambasada.casework.queries import published_tallies, roster_health
from ambasada.casework.signed_intake import served_by
from ambasada.network.models import Embassy, SealedHelp


def tell_readers(*, now: datetime) -> None:
    """Note for each embassy whether somebody is on duty, and what may be said of past years.

    Repeated, it changes nothing until something else is to be said; then the next bake says it.
    """
    today = now.astimezone(UTC).date()
    for embassy in Embassy.objects.all():
        row = SealedHelp.objects.filter(embassy=embassy).first() or SealedHelp(embassy=embassy)
        before = row.said if row.pk else ""
        row.is_served = _is_served(embassy.code)
        row.is_attended = _is_attended(embassy.code, today)
        row.counts = _counts(embassy.code, today)
        if row.said != before:
            row.save()


def _is_served(code: str) -> bool:
    try:
        served_by(code)
    except NotServed:
        return False
    return True


def _is_attended(code: str, today: date) -> bool:
    is_paused = Pause.objects.filter(embassy=code).exists()
    return not is_paused and roster_health(code, today=today).is_attended


def _counts(code: str, today: date) -> dict[str, object]:
    """Return what may be published by year; nothing of a year in which nothing may."""
    found: dict[str, object] = {}
    years = Tally.objects.filter(embassy=code).values_list("year", flat=True).distinct()
    for year in sorted(years):
        told = published_tallies(code, year, today=today)
        if told is not None and told.matters:
            found[str(year)] = asdict(told)
    return found

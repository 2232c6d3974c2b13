"""Offices as they stand on a day."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from ambasada.lib.recorder import holds_until, reads
from ambasada.lib.tags import FACT
from ambasada.network.languages import spoken
from ambasada.network.models import Office
from ambasada.network.queries.facts import Facts


@dataclass(frozen=True)
class OfficeView:
    """An office as the mandate page tells it."""

    title: str
    signs: bool
    holder: str  # empty: the office is vacant
    starts_on: date | None
    ends_on: date | None
    basis: str
    last_ended_on: date | None  # when the last term ended, if the office is vacant


def offices_of(facts: Facts, language: str, *, day: date | None = None) -> list[OfficeView]:
    """Return the offices on a day, by default today where the embassy is.

    An expired term is a vacancy. Only an office that is held carries the right to sign: without
    a holder `signs` is False.
    """
    zone = ZoneInfo(facts.embassy.time_zone)
    today = day or timezone.localdate(timezone=zone)
    reads(f"{FACT}{Office._meta.label_lower}")
    holds_until(datetime.combine(today + timedelta(days=1), time(), zone))
    views = []
    for office in facts.offices:
        term = office.term_on(today)
        ended = [each.ends_on for each in office.terms.all() if each.ends_on < today]
        views.append(
            OfficeView(
                title=spoken(office.title, language).text,
                signs=office.signs and term is not None,
                holder=term.holder if term else "",
                starts_on=term.starts_on if term else None,
                ends_on=term.ends_on if term else None,
                basis=spoken(term.basis, language).text if term else "",
                last_ended_on=max(ended, default=None) if term is None else None,
            )
        )
    return views

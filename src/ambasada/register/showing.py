"""The register as readers get it, made of approved copies alone and each in its time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

from ambasada.lib.recorder import holds_until, reads
from ambasada.lib.tags import FACT
from ambasada.network.models import Embassy, FairCopy
from ambasada.network.queries import Facts, standing_facts
from ambasada.pages.queries import approved_at
from ambasada.register.models.circle import Circle
from ambasada.register.models.entry import RegisterCount, RegisterEntry
from ambasada.register.periods import quarter_of


@dataclass(frozen=True)
class Row:
    """One organisation at one meeting; `earlier` is what the row said before, newest first."""

    entry: RegisterEntry
    since: date  # when it became what it is: approved, and past its delay
    earlier: tuple[RegisterEntry, ...]

    @property
    def version(self) -> int:
        """How many times the row was made public with other words."""
        return len(self.earlier) + 1


@dataclass(frozen=True)
class Quarter:
    """What is public of the meetings of a quarter."""

    name: str
    rows: tuple[Row, ...]
    count: RegisterCount | None  # None: what is withheld has not been counted

    @cached_property
    def meetings(self) -> int:
        """How many meetings have a row."""
        return len({each.entry.meeting for each in self.rows})

    @cached_property
    def totals(self) -> list[tuple[Circle, int]]:
        """How many of them were with somebody of each circle that there is."""
        met: dict[str, set[object]] = defaultdict(set)
        for each in self.rows:
            met[each.entry.circle].add(each.entry.meeting)
        return [(circle, len(met[circle])) for circle in Circle if circle in met]


def quarters_in(facts: Facts) -> list[Quarter]:
    """Return the quarters of which something is public, newest first, with three queries."""
    rows: dict[str, list[Row]] = defaultdict(list)
    for each in _rows(facts.embassy):
        rows[quarter_of(each.entry.held)].append(each)
    counts = {each.quarter: each for each in _counts(facts.embassy)}
    return [
        Quarter(name, tuple(sorted(rows[name], key=_order)), counts.get(name))
        for name in sorted({*rows, *counts}, reverse=True)
    ]


def _order(row: Row) -> tuple[str, str, str, str]:
    """Return what sorts rows: by when they say it was, then by words that readers see."""
    entry = row.entry
    name = next(iter(sorted(entry.organisation.items())), ("", ""))[1]
    return (entry.held, str(entry.meeting), name, str(entry.ref))


def _counts(embassy: Embassy) -> list[RegisterCount]:
    reads(f"{FACT}{RegisterCount._meta.label_lower}")
    return [
        copy.thing for copy in standing_facts(RegisterCount, embassy) if not _has_gap(copy.thing)
    ]


def _rows(embassy: Embassy) -> list[Row]:
    reads(f"{FACT}{RegisterEntry._meta.label_lower}")
    copies = list(_due(standing_facts(RegisterEntry, embassy), embassy))
    entries = [copy.thing for copy in copies]
    approved, earlier = approved_at(entries), _earlier(copies, embassy)
    return [
        Row(each, _since(each, approved.get(each.pk)), earlier.get(each.pk, ())) for each in entries
    ]


def _since(entry: RegisterEntry, approved: datetime | None) -> date:
    return max(entry.not_before, approved.astimezone(UTC).date() if approved else date.min)


def _due(copies: Iterable[FairCopy], embassy: Embassy) -> Iterator[FairCopy]:
    """Yield the copies whose delay is over, whoever approved the others; those have their turn.

    What is only looked at by a member who may approve it is not public, and is shown to them.
    """
    zone, now = ZoneInfo(embassy.time_zone), timezone.now()
    for copy in copies:
        entry: RegisterEntry = copy.thing
        if _has_gap(entry):
            continue
        turns = datetime.combine(entry.not_before, time(), zone)
        if copy.is_public and turns > now:
            holds_until(turns)
            continue
        yield copy


def _has_gap(thing: RegisterEntry | RegisterCount) -> bool:
    """Tell whether a copy is not as its model wants it, whoever approved it and how."""
    try:
        thing.clean_fields(exclude=["embassy", "latest_revision", "live_revision"])
        thing.clean()
    except ValidationError:
        return True
    return False


def _earlier(copies: list[FairCopy], embassy: Embassy) -> dict[int, tuple[RegisterEntry, ...]]:
    """Return what public rows said before, by number: what was said twice stands once."""
    now = {copy.object_id: told(copy.thing) for copy in copies}
    kind = RegisterEntry._meta.label_lower
    past = FairCopy.objects.filter(embassy=embassy, kind=kind, object_id__in=list(now))
    past = past.once_public().exclude(is_public=True).order_by("-approval__decided_at", "-pk")
    found: dict[int, dict[str, RegisterEntry]] = defaultdict(dict)
    for copy in past:
        copy.embassy = embassy
        if copy.is_whole and told(copy.thing) != now[copy.object_id]:
            found[copy.object_id].setdefault(told(copy.thing), copy.thing)
    return {number: tuple(said.values()) for number, said in found.items()}


def told(entry: RegisterEntry) -> str:
    """Return what tells one version of a row from another: what readers get of it."""
    said: Any = (entry.organisation, entry.circle, entry.office, entry.held, entry.subject)
    return repr([sorted(each.items()) if isinstance(each, dict) else each for each in said])

"""Figures as readers get them, made of approved copies alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils import timezone

from ambasada.figures.models import DataSet, Figure, Sourced, TimelineEvent
from ambasada.lib.recorder import holds_until, reads
from ambasada.lib.tags import FACT
from ambasada.network.models import Embassy, FairCopy
from ambasada.network.queries import Facts, standing_facts


@dataclass(frozen=True)
class Earlier:
    """What a figure said before, as it was public then."""

    value: Decimal
    precision: str
    as_of: date


@dataclass(frozen=True)
class ShownFigure:
    """A figure with what time and its earlier versions add to it."""

    figure: Figure
    is_overdue: bool
    earlier: tuple[Earlier, ...] = ()  # newest first


def figure_in(facts: Facts, number: int) -> ShownFigure | None:
    """Return one public figure of an embassy; None if it is not public or has a gap."""
    reads(f"{FACT}{Figure._meta.label_lower}:{number}")
    copies = standing_facts(Figure, facts.embassy, number=number)
    return next(iter(_shown(copies, facts)), None)


def figures_in(facts: Facts) -> list[ShownFigure]:
    """Return the public figures of an embassy in their order, with what they said before.

    Two queries, however many there are.
    """
    reads(f"{FACT}{Figure._meta.label_lower}")
    copies = standing_facts(Figure, facts.embassy)
    found = _shown(copies, facts, earlier=_earlier(copies, facts.embassy))
    return sorted(found, key=lambda each: (each.figure.position, each.figure.pk))


def _shown(
    copies: Iterable[FairCopy],
    facts: Facts,
    *,
    earlier: dict[int, tuple[Earlier, ...]] | None = None,
) -> list[ShownFigure]:
    found = []
    for copy in copies:
        figure: Figure = copy.thing
        if not _has_gap(figure):
            found.append(
                ShownFigure(
                    figure, is_review_overdue(figure, facts), (earlier or {}).get(figure.pk, ())
                )
            )
    return found


def _has_gap(thing: Figure | DataSet) -> bool:
    """Tell whether a copy lacks what no figure is shown without, whoever approved it and how."""
    try:
        thing.clean_fields(exclude=["embassy", "archived"])
    except ValidationError:
        return True
    return False


_NEVER = date(9999, 1, 1)


def is_review_overdue(thing: Sourced, facts: Facts) -> bool:
    """Tell whether a review is overdue where the embassy is, and note when that changes."""
    zone = ZoneInfo(facts.embassy.time_zone)
    if thing.next_review >= _NEVER:  # a day after it, or its midnight elsewhere, is no day
        return False
    turns = datetime.combine(thing.next_review + timedelta(days=1), time(), zone)
    if timezone.now() >= turns:
        return True
    holds_until(turns)
    return False


def _earlier(copies: list[FairCopy], embassy: Embassy) -> dict[int, tuple[Earlier, ...]]:
    """Return what public figures said before, by number: what was said twice stands once."""
    now = {copy.object_id: _said(copy) for copy in copies}
    past = (
        FairCopy.objects.filter(
            embassy=embassy, kind=Figure._meta.label_lower, object_id__in=list(now)
        )
        .once_public()
        .exclude(is_public=True)
        .order_by("-approval__decided_at", "-pk")
    )
    found: dict[int, dict[Earlier, None]] = defaultdict(dict)
    for copy in past:
        copy.embassy = embassy
        if copy.is_whole and _said(copy) != now[copy.object_id]:
            found[copy.object_id][_said(copy)] = None
    return {number: tuple(said) for number, said in found.items()}


def _said(copy: FairCopy) -> Earlier:
    figure: Figure = copy.thing
    return Earlier(figure.value, figure.precision, figure.as_of)


@dataclass(frozen=True)
class ShownDataSet:
    """A data set with what time adds to it."""

    data_set: DataSet
    is_overdue: bool


def data_sets_in(facts: Facts) -> list[ShownDataSet]:
    """Return the public data sets of an embassy in their order, with one query."""
    reads(f"{FACT}{DataSet._meta.label_lower}")
    sets = [copy.thing for copy in standing_facts(DataSet, facts.embassy)]
    whole = [each for each in sets if not _has_gap(each)]
    found = [ShownDataSet(each, is_review_overdue(each, facts)) for each in whole]
    return sorted(found, key=lambda each: (each.data_set.position, each.data_set.pk))


def timeline_in(facts: Facts) -> list[TimelineEvent]:
    """Return the public events of an embassy, the oldest first."""
    reads(f"{FACT}{TimelineEvent._meta.label_lower}")
    events = [copy.thing for copy in standing_facts(TimelineEvent, facts.embassy)]
    return sorted(events, key=lambda each: each.order)


def public_options() -> list[tuple[int, str]]:
    """Return the public figures of every embassy to choose from: number, and what it says."""
    public = FairCopy.objects.filter(kind=Figure._meta.label_lower, is_public=True).once_public()
    return [
        (copy.object_id, str(copy.thing))
        for copy in public.select_related("embassy").order_by("embassy", "object_id")
        if copy.is_whole
    ]

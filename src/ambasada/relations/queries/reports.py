"""Reports: sums that the database makes, of organisations and never of people."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import models
from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import ExtractQuarter, ExtractYear, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambasada.network.models import Embassy
from ambasada.relations.days import last_day
from ambasada.relations.models import (
    Circle,
    Commitment,
    Interaction,
    Organisation,
    Stance,
    Stewardship,
)

_QUARTERS = 8
_YEAR = timedelta(days=365)
_MONTHS = 3  # in a quarter


class Line(NamedTuple):
    """A row of a report."""

    cells: tuple[str, ...]
    ref: UUID | None = None  # of the organisation that its first cell names
    who: str = ""  # of us looks after it: on the screen alone, since tables leave the embassy


class Report(NamedTuple):
    """A table, with what it counts."""

    header: tuple[str, ...]
    lines: list[Line]


class Kind(NamedTuple):
    """One of the reports that there are."""

    title: str | Promise
    hint: str | Promise
    make: Callable[[Embassy, date], Report]


class _Body(NamedTuple):
    """What reports say of an organisation; of twenty thousand, models would take a second."""

    name: str
    circle: str
    sort_key: str
    ref: UUID


def neglected(embassy: Embassy, today: date) -> Report:
    """Tell with whom nobody was in touch for longer than was meant, the longest first."""
    kept = Stewardship.objects.seen_by(embassy).filter(organisation__until="")
    # Of all organisations: to ask of each meeting whether it was with one of these takes longer.
    last = dict(_met(embassy).values_list("organisation").annotate(last=Max("interaction__on")))
    found = []
    for number, interval, owner in kept.values_list("organisation", "interval", "owner__username"):
        on = last.get(number, "")
        days = (today - last_day(on)).days if on else None
        if days is None or days > interval:
            found.append((days, number, on, interval, owner))
    bodies = _bodies(embassy)
    circles = _in_words(Circle)
    found.sort(key=lambda row: (row[0] is not None, -(row[0] or 0), bodies[row[1]].sort_key))
    return Report(
        (
            _("Organisation"),
            _("Circle"),
            _("In touch last"),
            _("Days since"),
            _("Every so many days"),
        ),
        [
            Line(
                (
                    bodies[number].name,
                    circles[bodies[number].circle],
                    on,
                    "" if days is None else str(days),
                    str(interval),
                ),
                bodies[number].ref,
                owner,
            )
            for days, number, on, interval, owner in found
        ],
    )


def meetings(embassy: Embassy, today: date) -> Report:
    """Count the meetings of each quarter with each organisation, the most first."""
    quarters = _quarters(today)
    first = _first_month(quarters[0])
    met = _met(embassy).exclude(interaction__kind=Interaction.Kind.LETTER)
    # Of a day that is known by its year alone nobody knows the quarter.
    known = met.filter(Q(interaction__on__gte=first) | Q(interaction__on=first[:4]))
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for number, month, count in known.values_list(
        "organisation", Substr("interaction__on", 1, len(first))
    ).annotate(count=Count("pk")):
        counted[number][_quarter_of(month)] += count
    circles = _in_words(Circle)
    bodies = _bodies(embassy)
    ordered = sorted(counted, key=lambda pk: (-counted[pk].total(), bodies[pk].sort_key, pk))
    return Report(
        (
            _("Organisation"),
            _("Circle"),
            *map(_named, quarters),
            _("Quarter not known"),
            _("Together"),
        ),
        [
            Line(
                (
                    bodies[pk].name,
                    circles[bodies[pk].circle],
                    *(str(counted[pk][quarter]) for quarter in (*quarters, "")),
                    str(counted[pk].total()),
                ),
                bodies[pk].ref,
            )
            for pk in ordered
        ],
    )


def coverage(embassy: Embassy, today: date) -> Report:
    """Count for each circle who is looked after, and whom somebody met within a year."""
    there = Organisation.objects.seen_by(embassy).filter(until="").order_by()
    total = dict(there.values_list("circle").annotate(count=Count("pk")))
    kept = Stewardship.objects.seen_by(embassy).filter(organisation__until="")
    looked_after = dict(kept.values_list("organisation__circle").annotate(count=Count("pk")))
    lately = _met(embassy).filter(
        interaction__on__gte=(today - _YEAR).isoformat(), organisation__until=""
    )
    circles = _in_words(Circle)
    touched = dict(
        lately.values_list("organisation__circle").annotate(
            count=Count("organisation", distinct=True)
        )
    )
    return Report(
        (
            _("Circle"),
            _("Organisations"),
            _("Somebody looks after them"),
            _("Nobody looks after them"),
            _("In touch within a year"),
            _("Not in touch within a year"),
        ),
        [
            Line(
                (
                    circles[circle],
                    str(total.get(circle, 0)),
                    str(looked_after.get(circle, 0)),
                    str(total.get(circle, 0) - looked_after.get(circle, 0)),
                    str(touched.get(circle, 0)),
                    str(total.get(circle, 0) - touched.get(circle, 0)),
                )
            )
            for circle in Circle.values
        ],
    )


def promises(embassy: Embassy, today: date) -> Report:
    """Count what was kept, broken and left open of what was due in each quarter, by its side."""
    first = _first_day(_quarters(today)[0])
    due = Commitment.objects.seen_by(embassy).filter(due_on__gte=first).order_by()
    counted: dict[tuple[int, int, str], Counter[str]] = defaultdict(Counter)
    late = Count("pk", filter=Q(due_on__lt=today))
    for year, quarter, side, status, count, overdue in due.values_list(
        ExtractYear("due_on"), ExtractQuarter("due_on"), "side", "status"
    ).annotate(count=Count("pk"), late=late):
        found = counted[year, quarter, side]
        found[status] += count
        if status == Commitment.Status.OPEN:
            found["overdue"] += overdue
    return Report(
        (
            _("Due in"),
            _("Who promised"),
            _("Kept"),
            _("Not kept"),
            _("Still open"),
            _("Open and overdue"),
            _("Kept, of those settled"),
        ),
        [
            Line(
                (
                    _named(f"{year}-{quarter}"),
                    str(Commitment.Side(side).label),
                    str(found["kept"]),
                    str(found["broken"]),
                    str(found["open"]),
                    str(found["overdue"]),
                    _share(found["kept"], found["kept"] + found["broken"]),
                )
            )
            for (year, quarter, side), found in sorted(
                counted.items(), key=lambda item: (-item[0][0], -item[0][1], item[0][2])
            )
        ],
    )


def stances(embassy: Embassy, today: date) -> Report:  # noqa: ARG001 -- as the others
    """Tell of each organisation whose stance on an issue changed, from what to what."""
    rows = Stance.objects.seen_by(embassy).filter(organisation__isnull=False, value__isnull=False)
    rows = rows.order_by("organisation__sort_key", "organisation", "issue", "on", "pk")
    values = _in_words(Stance.Value)

    def thought(value: int, on: str) -> str:
        return f"{values[value]} ({on})"

    held: dict[tuple[UUID, str, str], list[tuple[int, str]]] = defaultdict(list)
    for ref, name, issue, value, on in rows.values_list(
        "organisation__ref", "organisation__name", "issue", "value", "on"
    ):
        held[ref, name, issue].append((value, on))
    return Report(
        (_("Organisation"), _("Issue"), _("First"), _("Now"), _("Moved by")),
        [
            Line(
                (name, issue, thought(*each[0]), thought(*each[-1]), f"{moved:+d}"),
                ref,
            )
            for (ref, name, issue), each in held.items()
            if (moved := each[-1][0] - each[0][0])
        ],
    )


KINDS = {
    "neglected": Kind(
        gettext_lazy("With whom nobody was in touch"),
        gettext_lazy(
            "Organisations that somebody looks after, and nobody was in touch with for longer than "
            "they meant to be."
        ),
        neglected,
    ),
    "meetings": Kind(
        gettext_lazy("Meetings in each quarter"),
        gettext_lazy("Meetings, calls and events that were held, by organisation; no letters."),
        meetings,
    ),
    "coverage": Kind(
        gettext_lazy("Coverage of the circles"),
        gettext_lazy("How many organisations of each circle somebody looks after and met."),
        coverage,
    ),
    "promises": Kind(
        gettext_lazy("Promises kept"),
        gettext_lazy("By the quarter in which they were due, and by who promised."),
        promises,
    ),
    "stances": Kind(
        gettext_lazy("Stances that changed"),
        gettext_lazy("Of organisations, from the first one that is known to the last."),
        stances,
    ),
}


def _bodies(embassy: Embassy) -> dict[int, _Body]:
    seen = Organisation.objects.seen_by(embassy).order_by()
    rows = seen.values_list("pk", "name", "circle", "sort_key", "ref")
    return {pk: _Body(*said) for pk, *said in rows}


def _met(embassy: Embassy) -> QuerySet[Any]:
    """Return each organisation with each meeting or message that was held, one row for a pair."""
    rows: Any = Interaction.organisations.through
    held = Interaction.Status.HELD
    found: QuerySet[Any] = rows.objects.filter(
        interaction__embassy=embassy, interaction__status=held
    )
    return found.order_by()


def _quarters(today: date) -> list[str]:
    """Return the last quarters up to this one, as 2026-4."""
    number = today.year * 4 + (today.month - 1) // _MONTHS
    return [f"{each // 4}-{each % 4 + 1}" for each in range(number - _QUARTERS + 1, number + 1)]


def _quarter_of(month: str) -> str:
    """Return the quarter of a month, as 2026-4; "" of a year alone."""
    year, _dash, number = month.partition("-")
    return f"{year}-{(int(number) + 2) // _MONTHS}" if number else ""


def _first_month(quarter: str) -> str:
    year, number = quarter.split("-")
    return f"{year}-{int(number) * _MONTHS - 2:02}"


def _first_day(quarter: str) -> date:
    return date.fromisoformat(f"{_first_month(quarter)}-01")


def _named(quarter: str) -> str:
    year, number = quarter.split("-")
    return _("%(year)s, quarter %(number)s") % {"year": year, "number": number}


def _in_words(choices: type[models.Choices]) -> dict[Any, str]:
    """Return what each is called in the language of the page, looked up once for a report."""
    return {value: str(label) for value, label in choices.choices}


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)} %" if whole else ""

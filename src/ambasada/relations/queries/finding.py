"""Lists: found by words in any script, in order, a page at a time, never counted to the end."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from ambasada.network.models import Embassy
from ambasada.relations.models import Organisation, Person, Spelling, Word
from ambasada.relations.names import beginnings

ON_A_PAGE = 50
COUNTED = 1000  # what is more is shown as "1,000+"
_WORDS = 6  # of what was typed; nobody types more of a name
_DAY_CURSOR = re.compile(r"([0-9-]{4,10})~([0-9]{1,18})", re.ASCII)
_CURSOR = re.compile(r"([a-z0-9-]{0,80})~([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Page:
    """A page of a list."""

    rows: list[Any]
    after: str  # where the next one begins; empty if this is the last
    count: int
    is_more: bool  # than were counted


def page_of(rows: QuerySet[Any], after: str) -> Page:
    """Return the page of a list that begins after a place, in the order of names.

    A place that was not ours leads to the first page.
    """
    count, is_more = counted(rows)
    ordered = rows.order_by("sort_key", "pk")
    if place := _CURSOR.fullmatch(after):
        key, number = place[1], int(place[2])
        ordered = ordered.filter(Q(sort_key__gt=key) | Q(sort_key=key, pk__gt=number))
    found = list(ordered[: ON_A_PAGE + 1])
    last = found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else None
    return Page(
        rows=found[:ON_A_PAGE],
        after=f"{last.sort_key}~{last.pk}" if last else "",
        count=count,
        is_more=is_more,
    )


def counted(rows: QuerySet[Any]) -> tuple[int, bool]:
    """Return how many rows there are, and whether there are more than are counted."""
    count = rows.order_by()[: COUNTED + 1].count()
    return min(count, COUNTED), count > COUNTED


def day_place(after: str) -> tuple[str, int] | None:
    """Return the day and the number at which a page of a list by day begins; None for neither."""
    found = _DAY_CURSOR.fullmatch(after)
    return (found[1], int(found[2])) if found else None


def organisations_found(embassy: Embassy, text: str = "", circle: str = "") -> QuerySet[Any]:
    """Return the organisations of a circle whose names hold words that begin as those typed."""
    rows = Organisation.objects.seen_by(embassy)
    rows = rows.filter(circle=circle) if circle else rows
    return _with_words(rows, text, owner="organisation", embassy=embassy)


def people_found(embassy: Embassy, text: str = "") -> QuerySet[Any]:
    """Return the people whom an embassy sees, by the words of their names."""
    people = Person.objects.seen_by(embassy)
    return _with_words(people, text, owner="person", embassy=embassy)


def _with_words(rows: QuerySet[Any], text: str, *, owner: str, embassy: Embassy) -> QuerySet[Any]:
    spelt = Spelling.objects.seen_by(embassy).exclude(**{owner: None})
    for forms in beginnings(text)[:_WORDS]:
        begins = Q()
        for form in forms:
            begins |= _beginning(form)
        holding = spelt.filter(pk__in=Word.objects.filter(begins).values("spelling"))
        rows = rows.filter(pk__in=holding.values(owner))
    return rows


def _beginning(form: str) -> Q:
    """Return what begins so, as a range of plain letters: an index serves it on each database."""
    last = form[-1]
    reached = Q(folded__gte=form)
    if last in "z-":  # after which no letter comes; then the letters before say it
        return reached & Q(folded__startswith=form)
    following = "a" if last == "9" else chr(ord(last) + 1)
    return reached & Q(folded__lt=form[:-1] + following)

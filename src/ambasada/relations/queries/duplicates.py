"""Who may be the same, as far as one embassy sees, with the reasons in words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambasada.lib.duplicates import How, Pair, Read, Reason, compare, matches_of, read
from ambasada.network.models import Embassy
from ambasada.relations.matching import records_of, scheme_of, stored_keys
from ambasada.relations.models import (
    UNDONE_WITHIN,
    Apart,
    MatchKey,
    Merge,
    Organisation,
    Person,
)
from ambasada.relations.queries.finding import ON_A_PAGE

Kind = type[Organisation | Person]

_COMPARED = 100  # of those who share a key with a new one, those who share most
_OFFERED = 5
_SHARED_BY = 24  # a key that more have says nothing of any two of them
_KEYS = 2000
_MERGES = 200
_AT_ONCE = 1000
_CURSOR = re.compile(r"([0-9.]{1,12})~([0-9]{1,3})~([0-9]{1,18})~([0-9]{1,18})", re.ASCII)

_IN_WORDS = {
    "name.same": _("the same name"),
    "name.skeleton": _("the same name in another spelling"),
    "name.similar": _("a similar name"),
    "phone.same": _("the same telephone"),
    "email.same": _("the same e-mail"),
    "organisation.same": _("at the same organisation"),
    "identifier.same": _("the same identifier"),
}


class Likely(NamedTuple):
    """Somebody who may be the one that is being added, and why."""

    entry: Any
    reasons: list[str]


class LikelyPair(NamedTuple):
    """Two who may be one, and why."""

    one: Any
    other: Any
    reasons: list[str]


class PairsPage(NamedTuple):
    """A page of pairs, likeliest first, and where the next one begins."""

    pairs: list[LikelyPair]
    after: str


def likely_for(kind: Kind, values: Mapping[str, Iterable[str]], embassy: Embassy) -> list[Likely]:
    """Return who may be somebody of whom this is known, likeliest first.

    The values are those of the fields of `matching`: `name` in each spelling, `phone`, `email`,
    of an organisation `identifier`.
    """
    scheme, of = scheme_of(kind), _column(kind)
    new = read(None, values, scheme)
    found = MatchKey.objects.seen_by(embassy).filter(value__in=stored_keys(new, scheme))
    shared = found.exclude(**{of: None}).values(of).annotate(count=Count("pk"))
    numbers = [each[of] for each in shared.order_by("-count", of)[:_COMPARED]]
    matched = matches_of(new, records_of(kind, numbers, embassy.pk), scheme)[:_OFFERED]
    entries = _entries(kind, (pair.other for pair in matched), embassy)
    return [
        Likely(entries[pair.other], in_words(pair.reasons))
        for pair in matched
        if pair.other in entries
    ]


def likely_pairs(kind: Kind, embassy: Embassy, after: str) -> PairsPage:
    """Return a page of those whom an embassy sees and who may be the same, likeliest first.

    Whom somebody said to be two are left out. A place that was not ours leads to the first page.
    """
    scored = sorted((*_place(pair), pair) for pair in _pairs(kind, embassy))
    if place := _CURSOR.fullmatch(after):
        begun = (-float(place[1]), *map(int, place.groups()[1:]))
        scored = [each for each in scored if each[:-1] > begun]
    page = scored[:ON_A_PAGE]
    entries = _entries(kind, (each for *_where, pair in page for each in pair[:2]), embassy)
    last = page[-1] if len(scored) > ON_A_PAGE else None
    return PairsPage(
        [
            LikelyPair(entries[pair.one], entries[pair.other], in_words(pair.reasons))
            for *_where, pair in page
            if pair.one in entries and pair.other in entries
        ],
        "~".join(map(str, (-last[0], *last[1:-1]))) if last else "",
    )


def _place(pair: Pair) -> tuple[Any, ...]:
    """Return what a pair is sorted by: of those alike, the ones that differ least in writing."""
    written = sum(list(How).index(each.how) for each in pair.reasons)
    return (-round(pair.score, 6), written, pair.one, pair.other)


def merges_of(embassy: Embassy) -> list[Merge]:
    """Return the merges of an embassy that can be undone yet, newest first."""
    rows = Merge.objects.seen_by(embassy).filter(at__gt=timezone.now() - UNDONE_WITHIN)
    rows = rows.select_related("person", "organisation", "by").order_by("-at", "-pk")
    return list(rows[:_MERGES])


def _pairs(kind: Kind, embassy: Embassy) -> list[Pair]:
    of, scheme = _column(kind), scheme_of(kind)
    seen: Any = kind
    keys = MatchKey.objects.seen_by(embassy).filter(**{f"{of}__in": seen.objects.seen_by(embassy)})
    shared = keys.values("value").annotate(count=Count(of, distinct=True))
    shared = shared.filter(count__gt=1, count__lte=_SHARED_BY)
    # Names, telephones and addresses come before words of names, in the order of letters too.
    values = list(shared.order_by("value").values_list("value", flat=True)[:_KEYS])
    found = keys.filter(value__in=values)
    # Whom not the same embassies know stay two anyway.
    home = ("person__embassy",) if kind is Person else ()
    sharing: dict[Any, set[int]] = defaultdict(set)
    for number, *same in found.values_list(of, "value", *home):
        sharing[tuple(same)].add(number)
    met = {each for group in sharing.values() for each in combinations(sorted(group), 2)}
    met -= _apart(kind)
    records = _records(kind, sorted({number for each in met for number in each}), embassy)
    compared = (compare(records[one], records[other], scheme) for one, other in met)
    return [pair for pair in compared if pair.score >= scheme.least]


def _records(kind: Kind, numbers: list[int], embassy: Embassy) -> dict[Any, Read]:
    found: dict[Any, Read] = {}
    for start in range(0, len(numbers), _AT_ONCE):
        several = numbers[start : start + _AT_ONCE]
        found |= {each.record: each for each in records_of(kind, several, embassy.pk)}
    return found


def _apart(kind: Kind) -> set[tuple[int, int]]:
    of = _column(kind)
    found = Apart.objects.exclude(**{of: None}).values_list(of, f"other_{of}")
    return {(min(pair), max(pair)) for pair in found}


def are_apart(one: Any, other: Any) -> bool:  # noqa: ANN401 -- two rows of a kind
    """Tell whether somebody said that two are not the same."""
    of = _column(type(one))
    said = Q(**{of: one, f"other_{of}": other}) | Q(**{of: other, f"other_{of}": one})
    return Apart.objects.filter(said).exists()


def _entries(kind: Kind, numbers: Iterable[Any], embassy: Embassy) -> dict[Any, Any]:
    rows: Any = kind
    seen = rows.objects.seen_by(embassy).prefetch_related("spellings")
    found: dict[Any, Any] = seen.in_bulk(list(numbers))
    return found


def _column(kind: Kind) -> str:
    return "person" if kind is Person else "organisation"


def in_words(reasons: Iterable[Reason]) -> list[str]:
    """Return why two may be the same, as members read it."""
    return [str(_IN_WORDS[str(each)]) for each in reasons]

"""What may be published of a year’s counts, so that nobody is found in them. Knows no Django.

A count below ten is never given, and no sum from which one would follow. A sum is given only if
what was left out of it could be any number below ten in every place where something was left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 10
_MOST_HIDDEN = LEAST - 1


@dataclass(frozen=True)
class Published:
    """Counts of a year; what is missing in them is below ten."""

    matters: Mapping[str, int]
    outcomes: Mapping[str, int]  # empty unless the total is given
    total: int | None


def publishable(matters: Mapping[str, int], outcomes: Mapping[str, int]) -> Published:
    """Return what may be said of counts by matter and by outcome, which have the same sum.

    Every matter and every outcome there is has its place, those that nobody came with too.
    """
    given = {name: count for name, count in matters.items() if count >= LEAST}
    total = sum(matters.values())
    if not _is_safe(matters):
        return Published(given, {}, None)
    ended = {name: count for name, count in outcomes.items() if count >= LEAST}
    return Published(given, ended if _is_safe(outcomes) else {}, total)


def _is_safe(counts: Mapping[str, int]) -> bool:
    """Tell whether the sum of all may be known beside the counts that are given.

    What is left of it is then known too. If that is nothing, nobody is in it. Else it has to be
    ten at least, and so little that any one place might have none of it.
    """
    hidden = [count for count in counts.values() if count < LEAST]
    rest = sum(hidden)
    return rest == 0 or LEAST <= rest <= _MOST_HIDDEN * (len(hidden) - 1)

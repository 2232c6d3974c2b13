"""When what is public was approved."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from ambasada.network.models import Approval


def approved_at(things: Iterable[Any]) -> dict[int, datetime]:
    """Return when the public copies of some things of one kind were approved, by their number.

    To the minute, in UTC: the second would tell who pressed when. One query.
    """
    numbers = {each.pk: each.fair_copy.approval_id for each in things}
    rows = Approval.objects.filter(pk__in=set(numbers.values())).values_list("pk", "decided_at")
    decided = {number: moment.astimezone(UTC) for number, moment in rows if moment}
    return {
        thing: decided[approval].replace(second=0, microsecond=0)
        for thing, approval in numbers.items()
    }

from datetime import date

from django.db.models import Sum

from ambasada.casework.models import Matter, Outcome, Tally
from ambasada.casework.tallying import Published, publishable


def published_tallies(embassy: str, year: int, *, today: date) -> Published | None:
    """Return what may be published of a year’s counts; None before the year is over.

    Two publications of one year would tell by their difference what came between. What was closed
    as spam is nobody’s appeal, and is left out of every sum.
    """
    if year >= today.year:
        return None
    tallies = Tally.objects.filter(embassy=embassy, year=year).exclude(outcome=Outcome.SPAM)
    ended = [each for each in Outcome.values if each != Outcome.SPAM]

    def counts(column: str, names: list[str]) -> dict[str, int]:
        rows = tallies.values_list(column).annotate(Sum("count"))
        return dict.fromkeys(names, 0) | dict(rows)

    return publishable(counts("matter", Matter.values), counts("outcome", ended))

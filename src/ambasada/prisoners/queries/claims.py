"""What waits for a human, as the screen shows it."""

from dataclasses import dataclass

from ambasada.prisoners.drafting import entries_of
from ambasada.prisoners.models import PrisonerClaim, PrisonerList, removals_of
from ambasada.prisoners.queries.rows import RowChange, rows_of


@dataclass(frozen=True)
class Claim:
    """A claim, and what it would change of the person."""

    claim: PrisonerClaim
    row: RowChange


def claims_of(of_list: PrisonerList, kind: str, *, first: int, most: int) -> list[Claim]:
    """Return claims of a kind that wait, oldest first; of nobody who was removed."""
    waiting = of_list.claims.filter(kind=kind, is_dismissed=False).order_by("claimed_on", "pk")
    chosen = list(waiting[first : first + most])
    removals = removals_of(of_list.embassy)
    claims = [each for each in chosen if not removals.hold(each.ref)]
    entries = entries_of(of_list)
    rows = rows_of((each.ref, entries.get(each.ref, ""), each.record) for each in claims)
    return [Claim(claim, row) for claim, row in zip(claims, rows, strict=True)]

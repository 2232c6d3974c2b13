from ambasada.casework.models import GIVEN, Case, Wrap
from ambasada.casework.queries.rosters import Rosters


def reach_of(kid: str, embassy: str) -> dict[str, list[str]]:
    """Return by class the cases of an embassy that a key can open, those that are still there."""
    rosters = Rosters()
    cases = {each.ref: each for each in Case.objects.filter(embassy=embassy)}
    found: dict[str, set[str]] = {}
    for wrap in Wrap.objects.filter(kid=kid).only("ref", "roster"):
        case = cases.get(wrap.ref)
        if case is None:
            continue
        roster = rosters.get(embassy, wrap.roster)
        if wrap.roster == GIVEN or (roster is not None and roster.is_of(kid, case.desk)):
            found.setdefault(case.urgency, set()).add(case.ref)
    return {urgency: sorted(refs) for urgency, refs in found.items()}

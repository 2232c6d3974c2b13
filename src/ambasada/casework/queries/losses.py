from ambasada.casework.models import Case, Wrap
from ambasada.casework.queries.rosters import Rosters


def reach_of(kid: str, embassy: str) -> dict[str, list[str]]:
    """Return by class the cases of an embassy that a key can open, those that are still there."""
    rosters = Rosters()
    cases = {each.ref: each for each in Case.objects.filter(embassy=embassy)}
    found: dict[str, set[str]] = {}
    for wrap in Wrap.objects.filter(kid=kid).defer("wrap"):
        case = cases.get(wrap.ref)
        if case is not None and rosters.opens(wrap, embassy=embassy, desk=case.desk):
            found.setdefault(case.urgency, set()).add(case.ref)
    return {urgency: sorted(refs) for urgency, refs in found.items()}

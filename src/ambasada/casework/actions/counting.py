from django.db.models import F

from ambasada.casework.models import Case, Matter, Outcome, Tally


def count_ended(case: Case, *, matter: Matter, outcome: Outcome, year: int) -> None:
    """Count a case that ended; whoever calls it holds the sealed store."""
    tally, _is_new = Tally.objects.get_or_create(
        embassy=case.embassy, year=year, matter=matter, outcome=outcome
    )
    Tally.objects.filter(pk=tally.pk).update(count=F("count") + 1)

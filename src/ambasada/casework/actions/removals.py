"""Taking entries off a roster that nobody can sign anew just now."""

from django.db import transaction

from ambasada.casework.models import SEALED, Case, Removal, StaffKey
from ambasada.casework.queries.rosters import newest_roster, removed_kids
from ambasada.casework.rosters import KeptRoster


@transaction.atomic(using=SEALED)
def take_off(embassy: str, kid: str) -> bool:
    """Seal nothing more to an entry of the newest roster; tell whether that is new.

    With the last one of a desk who is somebody go those who are nobody: else appeals would be
    sealed to keys that were thrown away, and their writers be told that somebody will read them.
    """
    newest = newest_roster(embassy)
    roster = KeptRoster.read(bytes(newest.content)) if newest else None
    if roster is None or kid not in roster.desks_of:
        return False
    _row, is_new = Removal.objects.get_or_create(embassy=embassy, kid=kid)
    if is_new:
        want_new_keys(embassy)
    somebody = set(
        StaffKey.objects.filter(kid__in=list(roster.desks_of)).values_list("kid", flat=True)
    ) - set(removed_kids(embassy))
    for desk in roster.desks:
        entries = [each for each in roster.desks_of if roster.is_of(each, desk)]
        if not somebody & set(entries):
            for each in entries:
                Removal.objects.get_or_create(embassy=embassy, kid=each)
    return is_new


def want_new_keys(embassy: str) -> None:
    """Let members begin another epoch of each case, since somebody is on the roster no more."""
    Case.objects.filter(embassy=embassy).exclude(state=Case.State.CLOSED).update(must_rekey=True)

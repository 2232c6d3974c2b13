"""What follows when an entry of a roster is sealed to no more, and nobody can sign another now."""

from django.db import transaction

from ambasada.casework.kept_roster import KeptRoster
from ambasada.casework.models import SEALED, Case, Removal
from ambasada.casework.queries.rosters import newest_roster


@transaction.atomic(using=SEALED)
def take_off(embassy: str, kid: str) -> bool:
    """Seal nothing more to an entry of the newest roster; tell whether that is new."""
    if not names(embassy, kid):
        return False
    _row, is_new = Removal.objects.get_or_create(embassy=embassy, kid=kid)
    if is_new:
        want_new_keys(embassy)
    return is_new


def names(embassy: str, kid: str) -> bool:
    """Tell whether the newest roster of an embassy has an entry."""
    newest = newest_roster(embassy)
    return newest is not None and kid in KeptRoster.read(bytes(newest.content)).desks_of


def want_new_keys(embassy: str) -> None:
    """Let members begin another epoch of each case, since somebody is on the roster no more."""
    Case.objects.filter(embassy=embassy).exclude(state=Case.State.CLOSED).update(must_rekey=True)

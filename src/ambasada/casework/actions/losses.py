"""A desk key that was lost with a device: the clock of the law, until somebody stops it."""

from datetime import datetime, timedelta

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.casework.kept_roster import KeptRoster
from ambasada.casework.models import Breach, SignedRoster, StaffKey
from ambasada.casework.queries import reach_of
from ambasada.casework.rules import require_leads
from ambasada.network.models import Embassy

_KEPT = timedelta(days=30)


def note_breach(key: StaffKey, *, now: datetime) -> None:
    """Note for each embassy whose appeals a lost key can open since when this is known.

    Repeated, it stays as it was. What the key can open is not written down: it is looked up.
    """
    known_at = now.replace(second=0, microsecond=0)
    for code in Embassy.objects.values_list("code", flat=True):
        if _was_on_duty(key.kid, code) or reach_of(key.kid, code):
            Breach.objects.get_or_create(
                embassy=code,
                kid=key.kid,
                defaults={"member": key.member, "known_at": known_at},
            )


@transaction.atomic
def close_breach(breach: Breach, *, by: Member, now: datetime) -> None:
    """Stop the clock: whoever had to be told was told, or nobody had to.

    Raises Refused unless a coordinator of the embassy does it.
    """
    embassy = Embassy.objects.filter(code=breach.embassy).first()
    require_leads(by, embassy, today=now.date())
    number = breach.pk
    if Breach.objects.filter(pk=number).delete()[0]:
        append(Verb.CLOSED, by=by, subject=f"breach:{number}", now=now)


def forget_breaches(*, now: datetime) -> None:
    """Delete what was noted a month ago."""
    Breach.objects.filter(known_at__lt=now - _KEPT).delete()


def _was_on_duty(kid: str, code: str) -> bool:
    rosters = SignedRoster.objects.filter(embassy=code)
    return any(kid in KeptRoster.read(bytes(each.content)).desks_of for each in rosters)

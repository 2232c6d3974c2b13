from datetime import datetime

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.casework.models import Pause
from ambasada.casework.rules import require_leads
from ambasada.network.models import Embassy


def pause_forms(embassy: Embassy, *, by: Member, now: datetime) -> None:
    """Take no new appeals for an embassy; who has a code reads and writes as before.

    Raises Refused unless a coordinator of the embassy does it.
    """
    require_leads(by, embassy, today=now.date())
    _row, is_new = Pause.objects.get_or_create(embassy=embassy.code)
    if is_new:
        append(Verb.PAUSED, by=by, subject=f"embassy:{embassy.pk}", now=now)


def resume_forms(embassy: Embassy, *, by: Member, now: datetime) -> None:
    """Take appeals again. Raises Refused likewise."""
    require_leads(by, embassy, today=now.date())
    if Pause.objects.filter(embassy=embassy.code).delete()[0]:
        append(Verb.RESUMED, by=by, subject=f"embassy:{embassy.pk}", now=now)

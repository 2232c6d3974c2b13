"""What rollbacks and restorations have in common: a decision that two members take."""

from datetime import datetime

from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.editions.models import Restoration, Rollback
from ambasada.lib.refused import Refused
from ambasada.network.rules import answered_by

Asked = Rollback | Restoration


def decide(
    asked: Asked, status: str, verb: Verb, *, by: Member | Actor, now: datetime, digest: str = ""
) -> None:
    """Note what became of a request, on it and in the ledger."""
    asked.status, asked.decided_at = status, now
    asked.save(update_fields=["status", "decided_at"])
    append(verb, by=by, subject=asked.subject, now=now, digest=digest)


def require_may_decline(asked: Asked, *, by: Member, now: datetime) -> None:
    """Raise Refused if it is decided, or the member does not see the embassy's editions."""
    if asked.status != asked.Status.WAITING:
        raise Refused(_("This has been decided already."))
    if not answered_by(by, today=now.date()).filter(pk=asked.embassy_id).exists():
        raise Refused(_("You have no seat in this embassy."))

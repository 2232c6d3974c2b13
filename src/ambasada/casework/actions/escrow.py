"""Letting the escrow have one case: sealed bytes, a line of the ledger, a mark on the case."""

from datetime import UTC, datetime

from django.db import transaction

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Verb
from ambasada.casework.actions.desk import appeal_of, midnight
from ambasada.casework.models import SEALED, Case
from ambasada.casework.queries.exporting import export_of
from ambasada.lib.escrow.exports import Index
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy


def hand_to_escrow(
    embassy: Embassy, ref: str, *, escrow: str, by: Actor, now: datetime
) -> tuple[Index, dict[str, bytes]]:
    """Return what the offline machine needs to open a case: its index, and files by name.

    Nothing is handed out without a line in the ledger and the day on the case, of which its person
    is told. Raises Refused if there is no such case.
    """
    today = now.astimezone(UTC).date()
    with transaction.atomic(using=SEALED):
        case = Case.objects.filter(embassy=embassy.code, ref=ref).first()
        if case is None:
            message = "There is no case with this reference here. The desk shows references."
            raise Refused(message)
        exported = export_of(case, escrow=escrow, today=today)
        case.escrowed_on = today
        case.save(update_fields=["escrowed_on"])
        append(Verb.ESCROWED, by=by, subject=appeal_of(embassy.code), now=midnight(now))
    return exported

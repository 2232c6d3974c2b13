"""Deleting every appeal of an embassy: one coordinator asks, another confirms."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.casework.actions.deleting import delete_case
from ambasada.casework.models import KEYS, SEALED, Case, Wiping, Wrap
from ambasada.casework.rules import require_leads, why_not_confirm_wiping
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy

_WAITS = timedelta(days=1)


@transaction.atomic
def ask_wiping(embassy: Embassy, *, by: Member, now: datetime) -> Wiping:
    """Ask that every appeal of an embassy is deleted; deletes nothing yet, and waits for a day.

    Raises Refused unless a coordinator of the embassy asks, or if it was confirmed already.
    """
    require_leads(by, embassy, today=now.date())
    if Wiping.objects.filter(embassy=embassy.code, is_confirmed=True).exists():
        raise Refused(_("Every appeal is being deleted already."))
    # A new row, so that a confirmation of what was asked before finds nothing.
    Wiping.objects.filter(embassy=embassy.code).delete()
    asked = Wiping.objects.create(embassy=embassy.code, asked_by=by.pk, asked_at=now)
    append(Verb.ASKED, by=by, subject=f"appeals:{embassy.pk}", now=now)
    return asked


def confirm_wiping(wiping: Wiping, *, by: Member, now: datetime) -> None:
    """Delete every appeal of an embassy, the wraps of all of them first.

    A kill on the way is made good by the clock. Raises Refused for who asked, for who is no
    coordinator of the embassy, or too new.
    """
    with transaction.atomic():
        held = Wiping.objects.select_for_update().filter(pk=wiping.pk, is_confirmed=False).first()
        embassy = Embassy.objects.filter(code=wiping.embassy).first()
        if held is None or embassy is None or held.asked_at <= now - _WAITS:
            raise Refused(_("This was asked anew or decided meanwhile. Look at it again."))
        reason = why_not_confirm_wiping(by, held, embassy, today=now.date())
        if reason:
            raise Refused(reason)
        held.is_confirmed = True
        held.save(update_fields=["is_confirmed"])
        append(Verb.ERASED, by=by, subject=f"appeals:{embassy.pk}", now=now)
    _wipe(held)


@transaction.atomic
def drop_wiping(wiping: Wiping, *, by: Member, now: datetime) -> None:
    """Drop a request that waits; any coordinator of the embassy may. Raises Refused for others."""
    embassy = require_leads(
        by, Embassy.objects.filter(code=wiping.embassy).first(), today=now.date()
    )
    if Wiping.objects.filter(pk=wiping.pk, is_confirmed=False).delete()[0]:
        append(Verb.DECLINED, by=by, subject=f"appeals:{embassy.pk}", now=now)


def finish_wipings(*, now: datetime) -> None:
    """Finish what a kill cut off, and let go of what nobody confirmed within a day."""
    Wiping.objects.filter(is_confirmed=False, asked_at__lte=now - _WAITS).delete()
    for wiping in Wiping.objects.filter(is_confirmed=True):
        _wipe(wiping)


def _wipe(wiping: Wiping) -> None:
    with transaction.atomic(using=SEALED):  # nothing is added meanwhile
        cases = list(Case.objects.filter(embassy=wiping.embassy))
        with transaction.atomic(using=KEYS):
            for case in cases:
                Wrap.objects.filter(ref=case.ref).delete()
    for case in cases:
        delete_case(case)
    Wiping.objects.filter(pk=wiping.pk).delete()

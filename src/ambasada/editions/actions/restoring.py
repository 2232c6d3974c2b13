"""Letting what was erased be published again, which takes as many members as a publication."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.editions.actions.deciding import decide, require_may_decline
from ambasada.editions.folders import Folders
from ambasada.editions.models import Restoration
from ambasada.editions.queries import consents_needed_for, hindrance_of
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import lift, tombstones_in
from ambasada.network.models import Embassy
from ambasada.network.rules import is_seated

Status = Restoration.Status


@transaction.atomic
def ask_restoration(embassy: Embassy, tombstone: int, *, by: Member, now: datetime) -> Restoration:
    """Ask that what a tombstone keeps away may be published again.

    A member needs a seat in the embassy. Raises Refused if there is no such tombstone, or if
    somebody asked already.
    """
    if not is_seated(by, embassy, now.date()):
        raise Refused(_("You have no seat in this embassy."))
    stones = tombstones_in(Folders(settings.EDITIONS_ROOT).tombstones).of(embassy.code).stones
    if all(each.number != tombstone for each in stones):
        raise Refused(_("This was restored already, or was never erased."))
    if embassy.restorations.filter(tombstone=tombstone, status=Status.WAITING).exists():
        raise Refused(_("Somebody asked for this already. Approve or decline that."))
    asked = Restoration.objects.create(
        embassy=embassy, tombstone=tombstone, asked_by=by, asked_at=now
    )
    append(Verb.ASKED, by=by, subject=asked.subject, now=now)
    return asked


def approve_restoration(asked: Restoration, *, by: Member, now: datetime) -> Restoration:
    """Say yes, as one member; after the last yes that is needed the tombstone is lifted.

    Raises Refused, with a line in the ledger and no other change, if this member may not approve.
    """
    try:
        with transaction.atomic():
            return _approve(asked.pk, by=by, now=now)
    except Refused:
        append(Verb.APPROVAL_REFUSED, by=by, subject=asked.subject, now=now)
        raise


def _approve(number: int, *, by: Member, now: datetime) -> Restoration:
    asked = Restoration.objects.select_for_update().get(pk=number)
    reason = hindrance_of(by, asked, now=now)
    if reason:
        raise Refused(reason)
    asked.consents.add(by)
    append(Verb.APPROVED, by=by, subject=asked.subject, now=now)
    if asked.consents.count() >= consents_needed_for(asked):
        decide(asked, Status.APPROVED, Verb.RESTORED, by=by, now=now)
        lift(Folders(settings.EDITIONS_ROOT).tombstones, asked.tombstone)
    return asked


@transaction.atomic
def decline_restoration(asked: Restoration, *, by: Member, now: datetime) -> Restoration:
    """Say no, or take one's own request back. Any member who sees the embassy's editions may.

    Raises Refused if it has been decided already.
    """
    locked = Restoration.objects.select_for_update().get(pk=asked.pk)
    require_may_decline(locked, by=by, now=now)
    decide(locked, Status.DECLINED, Verb.DECLINED, by=by, now=now)
    return locked

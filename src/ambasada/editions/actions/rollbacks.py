"""Asking to go back to an earlier edition, and saying yes or no to that."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.editions.actions.deciding import decide, require_may_decline
from ambasada.editions.folders import Folders
from ambasada.editions.models import Rollback
from ambasada.editions.queries import consents_needed_for, hindrance_of, manifest_of
from ambasada.lib.manifests import sha256_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import is_seated

_LONGEST_REASON = 200
Status = Rollback.Status


@transaction.atomic
def ask_rollback(
    embassy: Embassy, number: int | None, *, reason: str, by: Member | Actor, now: datetime
) -> Rollback:
    """Ask to serve again what an edition said; without a number, what was approved last.

    A member needs a seat in the embassy. What waited before becomes void. While the installation
    has no member, what the founder asks is approved at once; the next bake carries it out. Raises
    Refused if that edition is not here, is served already, or no reason is given in one line.
    """
    if isinstance(by, Member) and not is_seated(by, embassy, now.date()):
        raise Refused(_("You have no seat in this embassy."))
    reason = reason.strip()
    if not reason or len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise Refused(_("Say why in one line of at most 200 characters."))
    sha256 = "" if number is None else _manifest_of(embassy, number)
    for waiting in embassy.rollbacks.filter(status=Status.WAITING):
        decide(waiting, Status.VOID, Verb.VOIDED, by=by, now=now, digest=waiting.sha256)
    rollback = Rollback.objects.create(
        embassy=embassy,
        number=number,
        sha256=sha256,
        reason=reason,
        asked_by=by if isinstance(by, Member) else None,
        asked_at=now,
    )
    append(Verb.ASKED, by=by, subject=rollback.subject, now=now, digest=sha256)
    if consents_needed_for(rollback) == 0:
        decide(rollback, Status.APPROVED, Verb.PUBLISHED, by=by, now=now, digest=rollback.sha256)
    return rollback


def approve_rollback(rollback: Rollback, *, by: Member, now: datetime) -> Rollback:
    """Say yes, as one member; after the last yes that is needed the next bake carries it out.

    Raises Refused, with a line in the ledger and no other change, if this member may not approve
    it, or if the edition it goes back to is not kept any more.
    """
    try:
        with transaction.atomic():
            return _approve(rollback.pk, by=by, now=now)
    except Refused:
        append(Verb.APPROVAL_REFUSED, by=by, subject=rollback.subject, now=now)
        raise


def _approve(number: int, *, by: Member, now: datetime) -> Rollback:
    rollback = Rollback.objects.select_for_update().select_related("embassy").get(pk=number)
    reason = hindrance_of(by, rollback, now=now)
    if reason:
        raise Refused(reason)
    if (
        rollback.number is not None
        and _manifest_of(rollback.embassy, rollback.number) != rollback.sha256
    ):
        raise Refused(_("This edition is not the one that was asked for. Ask again."))
    rollback.consents.add(by)
    append(Verb.APPROVED, by=by, subject=rollback.subject, now=now, digest=rollback.sha256)
    if rollback.consents.count() >= consents_needed_for(rollback):
        decide(rollback, Status.APPROVED, Verb.PUBLISHED, by=by, now=now, digest=rollback.sha256)
    return rollback


@transaction.atomic
def decline_rollback(rollback: Rollback, *, by: Member, now: datetime) -> Rollback:
    """Say no, or take one's own request back. Any member who sees the embassy's editions may.

    Raises Refused if it has been decided already.
    """
    locked = Rollback.objects.select_for_update().get(pk=rollback.pk)
    require_may_decline(locked, by=by, now=now)
    decide(locked, Status.DECLINED, Verb.DECLINED, by=by, now=now, digest=locked.sha256)
    return locked


def _manifest_of(embassy: Embassy, number: int) -> str:
    """Return the hash of an edition's manifest. Raises Refused if it can't be gone back to."""
    folders = Folders(settings.EDITIONS_ROOT)
    if number == folders.current(embassy.code):
        raise Refused(_("Edition %(number)s is served already.") % {"number": number})
    return sha256_of(manifest_of(folders, embassy.code, number).canonical())

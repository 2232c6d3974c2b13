"""Letting out at its moment what members approved for it; the clock decides nothing."""

import logging
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from ambasada.accounts.models import Actor
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, kept_bytes
from ambasada.pages.actions.approving import require_place
from ambasada.pages.actions.asking import void
from ambasada.pages.actions.publication import finish
from ambasada.pages.corrections import require_corrections
from ambasada.pages.digests import digest_of
from ambasada.pages.erased import require_not_erased

_LONGEST_NOTE = 400  # letters: what the column holds
_LOGGER = logging.getLogger(__name__)


def next_release() -> datetime | None:
    """Return the moment of what goes out next; None if nothing waits for one."""
    scheduled = Approval.objects.filter(status=Approval.Status.SCHEDULED)
    moment: datetime | None = scheduled.aggregate(moment=Min("release_at"))["moment"]
    return moment


def release_due(*, now: datetime) -> list[Approval]:
    """Let out all whose moment has come, also long ago; return what became of each.

    One that fails for a reason of ours waits for the next time, and keeps no other from going out.
    """
    due = Approval.objects.filter(status=Approval.Status.SCHEDULED, release_at__lte=now)
    done = []
    for each in due.order_by("release_at", "pk"):
        try:
            done.append(release(each, now=now))
        except Exception:  # any release, any fault
            _LOGGER.exception("what was due could not be let out")
    return done


def release(approval: Approval, *, now: datetime) -> Approval:
    """Do what two members approved for this moment: all of it together.

    Guaranteed afterwards: either every copy of it is public, and each is byte for byte what was
    approved, or none is and the approval is void, with a note for its members that says why. A
    draft that somebody wrote since changes nothing of it. Before its moment, or if it was taken
    back or let out meanwhile, nothing happens; so it may be called twice.
    """
    try:
        with transaction.atomic():
            return _release(approval.pk, now=now)
    except Refused as refusal:
        note = str(refusal)
    except (IntegrityError, ValidationError):
        with override(approval.embassy.first_language):
            note = _("Another public page stands at this address. Take that back first.")
    with transaction.atomic():
        void(approval, by=Actor.CLOCK, now=now)
        if approval.status == Approval.Status.VOID:  # and was not taken back meanwhile
            approval.note = Truncator(note).chars(_LONGEST_NOTE)  # it may name many addresses
            approval.save(update_fields=["note"])
    return approval


def _release(number: int, *, now: datetime) -> Approval:
    approval = Approval.objects.select_for_update().get(pk=number)
    is_due = approval.release_at is not None and approval.release_at <= now
    if approval.status == Approval.Status.SCHEDULED and is_due:
        with override(approval.embassy.first_language):  # for the note: nobody is at a screen
            _require_as_approved(approval)
            require_place(approval)
            # One of another language may have gone out since.
            require_corrections(approval.copies.select_related("embassy"))
            finish(approval, by=Actor.CLOCK, now=now)
    return approval


def _require_as_approved(approval: Approval) -> None:
    """Refuse bytes that are not those which were approved, and what was erased since."""
    copies = list(approval.copies.all())
    is_whole = digest_of(copies, approval.release_at) == approval.sha256 and all(
        copy.is_whole for copy in copies
    )
    files = {(each.sha256, each.suffix) for copy in copies for each in copy.named_files.all()}
    if not is_whole or any(kept_bytes(*file) is None for file in files):
        raise Refused(_("It is no longer, byte for byte, what was approved. Ask for it again."))
    for copy in copies:
        require_not_erased(copy)

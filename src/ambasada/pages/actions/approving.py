"""Saying yes or no to what was asked."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Consent, FairCopy
from ambasada.network.rules import answered_by, may_approve_for
from ambasada.pages.actions.asking import void
from ambasada.pages.actions.publication import finish_in_time
from ambasada.pages.corrections import require_corrections
from ambasada.pages.queries.approvals import consents_needed, hindrance
from ambasada.pages.queries.current import is_newest


class _Changed(Refused):
    """What was looked at is no longer what there is."""


def approve(approval: Approval, *, by: Member, looked_at: str, now: datetime) -> Approval:
    """Say yes, as one member, to what this member looked at; the last yes does what was asked.

    `looked_at` is the SHA-256 of the approval that was on the screen. Guaranteed afterwards: if
    the yes was the last one needed, readers are served exactly the bytes of that hash; where it
    has a moment that is still to come, from that moment on and not before.

    Raises Refused, with a line in the ledger and no other change, if this member may not approve
    it (an author, who asked, not a coordinator of the embassy, too new). If the page or fact was
    changed after it was asked for, the approval becomes void.
    """
    try:
        with transaction.atomic():
            return _approve(approval.pk, by=by, looked_at=looked_at, now=now)
    except _Changed:
        with transaction.atomic():
            void(approval, by=by, now=now)
            append(Verb.APPROVAL_REFUSED, by=by, subject=approval.subject, now=now)
        raise
    except Refused:
        append(Verb.APPROVAL_REFUSED, by=by, subject=approval.subject, now=now)
        raise


def _approve(number: int, *, by: Member, looked_at: str, now: datetime) -> Approval:
    approval = Approval.objects.select_for_update().get(pk=number)
    reason = hindrance(by, approval, now=now)
    if reason:
        raise Refused(reason)
    if looked_at != approval.sha256 or is_changed(approval):
        raise _Changed(
            _("This was changed after you looked at it. Nothing was published: look at it again.")
        )
    Consent.objects.create(approval=approval, member=by)
    append(Verb.APPROVED, by=by, subject=approval.subject, now=now, digest=approval.sha256)
    if approval.consents.count() >= consents_needed(approval):
        require_place(approval)
        if approval.change == Approval.Change.PUBLISH:
            require_corrections(approval.copies.select_related("embassy"))
        try:
            with transaction.atomic():
                finish_in_time(approval, by=by, now=now)
        except IntegrityError:
            raise Refused(
                _("Another public page stands at this address. Take that back first.")
            ) from None
    return approval


def require_place(approval: Approval) -> None:
    """Refuse a page below a section that was taken back since it was asked for, and the reverse."""
    pages = list(approval.copies.exclude(path=None))
    together = {(copy.language, copy.path) for copy in pages}
    public = FairCopy.objects.public(approval.embassy)
    for copy in pages:
        path = copy.path or ""
        on_path = public.filter(language=copy.language)
        if approval.change == Approval.Change.WITHDRAW:
            if on_path.filter(path__startswith=path).exclude(path=path).exists():
                raise Refused(_("Public pages stand below this one. Take those back first."))
            continue
        above = path.rstrip("/").rpartition("/")[0]
        section = f"{above}/" if above else ""
        is_there = (copy.language, section) in together or on_path.filter(path=section).exists()
        if path and not is_there:
            raise Refused(_("The section above this page is not public. Ask for that first."))


def is_changed(approval: Approval) -> bool:
    """Tell whether anything an approval is about is no longer as its copies have it."""
    return any(not _is_current(copy, approval.change) for copy in approval.copies.all())


def _is_current(copy: FairCopy, change: str) -> bool:
    if not copy.is_whole:
        return False
    if change == Approval.Change.WITHDRAW:
        public = FairCopy.objects.filter(
            kind=copy.kind, object_id=copy.object_id, is_public=True, sha256=copy.sha256
        )
        return public.exists()
    return is_newest(copy)


@transaction.atomic
def decline(approval: Approval, *, by: Member, note: str, now: datetime) -> Approval:
    """Say no, with a note for those who asked, or take one's own request back.

    Any seated member of the embassy may; of one that nobody coordinates, those who may approve.
    What is approved and waits for its moment is taken back by those who may approve. The draft
    stays as it is. Raises Refused if it has been decided already, or went out.
    """
    locked = Approval.objects.select_for_update().get(pk=approval.pk)
    if locked.status not in Approval.OPEN:
        raise Refused(_("This has been decided already."))
    if not answered_by(by, today=now.date()).filter(pk=locked.embassy_id).exists():
        raise Refused(_("You have no seat in this embassy."))
    is_scheduled = locked.status == Approval.Status.SCHEDULED
    if is_scheduled and not may_approve_for(by, today=now.date())(locked.embassy_id):
        raise Refused(_("It is approved. Only coordinators of this embassy take it back."))
    locked.status, locked.decided_at, locked.note = Approval.Status.DECLINED, now, note
    locked.save(update_fields=["status", "decided_at", "note"])
    append(Verb.DECLINED, by=by, subject=locked.subject, now=now)
    return locked

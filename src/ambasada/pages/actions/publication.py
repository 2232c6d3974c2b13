"""What happens at the moment the last yes is given."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from wagtail.models import Page

from ambasada.accounts.actions import append
from ambasada.accounts.models import Actor, Member, Verb
from ambasada.network.models import Approval, Author, FairCopy
from ambasada.pages.queries.current import current, is_newest
from ambasada.pages.trials import require_servable


def finish(approval: Approval, *, by: Member | Actor, now: datetime) -> None:
    """Do what was approved: give the copies to readers, or take them back.

    Must run in the transaction of the last yes. Wagtail's row follows, so that editors see as live
    what is; readers are served the copies, whatever becomes of the row. Raises Refused if readers
    could not be served all of what goes out together: then the transaction must not end well.
    """
    give_to_readers(approval, by=by, now=now)
    if approval.change == Approval.Change.PUBLISH:
        require_servable(approval, now=now)
    for copy in approval.copies.order_by("pk"):
        _let_wagtail_follow(copy, approval.change)


def finish_in_time(approval: Approval, *, by: Member | Actor, now: datetime) -> None:
    """Do what was approved, or leave it to the clock where its moment is still to come."""
    if approval.release_at is None or approval.release_at <= now:
        finish(approval, by=by, now=now)
        return
    approval.status, approval.decided_at = Approval.Status.SCHEDULED, now
    approval.save(update_fields=["status", "decided_at"])


def give_to_readers(approval: Approval, *, by: Member | Actor, now: datetime) -> None:
    """Make the copies of an approval public, or the public ones no more; Wagtail is not told."""
    copies = list(approval.copies.all())
    for copy in copies:
        was = FairCopy.objects.filter(kind=copy.kind, object_id=copy.object_id, is_public=True)
        was.update(is_public=False)
    if approval.change == Approval.Change.PUBLISH:
        approval.copies.update(is_public=True)
        for copy in copies:  # what is taken back may have a draft, and that still has its authors
            if approval.release_at is None or is_newest(copy):  # so has what was written since
                Author.objects.filter(kind=copy.kind, object_id=copy.object_id).delete()
    approval.status, approval.decided_at = Approval.Status.APPROVED, now
    approval.save(update_fields=["status", "decided_at"])
    is_publication = approval.change == Approval.Change.PUBLISH
    verb = Verb.PUBLISHED if is_publication else Verb.WITHDRAWN
    append(verb, by=by, subject=approval.subject, now=now, digest=approval.sha256)


def _let_wagtail_follow(copy: FairCopy, change: str) -> None:
    model: Any = apps.get_model(copy.kind)
    thing: models.Model | None = model.objects.filter(pk=copy.object_id).first()
    if thing is None:  # deleted by another road; its approved bytes stand
        return
    row: Any = thing
    if change == Approval.Change.WITHDRAW:
        row.unpublish()
    elif FairCopy.of(current(row)).sha256 != copy.sha256:
        _publish_older(row, copy)  # the newest draft stays one
    elif row.latest_revision_id and row.live_revision_id != row.latest_revision_id:
        row.latest_revision.publish()
    elif isinstance(row, Page) and not row.live:
        row.save_revision().publish()


def _publish_older(row: Any, copy: FairCopy) -> None:  # noqa: ANN401 -- a page or a fact
    """Let Wagtail's row say what was approved, where somebody has written a newer draft since."""
    for revision in row.revisions.order_by("-pk"):
        if FairCopy.of(revision.as_object()).sha256 == copy.sha256:
            if revision.pk != row.live_revision_id:
                revision.publish()
            return

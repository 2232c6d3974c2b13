"""When somebody leaves: what they looked after goes to somebody else."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import keepers_of
from ambasada.relations.models import Interaction, Stewardship
from ambasada.relations.queries import commitments_of, meetings_of, stewardships_of
from ambasada.relations.rules import require_keeper, require_leads


@transaction.atomic
def hand_over(
    leaving: Member,
    successor: Member,
    refs: Iterable[UUID],
    *,
    embassy: Embassy,
    by: Member,
    now: datetime,
) -> int:
    """Give what a member looks after to another, of the rows that were chosen; return how many.

    A member hands over what is their own; a coordinator, anybody’s. Raises Refused unless the
    successor is somebody else who keeps contacts for the embassy.
    """
    today = now.date()
    if by == leaving:
        require_keeper(by, embassy, today=today)
    else:
        require_leads(by, embassy, today=today)
    if successor == leaving or not keepers_of(embassy, today=today).filter(pk=successor.pk):
        raise Refused(_("Choose somebody else who keeps contacts for this embassy."))
    chosen = set(refs)
    count = 0
    for kept in stewardships_of(embassy, leaving).filter(ref__in=chosen):
        _succeed(kept, leaving, successor)
        count += 1
    for meeting in meetings_of(embassy, leaving).filter(ref__in=chosen):
        _go_instead(meeting, leaving, successor)
        count += 1
    for promise in commitments_of(embassy, leaving).filter(ref__in=chosen):
        promise.owner, promise.version = successor, promise.version + 1
        promise.save(update_fields=["owner", "version"])
        count += 1
    append(Verb.HANDED_OVER, by=by, subject=f"member:{leaving.pk}", now=now)
    return count


def _succeed(kept: Stewardship, leaving: Member, successor: Member) -> None:
    """Put the successor in the place; whoever was deputy before is not their own deputy."""
    if kept.owner == leaving:
        kept.owner = successor
        kept.deputy = None if kept.deputy in (successor, leaving) else kept.deputy
    else:
        kept.deputy = None if kept.owner == successor else successor
    kept.version += 1
    kept.save()


def _go_instead(meeting: Interaction, leaving: Member, successor: Member) -> None:
    meeting.members.remove(leaving)
    meeting.members.add(successor)
    Interaction.objects.filter(pk=meeting.pk).update(version=meeting.version + 1)

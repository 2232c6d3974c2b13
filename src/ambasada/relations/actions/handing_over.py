"""When somebody leaves: what they looked after goes to somebody else."""

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import keepers_of
from ambasada.relations.models import Interaction, Segment, Stewardship
from ambasada.relations.queries import (
    commitments_of,
    meetings_of,
    own_segments,
    stewardships_of,
)
from ambasada.relations.rules import require_keeper, require_leads

_LONGEST = 90  # letters of a segment’s name, where a number follows


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

    These are organisations, planned meetings, open promises and segments. Letters are the
    embassy’s, whoever wrote them, and so are columns that were named once. Who noted advice,
    imported or merged stays as it was.

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
    given = 0
    for kept in stewardships_of(embassy, leaving).filter(ref__in=chosen):
        _succeed(kept, leaving, successor)
        given += 1
    for meeting in meetings_of(embassy, leaving).filter(ref__in=chosen):
        _go_instead(meeting, leaving, successor)
        given += 1
    for promise in commitments_of(embassy, leaving).filter(ref__in=chosen):
        promise.owner, promise.version = successor, promise.version + 1
        promise.save(update_fields=["owner", "version"])
        given += 1
    for segment in own_segments(embassy, leaving).filter(ref__in=chosen):
        segment.name = _free_name(segment, successor)
        segment.owner, segment.version = successor, segment.version + 1
        segment.save(update_fields=["name", "owner", "version"])
        given += 1
    append(Verb.HANDED_OVER, by=by, subject=f"member:{leaving.pk}", now=now)
    return given


def _succeed(kept: Stewardship, leaving: Member, successor: Member) -> None:
    """Put the successor in the place; whoever was deputy before is not their own deputy."""
    if kept.owner == leaving:
        kept.owner = successor
        kept.deputy = None if kept.deputy in (successor, leaving) else kept.deputy
    else:
        kept.deputy = None if kept.owner == successor else successor
    kept.version += 1
    kept.save()


def _free_name(segment: Segment, successor: Member) -> str:
    """Return how a segment is called among those of its new owner, who may have one of its name."""
    taken = set(own_segments(segment.embassy, successor).values_list("name", flat=True))
    name, numbers = segment.name, count(2)
    while name in taken:
        name = f"{segment.name[:_LONGEST]} ({next(numbers)})"
    return name


def _go_instead(meeting: Interaction, leaving: Member, successor: Member) -> None:
    meeting.members.remove(leaving)
    meeting.members.add(successor)
    Interaction.objects.filter(pk=meeting.pk).update(version=meeting.version + 1)

"""Saving a filter, and changing one’s own."""

from datetime import datetime

from django.db import transaction

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.actions.entries import change_entry, record_entry, remove_entry
from ambasada.relations.models import Segment
from ambasada.relations.rules import require_owner


@transaction.atomic
def record_segment(segment: Segment, *, embassy: Embassy, by: Member, now: datetime) -> None:
    """Store a segment as a member’s own."""
    segment.owner = by
    record_entry(segment, embassy=embassy, by=by, now=now)


@transaction.atomic
def change_segment(
    segment: Segment, *, version: int, embassy: Embassy, by: Member, now: datetime
) -> None:
    """Change a segment, as `change_entry` does. Raises Refused for another’s."""
    require_owner(Segment.objects.get(pk=segment.pk), by, today=now.date())
    change_entry(segment, version=version, embassy=embassy, by=by, now=now)


@transaction.atomic
def remove_segment(segment: Segment, *, embassy: Embassy, by: Member, now: datetime) -> None:
    """Remove a segment; letters that went to it keep their copies. Raises Refused likewise."""
    require_owner(segment, by, today=now.date())
    remove_entry(segment, embassy=embassy, by=by, now=now)

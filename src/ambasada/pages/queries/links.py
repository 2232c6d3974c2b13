"""Which outside links of public pages lead nowhere."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from ambasada.accounts.models import Member
from ambasada.network.models import FairCopy
from ambasada.network.rules import answered_by
from ambasada.pages.models import OutgoingLink
from ambasada.pages.titles import title_of_copy

_AT_MOST = 200  # links on one screen: whoever mends them sees the next


@dataclass(frozen=True)
class BrokenLink:
    """An address that does not answer, and the pages that lead there by number, title, language."""

    address: str
    fault: str
    since: date
    pages: tuple[tuple[int, str, str], ...]


def broken_for(member: Member, *, now: datetime) -> list[BrokenLink]:
    """Return what failed on two days running in the member's embassies, the oldest first."""
    rows = OutgoingLink.objects.filter(
        embassy__in=answered_by(member, today=now.date()),
        failed_on__isnull=False,
        looked_on__gt=F("failed_on"),
    ).order_by("failed_on", "address")[:_AT_MOST]
    numbers = {number for row in rows for number in row.pages}
    copies = FairCopy.objects.once_public().filter(
        is_public=True, path__isnull=False, object_id__in=numbers
    )
    said = {
        copy.object_id: (copy.object_id, title_of_copy(copy), copy.language)
        for copy in copies.select_related("embassy")
    }
    return [
        BrokenLink(
            address=row.address,
            fault=str(OutgoingLink.Fault(row.fault).label),
            since=row.failed_on,
            pages=tuple(said[number] for number in row.pages if number in said),
        )
        for row in rows
        if row.failed_on is not None
    ]

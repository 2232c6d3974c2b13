"""Which public pages are behind a version in another language."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from ambasada.accounts.models import Member
from ambasada.network.models import FairCopy
from ambasada.network.rules import answered_by


@dataclass(frozen=True)
class Behind:
    """A public page of which another language was approved later."""

    number: int
    title: str
    language: str
    approved_at: datetime
    ahead: str  # the language that was approved last
    ahead_at: datetime


def behind_of(member: Member, *, now: datetime) -> list[Behind]:
    """Return the public pages of a member's embassies that are behind, longest first.

    Versions that were approved together are as new as one another. What a later approval changed
    is not asked: only somebody who reads both can tell whether the other needs it.
    """
    copies = FairCopy.objects.filter(
        is_public=True, path__isnull=False, embassy__in=answered_by(member, today=now.date())
    ).select_related("approval")
    versions = defaultdict(list)
    for copy in copies:
        versions[copy.translation_key].append(copy)
    found = [each for copies in versions.values() for each in _behind(copies)]
    return sorted(found, key=lambda each: each.ahead_at)


def _behind(copies: list[FairCopy]) -> list[Behind]:
    newest = max(copies, key=lambda copy: (_decided(copy), copy.pk))
    return [
        Behind(
            number=copy.object_id,
            title=copy.content["fields"]["title"],
            language=copy.language,
            approved_at=_decided(copy),
            ahead=newest.language,
            ahead_at=_decided(newest),
        )
        for copy in copies
        if copy.approval_id != newest.approval_id and _decided(copy) < _decided(newest)
    ]


def _decided(copy: FairCopy) -> datetime:
    decided_at = copy.approval.decided_at
    return decided_at or copy.approval.asked_at

"""Which public pages are behind a version in another language."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from ambasada.accounts.models import Member
from ambasada.network.models import FairCopy
from ambasada.network.rules import answered_by
from ambasada.pages.translating import is_behind


@dataclass(frozen=True)
class Behind:
    """A public page that another language is ahead of."""

    number: int
    title: str
    language: str
    approved_at: datetime
    ahead: str  # the language that was approved last
    ahead_at: datetime


def behind_of(member: Member, *, now: datetime) -> list[Behind]:
    """Return the public pages of a member's embassies that are behind, longest first.

    A translation is behind while it was made from another text than the original says now. Of
    pages that are each written themselves, those that were approved before another: only somebody
    who reads both can tell whether they need what that changed.
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
    translations = {copy.pk: _source_of(copy, copies) for copy in copies if _made_from(copy)}
    written = [copy for copy in copies if copy.pk not in translations]
    newest = max(written, key=lambda copy: (_decided(copy), copy.pk), default=None)
    found = []
    for copy in copies:
        source = translations.get(copy.pk)
        if source is not None and is_behind(copy, source):
            found.append(_compared(copy, source))
        elif copy in written and newest is not None and _decided(copy) < _decided(newest):
            found.append(_compared(copy, newest))
    return found


def _made_from(copy: FairCopy) -> dict[str, str]:
    made: dict[str, str] = copy.content.get("made_from") or {}
    return made


def _source_of(copy: FairCopy, copies: list[FairCopy]) -> FairCopy | None:
    language = _made_from(copy)["language"]
    return next((each for each in copies if each.language == language), None)


def _compared(copy: FairCopy, ahead: FairCopy) -> Behind:
    return Behind(
        number=copy.object_id,
        title=copy.content["fields"]["title"],
        language=copy.language,
        approved_at=_decided(copy),
        ahead=ahead.language,
        ahead_at=_decided(ahead),
    )


def _decided(copy: FairCopy) -> datetime:
    decided_at = copy.approval.decided_at
    return decided_at or copy.approval.asked_at

"""Which rollbacks wait, who may approve one, and which the next bake has to carry out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ambasada.accounts.models import Member
from ambasada.accounts.queries import members_ever, roll_for
from ambasada.editions.folders import Folders
from ambasada.editions.models import Restoration, Rollback
from ambasada.editions.queries.editions import difference_between, manifest_of
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.network.rules import answered_by, may_approve_for
from ambasada.pages.rules import Standing, needed, reason_against


@dataclass(frozen=True)
class WaitingRollback:
    """A rollback that waits; `hindrance` says why this member does not approve it, or is empty.

    `served` is the number of the edition that readers get. `changed` are the paths that differ
    there, in the edition gone back to; None if a rollback is to end, or if one of the two can't be
    read.
    """

    rollback: Rollback
    hindrance: str
    served: int | None = None
    changed: Sequence[str] | None = None


def rollbacks_before(
    member: Member, embassy: Embassy, folders: Folders, *, now: datetime
) -> list[WaitingRollback]:
    """Return what waits in an embassy, as a member sees it."""
    waiting = embassy.rollbacks.filter(status=Rollback.Status.WAITING).select_related("asked_by")
    return [_before(member, each, folders, now=now) for each in waiting]


def _before(
    member: Member, rollback: Rollback, folders: Folders, *, now: datetime
) -> WaitingRollback:
    hindrance, code = hindrance_of(member, rollback, now=now), rollback.embassy.code
    if rollback.number is None:
        return WaitingRollback(rollback, hindrance)
    try:
        served = manifest_of(folders, code, None)
        older = manifest_of(folders, code, rollback.number)
    except Refused as refusal:
        return WaitingRollback(rollback, hindrance or str(refusal))
    changed = difference_between(served, older).changed
    return WaitingRollback(rollback, hindrance, served.number, changed)


def all_waiting() -> list[Rollback | Restoration]:
    """Return every rollback and restoration that waits, in all embassies, oldest first."""
    waiting: list[Rollback | Restoration] = []
    for kind in (Rollback, Restoration):
        rows = kind.objects.filter(status=kind.Status.WAITING)
        waiting += rows.select_related("embassy", "asked_by")
    return sorted(waiting, key=lambda each: each.asked_at)


def asked_of(member: Member, *, now: datetime) -> list[Rollback | Restoration]:
    """Return the rollbacks and restorations that this member may approve, oldest first."""
    own = set(answered_by(member, today=now.date()).values_list("pk", flat=True))
    return [
        each
        for each in all_waiting()
        if each.embassy_id in own and not hindrance_of(member, each, now=now)
    ]


def hindrance_of(member: Member, asked: Rollback | Restoration, *, now: datetime) -> str:
    """Return the sentence that tells why a member does not approve it; empty if they may.

    The rule is that of every publication, but for authors: nobody wrote what is old.
    """
    today = now.date()
    roll = roll_for(member, today=today)
    standing = Standing(
        is_alone=roll.ever == 1,
        is_coordinator=may_approve_for(member, today=today)(asked.embassy_id),
        is_author=False,
        has_asked=asked.asked_by_id == member.pk,
        has_consented=asked.consents.filter(pk=member.pk).exists(),
        acts_from=roll.acts_from,
        today=today,
    )
    return reason_against(standing, asked.status)


def consents_needed_for(asked: Rollback | Restoration) -> int:
    """Return how many members must say yes to it."""
    is_asked_by_member = asked.asked_by_id is not None
    return needed(members_ever=members_ever(), is_asked_by_member=is_asked_by_member)


def rollback_to_make(embassy: Embassy) -> Rollback | None:
    """Return what was approved and is in no edition yet; of several the one approved last."""
    approved = Rollback.objects.filter(
        embassy_id=embassy.pk, status=Rollback.Status.APPROVED, made=None
    )
    return approved.order_by("-decided_at", "-pk").first()

"""What waits, who wrote it, and whether a member may approve it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef

from ambasada.accounts.models import Member
from ambasada.accounts.queries import members_ever, roll_for
from ambasada.network.models import Approval, Author, Consent, FairCopy
from ambasada.network.rules import may_approve_for
from ambasada.pages.rules import Standing, needed, reason_against


def consents_needed(approval: Approval) -> int:
    """Return how many members must say yes to an approval."""
    return needed(members_ever=members_ever(), is_asked_by_member=approval.asked_by_id is not None)


def hindrance(member: Member, approval: Approval, *, now: datetime) -> str:
    """Return the sentence that tells why a member does not approve something; empty if they may."""
    return hindrances(member, [approval], now=now)[approval.pk]


def hindrances(member: Member, approvals: Sequence[Approval], *, now: datetime) -> dict[int, str]:
    """Return `hindrance` for each approval, with three queries however many there are."""
    today = now.date()
    may_approve = may_approve_for(member, today=today)
    roll = roll_for(member, today=today)
    done = Approval.objects.filter(pk__in=[each.pk for each in approvals]).annotate(
        is_author=_is_author(member), has_consented=_has_consented(member)
    )
    known = {pk: rest for pk, *rest in done.values_list("pk", "is_author", "has_consented")}
    return {
        each.pk: reason_against(
            Standing(
                is_alone=roll.ever == 1,
                is_coordinator=may_approve(each.embassy_id),
                is_author=known[each.pk][0],
                has_asked=each.asked_by_id == member.pk,
                has_consented=known[each.pk][1],
                acts_from=roll.acts_from,
                today=today,
            ),
            each.status,
        )
        for each in approvals
    }


def _is_author(member: Member) -> Exists:
    """Return whether a member changed what an approval is about since the public version."""
    written = Author.objects.filter(
        member=member, kind=OuterRef("kind"), object_id=OuterRef("object_id")
    )
    return Exists(FairCopy.objects.filter(Exists(written), approval=OuterRef("pk")))


def _has_consented(member: Member) -> Exists:
    return Exists(Consent.objects.filter(member=member, approval=OuterRef("pk")))

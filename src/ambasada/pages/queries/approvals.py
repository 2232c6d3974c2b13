"""What waits, who wrote it, and whether a member may approve it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from ambasada.accounts.models import Member
from ambasada.accounts.queries import acts_from, members_ever
from ambasada.network.models import Approval, Author, FairCopy
from ambasada.network.rules import may_approve_for
from ambasada.pages.rules import Standing, needed, reason_against


def consents_needed(approval: Approval) -> int:
    """Return how many members must say yes to an approval."""
    return needed(members_ever=members_ever(), is_asked_by_member=approval.asked_by_id is not None)


def hindrance(member: Member, approval: Approval, *, now: datetime) -> str:
    """Return the sentence that tells why a member does not approve something; empty if they may."""
    return hindrances(member, [approval], now=now)[approval.pk]


def hindrances(member: Member, approvals: Sequence[Approval], *, now: datetime) -> dict[int, str]:
    """Return `hindrance` for each approval, with a number of queries that does not grow."""
    today = now.date()
    authors = authors_of(approvals)
    consented = set(
        Approval.objects.filter(
            pk__in=[each.pk for each in approvals], consents__member=member
        ).values_list("pk", flat=True)
    )
    embassies = {each.embassy_id: each.embassy for each in approvals}
    coordinated = {
        key: may_approve_for(member, embassy, today) for key, embassy in embassies.items()
    }
    is_alone = members_ever() == 1
    begins = acts_from(member, today=today)
    return {
        each.pk: reason_against(
            Standing(
                is_alone=is_alone,
                is_coordinator=coordinated[each.embassy_id],
                is_author=member.pk in authors[each.pk],
                has_asked=each.asked_by_id == member.pk,
                has_consented=each.pk in consented,
                acts_from=begins,
                today=today,
            ),
            each.status,
        )
        for each in approvals
    }


def authors_of(approvals: Iterable[Approval]) -> dict[int, set[int]]:
    """Return who wrote what each approval is about since the version that is public, by number."""
    copies = FairCopy.objects.filter(approval__in=[each.pk for each in approvals])
    things = defaultdict(set)
    for approval, kind, number in copies.values_list("approval_id", "kind", "object_id"):
        things[kind, number].add(approval)
    found: dict[int, set[int]] = defaultdict(set)
    numbers = {number for _kind, number in things}
    written = Author.objects.filter(object_id__in=numbers)
    for kind, number, member in written.values_list("kind", "object_id", "member_id"):
        for approval in things[kind, number]:
            found[approval].add(member)
    return found

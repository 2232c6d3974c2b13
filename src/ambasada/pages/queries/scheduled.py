"""What goes out at its moment, and what did not."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from ambasada.accounts.models import Member
from ambasada.network.models import Approval, FairCopy
from ambasada.network.rules import answered_by
from ambasada.pages.queries.waiting import Waiting, shown_in_list


def scheduled_for(member: Member, *, now: datetime) -> list[Waiting]:
    """Return what is approved in the member's embassies and waits for its moment, in order."""
    approvals = Approval.objects.filter(
        status=Approval.Status.SCHEDULED, embassy__in=answered_by(member, today=now.date())
    )
    rows = list(approvals.select_related("embassy", "asked_by").order_by("release_at", "pk"))
    return shown_in_list(rows, {})


def missed_for(member: Member, *, now: datetime) -> list[Waiting]:
    """Return what was approved in the member's embassies and did not go out at its moment.

    Each with its note that says why; until something of it is asked for again, or its copies go.
    """
    copies = FairCopy.objects.filter(approval=OuterRef("pk"))
    again = FairCopy.objects.filter(
        kind=OuterRef("kind"),
        object_id=OuterRef("object_id"),
        approval__gt=OuterRef("approval"),
    )
    approvals = Approval.objects.filter(
        Exists(copies),
        ~Exists(copies.filter(Exists(again))),
        status=Approval.Status.VOID,
        release_at__isnull=False,
        embassy__in=answered_by(member, today=now.date()),
    ).exclude(note="")  # only what the clock made void has one
    rows = list(approvals.select_related("embassy", "asked_by").order_by("release_at", "pk"))
    return shown_in_list(rows, {each.pk: each.note for each in rows})

"""The desk for the day: what is due, what is overdue, whom nobody was in touch with."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy, Seat
from ambasada.network.rules import is_coordinator, keepers_of, keeps_contacts
from ambasada.relations.models import (
    Commitment,
    Interaction,
    LegalBasis,
    Letter,
    Segment,
    Stewardship,
)
from ambasada.relations.queries.finding import ON_A_PAGE, Page, counted, day_place
from ambasada.relations.queries.letters import unsure_letters

_SOON = timedelta(days=7)
_AHEAD = timedelta(days=14)
_MOST = 100


class DeskShown:
    """What waits for those who keep an embassy’s contacts, as one of them sees it."""

    def __init__(self, embassy: Embassy, member: Member, *, today: date) -> None:
        waiting = Commitment.objects.seen_by(embassy).filter(status=Commitment.Status.OPEN)
        waiting = waiting.select_related("organisation", "person", "owner", "interaction")
        near = waiting.filter(due_on__lte=today + _SOON).order_by("due_on", "pk")[:_MOST]
        self.overdue = [each for each in near if each.due_on < today]
        self.due = [each for each in near if each.due_on >= today]
        meetings = Interaction.objects.seen_by(embassy)
        planned = meetings.filter(status=Interaction.Status.PLANNED)
        planned = planned.filter(on__lte=(today + _AHEAD).isoformat()).order_by("on", "pk")
        self.meetings = list(planned.prefetch_related("organisations")[:_MOST])
        kept = Stewardship.objects.seen_by(embassy)
        kept = kept.select_related("organisation", "owner", "deputy").order_by("next_on", "pk")
        keepers = keepers_of(embassy, today=today).values("pk")
        self.neglected = list(kept.filter(next_on__lt=today, owner__in=keepers)[:_MOST])
        self.orphaned = list(kept.exclude(owner__in=keepers)[:_MOST])
        left = waiting.exclude(owner__in=keepers).order_by("due_on", "pk")
        self.left_promises = list(left[:_MOST])
        self.reviewed = list(_reviewed(embassy, today)[:_MOST])
        self.leads = is_coordinator(member, embassy, today)
        doubtful = meetings.exclude(directed=Interaction.Directed.NO).filter(advice="")
        self.doubtful = list(doubtful.order_by("on", "pk")[:_MOST]) if self.leads else []
        written = Letter.objects.seen_by(embassy).exclude(directed=Letter.Directed.NO)
        asked = written.filter(advice="").order_by("pk")
        self.doubtful_letters = list(asked[:_MOST]) if self.leads else []
        self.unsure = list(unsure_letters(embassy)[:_MOST])


def _reviewed(embassy: Embassy, today: date) -> QuerySet[LegalBasis]:
    """Return the reasons to look at again: those that are due, and consents that ended.

    A later reason of the same kind stands in the place of the one before.
    """
    bases = LegalBasis.objects.seen_by(embassy)
    later = bases.filter(person=OuterRef("person"), basis=OuterRef("basis"), pk__gt=OuterRef("pk"))
    due = Q(review_on__lte=today) | Q(withdrawn_on__isnull=False)
    rows = bases.filter(due).exclude(Exists(later)).select_related("person")
    return rows.order_by("review_on", "pk")


def having_contacts(embassy: Embassy) -> QuerySet[Member]:
    """Return the members who look after anything of an embassy’s, whether they still may or not."""
    kept = Stewardship.objects.seen_by(embassy)
    waiting = Commitment.objects.seen_by(embassy).filter(status=Commitment.Status.OPEN)
    planned = Interaction.objects.seen_by(embassy).filter(status=Interaction.Status.PLANNED)
    own = Q(pk__in=kept.values("owner")) | Q(pk__in=kept.values("deputy"))
    own |= Q(pk__in=waiting.values("owner")) | Q(pk__in=planned.values("members"))
    own |= Q(pk__in=Segment.objects.seen_by(embassy).values("owner"))
    return Member.objects.filter(own).order_by("username")


def colleagues_of(member: Member, *, today: date) -> set[str]:
    """Return, as the ledger names them, who has or had a seat where a member keeps contacts."""
    kept = keeps_contacts(member, today=today)
    seats = Seat.objects.filter(embassy__in=kept).values_list("member_id", flat=True)
    return {f"member:{number}" for number in seats}


def stewardships_of(embassy: Embassy, member: Member) -> QuerySet[Stewardship]:
    """Return what a member looks after, or stands by for."""
    own = Q(owner=member) | Q(deputy=member)
    rows = Stewardship.objects.seen_by(embassy).filter(own)
    return rows.select_related("organisation", "owner", "deputy").order_by("organisation__sort_key")


def commitments_of(embassy: Embassy, member: Member) -> QuerySet[Commitment]:
    """Return the open promises and steps that a member looks after."""
    rows = Commitment.objects.seen_by(embassy).filter(owner=member, status=Commitment.Status.OPEN)
    return rows.select_related("organisation").order_by("due_on", "pk")


def meetings_of(embassy: Embassy, member: Member) -> QuerySet[Interaction]:
    """Return the meetings that a member is to go to."""
    rows = Interaction.objects.seen_by(embassy).filter(members=member)
    return rows.filter(status=Interaction.Status.PLANNED).order_by("on", "pk")


def interactions_page(embassy: Embassy, after: str) -> Page:
    """Return a page of an embassy’s meetings and messages, newest first."""
    rows = Interaction.objects.seen_by(embassy)
    count, is_more = counted(rows)
    ordered: Any = rows.prefetch_related("organisations").order_by("-on", "-pk")
    if place := day_place(after):
        on, number = place
        ordered = ordered.filter(Q(on__lt=on) | Q(on=on, pk__lt=number))
    found = list(ordered[: ON_A_PAGE + 1])
    last = found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else None
    begins = f"{last.on}~{last.pk}" if last else ""
    return Page(rows=found[:ON_A_PAGE], after=begins, count=count, is_more=is_more)

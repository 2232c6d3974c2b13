"""Who is in a saved segment today. Nothing of it is stored, so nothing of it grows old."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.models import (
    Interaction,
    Membership,
    Organisation,
    Segment,
    Spelling,
    Stewardship,
)
from ambasada.relations.queries.finding import organisations_found, people_found


def segments_of(embassy: Embassy, member: Member) -> QuerySet[Segment]:
    """Return the segments a member sees: their own, and those that others of us share."""
    rows = Segment.objects.seen_by(embassy).filter(Q(owner=member) | Q(is_shared=True))
    return rows.select_related("owner", "embassy", "area", "parent").order_by("name", "pk")


def own_segments(embassy: Embassy, member: Member) -> QuerySet[Segment]:
    """Return the segments that a member saved, whether others see them or not."""
    return Segment.objects.seen_by(embassy).filter(owner=member).order_by("name", "pk")


def segment_for(embassy: Embassy, member: Member, ref: UUID) -> Segment:
    """Return a segment that a member sees; raises Http404 otherwise."""
    found: Segment = get_object_or_404(segments_of(embassy, member), ref=ref)
    return found


def in_segment(segment: Segment, member: Member, *, today: date) -> QuerySet[Any]:
    """Return who is in a segment: organisations or people, as its embassy sees them.

    People are where their open places are; what “I look after” means is decided by the member.
    """
    embassy = segment.embassy
    is_about_people = segment.kind == Segment.Kind.PEOPLE
    found = people_found if is_about_people else organisations_found
    rows = found(embassy, segment.text)
    if segment.language:
        owner = "person" if is_about_people else "organisation"
        spelt = Spelling.objects.seen_by(embassy).filter(language=segment.language)
        rows = rows.filter(pk__in=spelt.exclude(**{owner: None}).values(owner))
    if segment.untouched_days:
        met = "people" if is_about_people else "organisations"
        since = today - timedelta(days=segment.untouched_days)
        rows = rows.exclude(Exists(_touched(embassy, since).filter(**{met: OuterRef("pk")})))
    return _placed(rows, segment, member) if is_about_people else _fit(rows, segment, member)


def _touched(embassy: Embassy, since: date) -> QuerySet[Interaction]:
    """Return what was held since a day, or may have been: of some only the month is known."""
    day = since.isoformat()
    later = Q(on__gte=day) | Q(on__in=(day[:4], day[:7]))
    held = Interaction.objects.seen_by(embassy).filter(status=Interaction.Status.HELD)
    return held.filter(later)


def _fit(rows: QuerySet[Any], segment: Segment, member: Member) -> QuerySet[Any]:
    """Return the organisations that fit a segment."""
    rows = _looked_after(rows, segment, member)
    if segment.circle:
        rows = rows.filter(circle=segment.circle)
    if segment.parent_id:
        rows = rows.filter(Q(parent=segment.parent_id) | Q(parent__parent=segment.parent_id))
    if segment.area_id:
        rows = rows.filter(Q(area=segment.area_id) | Q(area__parent=segment.area_id))
    return rows


def _placed(people: QuerySet[Any], segment: Segment, member: Member) -> QuerySet[Any]:
    """Return the people who have an open place that fits a segment."""
    asked = (segment.circle, segment.parent_id, segment.area_id, segment.is_mine)
    if not any(asked):
        return people
    places = Membership.objects.seen_by(segment.embassy).filter(until="")
    if segment.circle:
        places = places.filter(organisation__circle=segment.circle)
    if segment.parent_id:
        within = ("organisation", "organisation__parent", "organisation__parent__parent")
        places = places.filter(_any_of(within, segment.parent_id))
    if segment.area_id:
        areas = ("organisation__area", "position__area")
        around = (f"{each}__parent" for each in areas)
        places = places.filter(_any_of((*areas, *around), segment.area_id))
    if segment.is_mine:
        kept = _looked_after(Organisation.objects.seen_by(segment.embassy), segment, member)
        places = places.filter(organisation__in=kept.values("pk"))
    return people.filter(pk__in=places.values("person"))


def _any_of(names: tuple[str, ...], number: int) -> Q:
    found = Q()
    for name in names:
        found |= Q(**{name: number})
    return found


def _looked_after(rows: QuerySet[Any], segment: Segment, member: Member) -> QuerySet[Any]:
    if not segment.is_mine:
        return rows
    kept = Stewardship.objects.seen_by(segment.embassy).filter(Q(owner=member) | Q(deputy=member))
    return rows.filter(pk__in=kept.values("organisation"))

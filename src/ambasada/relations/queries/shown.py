"""What the pages of an organisation and of a person show, each with few queries."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from ambasada.network.models import Embassy
from ambasada.relations.models import (
    ContactDetail,
    Membership,
    Organisation,
    Person,
    Position,
    Relationship,
    Spelling,
)

_MOST = 200  # rows of a kind on one page


@dataclass(frozen=True)
class PositionShown:
    """An office, with who holds it."""

    position: Position
    holders: list[Membership]
    details: list[ContactDetail]


class OrganisationShown:
    """An organisation as an embassy sees it."""

    def __init__(self, embassy: Embassy, organisation: Organisation) -> None:
        self.organisation = organisation
        self.names = list(organisation.spellings.all())
        places = Membership.objects.seen_by(embassy).filter(organisation=organisation)
        found = list(_in_order(places.select_related("person", "position", "on_behalf_of")))
        self.present = [each for each in found if not each.is_over]
        self.former = [each for each in found if each.is_over]
        of_it = Q(organisation=organisation) | Q(position__organisation=organisation)
        details = list(ContactDetail.objects.seen_by(embassy).filter(of_it)[:_MOST])
        self.details = [each for each in details if each.organisation_id]
        self.positions = [
            PositionShown(
                position=each,
                holders=[one for one in self.present if one.position_id == each.pk],
                details=[one for one in details if one.position_id == each.pk],
            )
            for each in organisation.positions.select_related("area").order_by("label")[:_MOST]
        ]
        ends = Q(from_organisation=organisation) | Q(to_organisation=organisation)
        self.relations = _relations(embassy, ends)


class PersonShown:
    """A person as an embassy sees them."""

    def __init__(self, embassy: Embassy, person: Person) -> None:
        self.person = person
        self.names = list(person.spellings.all())
        places = Membership.objects.seen_by(embassy).filter(person=person)
        found = list(_in_order(places.select_related("organisation", "position", "on_behalf_of")))
        self.present = [each for each in found if not each.is_over]
        self.former = [each for each in found if each.is_over]
        own = Q(person=person) | Q(membership__person=person)
        through = Q(position__in=[each.position_id for each in self.present if each.position_id])
        details = ContactDetail.objects.seen_by(embassy).filter(own | through)
        self.details = list(details.select_related("position", "membership__organisation")[:_MOST])
        self.relations = _relations(embassy, Q(from_person=person) | Q(to_person=person))


def _in_order(places: QuerySet[Membership]) -> QuerySet[Membership]:
    return places.order_by("-until", "-since", "pk")[:_MOST]


def _relations(embassy: Embassy, ends: Q) -> list[Relationship]:
    both = ("from_person", "from_organisation", "to_person", "to_organisation")
    return list(Relationship.objects.seen_by(embassy).filter(ends).select_related(*both)[:_MOST])


def with_places(people: QuerySet[Person], embassy: Embassy) -> QuerySet[Person]:
    """Return people with their spellings, and where they are now, in two queries more."""
    places = Membership.objects.seen_by(embassy).filter(until="")
    present = Prefetch(
        "memberships",
        places.select_related("organisation", "position"),
        to_attr="present",
    )
    spelt = Prefetch("spellings", Spelling.objects.seen_by(embassy))
    return people.prefetch_related(spelt, present)

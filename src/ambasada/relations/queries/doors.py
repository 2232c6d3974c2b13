"""The single doors: a row of another embassy and one that does not exist are answered alike."""

from datetime import date
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.network.rules import keeps_contacts
from ambasada.relations.models import Entry, Interaction, Membership, Organisation, Person


def embassy_for(member: Member, code: str, *, today: date) -> Embassy:
    """Return the embassy of a code for which a member keeps contacts; raises Http404 otherwise."""
    return get_object_or_404(keeps_contacts(member, today=today), code=code)


def organisation_for(embassy: Embassy, ref: UUID) -> Organisation:
    """Return an organisation; raises Http404 if there is none."""
    rows = Organisation.objects.seen_by(embassy).select_related("parent", "area")
    found: Organisation = get_object_or_404(rows, ref=ref)
    return found


def person_for(embassy: Embassy, ref: UUID) -> Person:
    """Return a person whom an embassy sees; raises Http404 otherwise."""
    found: Person = get_object_or_404(Person.objects.seen_by(embassy), ref=ref)
    return found


def membership_for(embassy: Embassy, ref: UUID) -> Membership:
    """Return a place of a person, if an embassy sees it; raises Http404 otherwise."""
    rows = Membership.objects.seen_by(embassy).select_related("person", "organisation", "position")
    found: Membership = get_object_or_404(rows, ref=ref)
    return found


def interaction_for(embassy: Embassy, ref: UUID) -> Interaction:
    """Return a meeting or message of an embassy; raises Http404 if it is another’s, or nobody’s."""
    rows = Interaction.objects.seen_by(embassy).select_related("advised_by", "embassy")
    found: Interaction = get_object_or_404(rows, ref=ref)
    return found


def row_for(model: type[Entry], embassy: Embassy, ref: UUID) -> Any:  # noqa: ANN401 -- of any kind
    """Return a row of a kind that an embassy sees; raises Http404 otherwise."""
    rows: Any = model
    return get_object_or_404(rows.objects.seen_by(embassy), ref=ref)

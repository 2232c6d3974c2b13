"""Organisations and people of the directory, recorded as members do."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.actions import set_contacts
from ambasada.network.models import Approval, Embassy, Seat
from ambasada.relations import actions
from ambasada.relations.actions import (
    Chosen,
    Parties,
    Picked,
    open_membership,
    record_entry,
    record_interaction,
    record_letter,
    record_person,
    record_segment,
)
from ambasada.relations.actions.spellings import Spelt
from ambasada.relations.models import (
    Circle,
    Commitment,
    ContactDetail,
    Entry,
    Interaction,
    LegalBasis,
    Letter,
    Membership,
    Organisation,
    Person,
    Segment,
)
from tests.factories.staff import give_passkey, seat


def keeper(embassy: Embassy, name: str = "keeper") -> Member:
    """Return a new member who writes, and keeps contacts."""
    member = seat(name, embassy, role=Seat.Role.EDITOR)
    give_passkey(member)
    coordinator = Seat.objects.filter(embassy=embassy, role=Seat.Role.COORDINATOR).first()
    by = coordinator.member if coordinator else seat(f"{name}-lead", embassy)
    set_contacts(member.seats.get(), keeps_contacts=True, by=by, now=timezone.now())
    return member


def organisation(
    embassy: Embassy, by: Member, name: str = "Test Workers' Union", **others: Any
) -> Organisation:
    spelt = [Spelt(text, language) for language, text in others.pop("names", {}).items()]
    made = Organisation(**{"name": name, "circle": Circle.UNIONS, **others})
    record_entry(made, embassy=embassy, by=by, now=timezone.now(), names=spelt)
    return made


def official(embassy: Embassy, by: Member, name: str = "Imogen Hartley-Test") -> Person:
    """Return a person on public record."""
    return _recorded(Person(name=name), "public_office", embassy=embassy, by=by)


def private_person(embassy: Embassy, by: Member, name: str, *spellings: str) -> Person:
    """Return a person whom one embassy alone knows."""
    made = Person(name=name, embassy=embassy)
    return _recorded(made, "interest", *spellings, embassy=embassy, by=by)


def _recorded(person: Person, basis: str, *spellings: str, embassy: Embassy, by: Member) -> Person:
    now = timezone.now()
    why = LegalBasis(basis=basis, source="A test", review_on=now.date() + timedelta(days=365))
    names = [Spelt(each) for each in spellings]
    record_person(person, why, in_danger=False, names=names, embassy=embassy, by=by, now=now)
    return person


def placed(
    person: Person, where: Organisation, *, by: Member, embassy: Embassy, **others: Any
) -> Membership:
    """Put a person somewhere."""
    office = others.pop("office", "")
    values = {"role": "" if office else "officer", **others}
    made = Membership(person=person, organisation=where, **values)
    open_membership(made, office=office, embassy=embassy, by=by, now=timezone.now())
    return made


def meeting(embassy: Embassy, by: Member, **others: Any) -> Interaction:
    """Record a meeting at which a member was, with whomever is named."""
    organisations, people = others.pop("organisations", []), others.pop("people", [])
    values = {"kind": "meeting", "status": "held", "title": "A meeting", "on": "2026-02-03"}
    made = Interaction(embassy=embassy, **{**values, "directed": "no", **others})
    parties = Parties(organisations, people, [by])
    record_interaction(made, parties, embassy=embassy, by=by, now=timezone.now())
    return made


def promise(embassy: Embassy, by: Member, **others: Any) -> Commitment:
    """Record what somebody promised, which a member looks after."""
    due = timezone.now().date() + timedelta(days=3)
    values = {"side": "theirs", "text": "A written question", "owner": by, "due_on": due}
    made = Commitment(embassy=embassy, **{**values, **others})
    record_entry(made, embassy=embassy, by=by, now=timezone.now())
    return made


def reached(
    entry: Entry, value: str, *, by: Member, embassy: Embassy, **others: Any
) -> ContactDetail:
    """Write down an e-mail address of an organisation, a person, an office or a place."""
    of: Any = {entry._meta.model_name: entry}
    made = ContactDetail(**{"kind": "email", "value": value, **of, **others})
    record_entry(made, embassy=embassy, by=by, now=timezone.now(), is_shared=True)
    return made


def segment(embassy: Embassy, by: Member, **others: Any) -> Segment:
    """Save a segment as a member’s own."""
    made = Segment(**{"embassy": embassy, "name": "Mine", "kind": "organisations", **others})
    record_segment(made, embassy=embassy, by=by, now=timezone.now())
    return made


def letter(embassy: Embassy, by: Member, **others: Any) -> Letter:
    """Write a letter to whomever is named, with a copy for each."""
    picked = Picked(others.pop("organisations", []), others.pop("people", []))
    values = {
        "title": "A question to ask",
        "language": "en",
        "to_named": "Dear {name},",
        "to_office": "Dear Sir or Madam,",
        "body": "{salutation}\n\nPlease ask on {date}.",
        "answers_to": "embassy@example.org",
        "directed": "no",
    }
    made = Letter(embassy=embassy, **{**values, **others})
    record_letter(made, picked, embassy=embassy, by=by, now=timezone.now())
    return made


def put_on_register(met: Interaction, by: Member, **how: Any) -> Approval:
    """Ask for a meeting to be public, with all organisations that were there."""
    offices = how.pop("offices", {})
    chosen = [Chosen(each, offices.get(each.name)) for each in met.organisations.all()]
    values = {"subject": {"en": "A written question"}, "precision": "day", "now": timezone.now()}
    return actions.put_on_register(met, chosen, **{**values, **how}, by=by)

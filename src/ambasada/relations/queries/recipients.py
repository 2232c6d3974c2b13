"""To whom a letter goes, and how each of them is reached: few queries, however many they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, prefetch_related_objects

from ambasada.network.models import Embassy
from ambasada.relations.models import (
    ContactDetail,
    LegalBasis,
    Letter,
    LetterCopy,
    Membership,
    NoLetters,
    Organisation,
    Person,
    Segment,
)
from ambasada.relations.queries.segments import in_segment
from ambasada.relations.queries.shown import with_places

MOST = 1000  # who get one letter
_KINDS = {
    ContactDetail.Kind.EMAIL: LetterCopy.Channel.EMAIL,
    ContactDetail.Kind.ADDRESS: LetterCopy.Channel.PRINT,
}
_Owner = tuple[str, int | None]


@dataclass(frozen=True)
class Recipient:
    """Somebody to write to: an organisation, or a person at the place where they are reached."""

    organisation: Organisation | None
    person: Person | None
    position: str
    channel: str
    address: str

    @property
    def key(self) -> tuple[str, int]:
        """What they are known by among the copies of a letter."""
        if self.person is not None:
            return "person", self.person.pk
        return "organisation", self.organisation.pk if self.organisation else 0

    @property
    def name(self) -> str:
        """The person’s name after their form of address; "" if nobody is named."""
        if self.person is None:
            return ""
        return f"{self.person.honorific} {self.person.spoken}".strip()


class TooMany(Exception):
    """More would get the letter than one letter goes to."""


def recipients_of(letter: Letter, *, today: date) -> list[Recipient]:
    """Return to whom a letter goes now, in the order of names. Raises TooMany.

    Nobody who wished for no letters is among them, and nobody private without a reason to keep
    them that stands.
    """
    embassy = letter.embassy
    chosen: dict[type[Any], set[int]] = {
        Organisation: set(letter.organisations.values_list("pk", flat=True)),
        Person: set(letter.people.values_list("pk", flat=True)),
    }
    if letter.segment:
        kind = Person if letter.segment.kind == Segment.Kind.PEOPLE else Organisation
        found = in_segment(letter.segment, letter.writer, today=today)
        chosen[kind] |= set(found.values_list("pk", flat=True)[: MOST + 1])
    if sum(len(each) for each in chosen.values()) > MOST:
        raise TooMany
    organisations = Organisation.objects.seen_by(embassy).filter(pk__in=chosen[Organisation])
    people = with_places(Person.objects.seen_by(embassy), embassy).filter(pk__in=chosen[Person])
    bases = _bases(embassy, chosen[Person])
    known = list(people.order_by("sort_key", "pk"))
    may = [each for each in known if bases[each.pk] or not each.is_private]
    offices = organisations.prefetch_related("spellings").order_by("sort_key", "pk")
    return _reached(embassy, list(offices), may, bases=bases)


def _bases(embassy: Embassy, people: Iterable[int]) -> dict[int, set[str]]:
    """Return which reasons to keep each person stand: the latest of a kind, not withdrawn."""
    latest: dict[tuple[int, str], bool] = {}
    rows = LegalBasis.objects.seen_by(embassy).filter(person__in=people).order_by("pk")
    for number, basis, withdrawn in rows.values_list("person", "basis", "withdrawn_on"):
        latest[number, basis] = withdrawn is None
    found: dict[int, set[str]] = defaultdict(set)
    for (number, basis), stands in latest.items():
        if stands:
            found[number].add(basis)
    return found


def _reached(
    embassy: Embassy,
    organisations: list[Organisation],
    people: list[Any],
    *,
    bases: dict[int, set[str]],
) -> list[Recipient]:
    places = {each.pk: each.present for each in people}
    prefetch_related_objects(
        [each.organisation for several in places.values() for each in several], "spellings"
    )
    details = _details(embassy, organisations, places)
    refused = set(NoLetters.objects.seen_by(embassy).values_list("organisation_id", "person_id"))
    made = []
    for office in organisations:
        if (office.pk, None) not in refused:
            channel, address = _way(details, [("organisation", office.pk)])
            made.append(Recipient(office, None, "", channel, address))
    for person in people:
        # Their newest place, unless that organisation wants no letters from us.
        open_places = sorted(places[person.pk], key=lambda each: (each.since, each.pk))
        place = open_places[-1] if open_places else None
        if (None, person.pk) in refused or (place and (place.organisation_id, None) in refused):
            continue
        channel, address = _way(details, _owners(person, place, bases[person.pk]))
        where = place.organisation if place else None
        what = place.what if place else ""
        made.append(Recipient(where, person, what, channel, address))
    return made


def _owners(person: Person, place: Membership | None, bases: set[str]) -> list[_Owner]:
    """Return whose address is used, best first.

    What is the person’s own is not the public’s: it takes their consent, or an interest that was
    written down.
    """
    found: list[_Owner] = []
    if place:
        found += [("membership", place.pk), ("position", place.position_id)]
    if bases - {LegalBasis.Basis.PUBLIC_OFFICE}:
        found.append(("person", person.pk))
    if place:
        found.append(("organisation", place.organisation_id))
    return [each for each in found if each[1]]


def _details(
    embassy: Embassy, organisations: list[Organisation], places: dict[int, list[Membership]]
) -> dict[_Owner, dict[str, str]]:
    """Return the ways to reach that are in force, by whose they are and by channel."""
    open_places = [each for several in places.values() for each in several]
    offices = {each.pk for each in organisations} | {each.organisation_id for each in open_places}
    own = Q(organisation__in=offices) | Q(person__in=list(places))
    own |= Q(membership__in=[each.pk for each in open_places])
    own |= Q(position__in={each.position_id for each in open_places} - {None})
    rows = ContactDetail.objects.seen_by(embassy).filter(own, until="", kind__in=_KINDS)
    found: dict[_Owner, dict[str, str]] = defaultdict(dict)
    for each in rows.order_by("pk"):
        owner = next(name for name in ContactDetail.OWNERS if getattr(each, f"{name}_id"))
        if each.kind != ContactDetail.Kind.EMAIL or _is_mailbox(each.value):
            channel = _KINDS[ContactDetail.Kind(each.kind)]
            found[owner, getattr(each, f"{owner}_id")].setdefault(channel, each.value)
    return found


def _way(details: dict[_Owner, dict[str, str]], owners: list[_Owner]) -> tuple[str, str]:
    """Return how somebody is written to: by e-mail where there is an address, else on paper."""
    for channel in (LetterCopy.Channel.EMAIL, LetterCopy.Channel.PRINT):
        for owner in owners:
            if channel in details.get(owner, {}):
                return channel, details[owner][channel]
    return LetterCopy.Channel.PRINT, ""


def _is_mailbox(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return text.isascii()

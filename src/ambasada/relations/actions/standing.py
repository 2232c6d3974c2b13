"""Taking a person onto the public record, for all embassies, and off it again, for one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ForeignKey, Model, Q, QuerySet
from django.utils.translation import gettext as _

from ambasada.accounts.actions import append
from ambasada.accounts.models import Member, Verb
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions.entries import record_entry
from ambasada.relations.actions.people import require_may_keep
from ambasada.relations.models import (
    ContactDetail,
    LegalBasis,
    Membership,
    Person,
    Relationship,
    Spelling,
)
from ambasada.relations.rules import require_leads, require_seen


@transaction.atomic
def make_public(
    person: Person, basis: LegalBasis, *, embassy: Embassy, by: Member, now: datetime
) -> None:
    """Let all embassies know a person who took a public office, and why one may.

    They see the name in all its spellings and the offices held, with their sources; what else is
    written of them stays the embassy’s. Raises Refused unless a coordinator does it.
    """
    held = _locked(person, embassy, by=by, now=now)
    if not held.is_private:
        raise Refused(_("They are on public record already."))
    held.embassy, held.public_since, held.version = None, now.date(), held.version + 1
    held.save(update_fields=["embassy", "public_since", "version"])
    for rows in (held.spellings.all(), offices_of(held)):
        rows.update(embassy=None)
    basis.person, basis.basis = held, LegalBasis.Basis.PUBLIC_OFFICE
    record_entry(basis, embassy=embassy, by=by, now=now)
    append(Verb.PUBLISHED, by=by, subject=held.subject, now=now)


@transaction.atomic
def make_private(
    person: Person,
    basis: LegalBasis,
    *,
    in_danger: bool,
    embassy: Embassy,
    by: Member,
    now: datetime,
) -> None:
    """Make a person known to one embassy alone, with all that was shared about them.

    From this moment others find nothing of them. Raises Refused unless a coordinator does it, if
    another embassy keeps anything about them, which would be left hanging, and where somebody
    private may not be kept.
    """
    held = _locked(person, embassy, by=by, now=now)
    if held.is_private:
        raise Refused(_("They are known to this embassy alone already."))
    require_may_keep(basis, in_danger=in_danger)
    if any(rows.exists() for rows in _rows_of_others(held, embassy)):
        raise Refused(
            _(
                "Another embassy keeps something about them, which it would lose from sight. Ask "
                "the coordinators of the others to let go of it first; nothing was changed."
            )
        )
    held.embassy, held.public_since, held.version = embassy, None, held.version + 1
    held.save(update_fields=["embassy", "public_since", "version"])
    for rows in _shared_rows(held):
        rows.update(embassy=embassy)
    basis.person = held
    record_entry(basis, embassy=embassy, by=by, now=now)
    held.bases.filter(embassy=embassy, basis=LegalBasis.Basis.PUBLIC_OFFICE).delete()
    append(Verb.WITHDRAWN, by=by, subject=held.subject, now=now)


def offices_of(person: Person) -> QuerySet[Membership]:
    """Return the offices a person holds or held: what they do elsewhere is nobody else’s."""
    return person.memberships.filter(position__isnull=False)


def _locked(person: Person, embassy: Embassy, *, by: Member, now: datetime) -> Person:
    require_leads(by, embassy, today=now.date())
    held = Person.objects.select_for_update().filter(pk=person.pk).first()
    if held is None:
        raise Refused(_("This was removed meanwhile."))
    require_seen(held, embassy)
    return held


def _shared_rows(person: Person) -> list[QuerySet[Any]]:
    ends = Q(from_person=person) | Q(to_person=person)
    reached = Q(person=person) | Q(membership__person=person)
    shared: list[QuerySet[Any]] = [
        Spelling.objects.filter(person=person),
        Membership.objects.filter(person=person),
        ContactDetail.objects.filter(reached),
        Relationship.objects.filter(ends),
    ]
    return [rows.filter(embassy=None) for rows in shared]


def _rows_of_others(person: Person, embassy: Embassy) -> Iterator[QuerySet[Any]]:
    """Yield the rows of each kind that name a person and are another embassy’s.

    Kinds are asked of the tables, so that none that is added later is forgotten.
    """
    for relation in Person._meta.related_objects:
        model: Any = relation.related_model
        for whose in ways_to_embassy(model):
            theirs = Q(**{f"{whose}__isnull": False}) & ~Q(**{whose: embassy})
            yield model.objects.filter(theirs, **{relation.field.name: person})
    foreign = Q(embassy__isnull=False) & ~Q(embassy=embassy)
    yield ContactDetail.objects.filter(foreign, membership__person=person)


def ways_to_embassy(model: type[Model]) -> list[str]:
    """Return by which fields a row says whose it is: its own, or one of what it hangs on."""
    if _has_embassy(model):
        return ["embassy"]
    return [
        f"{field.name}__embassy"
        for field in model._meta.fields
        if isinstance(field, ForeignKey)
        and field.related_model is not Person
        and _has_embassy(field.related_model)
    ]


def _has_embassy(model: Any) -> bool:  # noqa: ANN401 -- a kind of rows, as Django names it
    return any(field.name == "embassy" for field in model._meta.fields)

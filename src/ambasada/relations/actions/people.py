"""Recording a person, with the reason why the embassy may."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions.entries import record_entry
from ambasada.relations.actions.spellings import Spelt
from ambasada.relations.models import LegalBasis, Person


@transaction.atomic
def record_person(  # noqa: PLR0913 -- a person, and why
    person: Person,
    basis: LegalBasis,
    *,
    in_danger: bool,
    names: Sequence[Spelt],
    embassy: Embassy,
    by: Member,
    now: datetime,
) -> None:
    """Record a person and why the embassy may keep them.

    Somebody private who may be in danger where they come from is recorded with their consent
    alone: Refused is raised otherwise. Whether they may be is asked here and kept nowhere.
    """
    if person.is_private:
        require_may_keep(basis, in_danger=in_danger)
    else:
        person.public_since = now.date()
    record_entry(person, embassy=embassy, by=by, now=now, names=names)
    basis.person = person
    record_entry(basis, embassy=embassy, by=by, now=now)


def require_may_keep(basis: LegalBasis, *, in_danger: bool) -> None:
    """Raise Refused unless an embassy may keep somebody private for a reason."""
    if in_danger and basis.basis != LegalBasis.Basis.CONSENT:
        raise Refused(
            _(
                "They may be in danger for being recorded. Ask for their consent first; "
                "nothing was kept."
            )
        )
    if basis.basis == LegalBasis.Basis.PUBLIC_OFFICE:
        raise Refused(_("Somebody who holds a public office is known to every embassy."))

"""One of each thing that contacts are made of, with the canary in it, for the walk of all roles."""

from typing import Any

from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import record_entry
from ambasada.relations.models import ContactDetail
from tests.drills.standing import CANARY
from tests.factories.contacts import meeting, organisation, placed, private_person, promise


def relations_numbers(embassy: Embassy, by: Member) -> dict[str, Any]:
    """Plant them in an embassy; return what their addresses are filled with, by name."""
    where = organisation(embassy, by, f"{CANARY} Union")
    person = private_person(embassy, by, f"{CANARY} Pugh-Test")
    place = placed(person, where, by=by, embassy=embassy, office="Secretary")
    detail = ContactDetail(person=person, kind="email", value=f"{CANARY}@example.org")
    record_entry(detail, embassy=embassy, by=by, now=timezone.now())
    met = meeting(embassy, by, people=[person], note=CANARY, directed="unsure")
    promised = promise(embassy, by, interaction=met, text=CANARY)
    row = {"kind": "details", "ref": detail.ref}
    refs = {
        "relations_organisation": where,
        "relations_organisation_edit": where,
        "relations_organisation_keep_off": where,
        "relations_person": person,
        "relations_person_edit": person,
        "relations_person_anonymise": person,
        "relations_place_close": place,
        "relations_meeting": met,
        "relations_meeting_edit": met,
        "relations_meeting_note": met,
        "relations_meeting_advice": met,
        "relations_meeting_register": met,
        "relations_settle": promised,
    }
    return {
        **{name: {"ref": entry.ref, "code": embassy.code} for name, entry in refs.items()},
        "relations_row_add": {"owner": "people", "ref": person.ref, "kind": "details"},
        "relations_row_edit": row,
        "relations_row_remove": row,
    }

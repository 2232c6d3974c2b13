"""One of each thing that contacts are made of, with the canary in it, for the walk of all roles."""

from typing import Any

from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import merge, open_feed, record_entry
from ambasada.relations.models import (
    Area,
    CalendarFeed,
    ContactDetail,
    ImportRun,
    LetterTemplate,
)
from tests.drills.standing import CANARY
from tests.factories.contacts import (
    letter,
    meeting,
    organisation,
    placed,
    private_person,
    promise,
    segment,
)


def relations_numbers(embassy: Embassy, by: Member) -> dict[str, Any]:
    """Plant them in an embassy; return what their addresses are filled with, by name."""
    where = organisation(embassy, by, f"{CANARY} Union")
    person = private_person(embassy, by, f"{CANARY} Pugh-Test")
    place = placed(person, where, by=by, embassy=embassy, office="Secretary")
    detail = ContactDetail(person=person, kind="email", value=f"{CANARY}@example.org")
    record_entry(detail, embassy=embassy, by=by, now=timezone.now())
    met = meeting(embassy, by, people=[person], note=CANARY, directed="unsure")
    promised = promise(embassy, by, interaction=met, text=CANARY)
    double = private_person(embassy, by, f"{CANARY} Pough-Test")
    now = timezone.now()
    older = private_person(embassy, by, f"{CANARY} Older-Test")
    merged = merge(double, older, embassy=embassy, by=by, now=now)
    run = ImportRun.objects.create(
        embassy=embassy, member=by, at=now, sha256="0" * 64, is_shared=False
    )
    saved = segment(embassy, by, name=CANARY, circle="unions", is_shared=True)
    words = {
        "to_named": "Dear {name},",
        "to_office": "Dear all,",
        "body": f"{{salutation}} {CANARY}",
    }
    to = {"organisations": [where], "people": [person]}
    written = letter(embassy, by, **to, title=CANARY, directed="unsure", **words)
    template = LetterTemplate(embassy=embassy, name=CANARY, language="en", **words)
    record_entry(template, embassy=embassy, by=by, now=timezone.now())
    copy = written.copies.get(person=person)
    row = {"kind": "details", "ref": detail.ref}
    area = Area.objects.create(name=CANARY)
    secret = open_feed(is_own=False, embassy=embassy, by=by, now=timezone.now())
    feed = CalendarFeed.objects.get()
    refs: dict[str, Any] = {
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
        "relations_merge_undo": merged,
        "relations_import_undo": run,
        "relations_segment_edit": saved,
        "relations_segment_remove": saved,
        "relations_template_edit": template,
        "relations_letter": written,
        "relations_letter_edit": written,
        "relations_letter_advice": written,
        "relations_copy": copy,
        "relations_copy_paper": copy,
        "relations_copy_answer": copy,
        "relations_copy_settle": copy,
        "relations_person_standing": person,
        "relations_picture_of": where,
        "relations_area": area,
        "relations_area_edit": area,
        "relations_calendar_widen": feed,
        "relations_calendar_close": feed,
    }
    return {
        **{name: {"ref": entry.ref, "code": embassy.code} for name, entry in refs.items()},
        "relations_papers": {"ref": written.ref, "code": embassy.code, "part": 1},
        "relations_letter_act": {"ref": written.ref, "code": embassy.code, "act": "copies"},
        "relations_report": {"kind": "coverage"},
        "relations_report_table": {"kind": "coverage"},
        "contacts_calendar": {"secret": secret},
        "relations_row_add": {"owner": "people", "ref": person.ref, "kind": "details"},
        "relations_duplicates": {"owner": "people"},
        "relations_compare": {"owner": "people", "ref": person.ref, "other": double.ref},
        "relations_export": {"kind": "people"},
        "relations_import": {"token": "waits-no-more"},
        "relations_import_refused": {"token": "waits-no-more"},
        "relations_row_edit": row,
        "relations_row_remove": row,
    }

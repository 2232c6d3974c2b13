"""What each of many is written, and that it stays as it went."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import (
    Picked,
    anonymise,
    change_copy,
    change_letter,
    make_copies,
    note_answer,
    note_posted,
    record_entry,
    remove_entry,
)
from ambasada.relations.filling import filled, unknown_in
from ambasada.relations.models import (
    Interaction,
    LegalBasis,
    Letter,
    LetterCopy,
    LetterTemplate,
    NoLetters,
    Segment,
    Stewardship,
)
from tests.factories.contacts import (
    letter,
    official,
    organisation,
    placed,
    private_person,
    reached,
    segment,
)
from tests.relations.test_anonymising import tables

NOW = timezone.now()
TODAY = NOW.date()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{salutation} to {name}, {position} at {organisation}, {date}", ""),
        ("Dear {nmae}", "{nmae}"),
        ("{name.__class__}", "{name.__class__}"),
        ("{% now %}", "{% now %}"),
        ("open {", "{"),
        ("closed }", "}"),
    ],
)
def test_closed_set_of_fields_is_all_there_is(text: str, found: str) -> None:
    assert unknown_in(text) == found


def test_fields_are_filled_once_and_an_empty_line_goes() -> None:
    text = "{salutation}\n{position}\n\n{name} writes"

    made = filled(text, {"salutation": "Dear {date},", "name": "{name}", "date": "today"})

    assert made == "Dear {date},\n\n{name} writes"


@pytest.mark.parametrize(
    "words",
    [{"body": "{salutation} {wrong}"}, {"body": "No greeting"}, {"to_office": "Dear {name}"}],
)
def test_template_with_a_field_that_nobody_knows_is_refused(words: dict[str, str]) -> None:
    whole = {"to_named": "Dear {name},", "to_office": "Dear all,", "body": "{salutation}"}

    with pytest.raises(ValidationError):
        LetterTemplate(name="A", language="en", **{**whole, **words}).clean()


def copies(of: Letter) -> dict[str, LetterCopy]:
    return {str(each): each for each in of.copies.all()}


def test_each_is_greeted_by_a_rule_and_nobody_by_a_guess(britain: Embassy, piotr: Member) -> None:
    union = organisation(britain, piotr, "Union-Test", names={"be": "Прафсаюз-Test"})
    doctor, plain = official(britain, piotr), private_person(britain, piotr, "Gareth Pugh-Test")
    type(doctor).objects.filter(pk=doctor.pk).update(honorific="Dr")
    placed(doctor, union, by=piotr, embassy=britain, office="Chair")
    body = "{salutation}\n{position}, {organisation}"

    made = letter(
        *(britain, piotr), organisations=[union], people=[doctor, plain], language="be", body=body
    )

    found = copies(made)
    assert {name: each.text for name, each in found.items()} == {
        "Прафсаюз-Test": "Dear Sir or Madam,\n, Прафсаюз-Test",
        "Dr Imogen Hartley-Test": "Dear Dr Imogen Hartley-Test,\nChair, Прафсаюз-Test",
        "Gareth Pugh-Test": "Dear Gareth Pugh-Test,\n,",
    }


def test_salutation_that_somebody_wrote_stays_when_copies_are_made_anew(
    britain: Embassy, piotr: Member
) -> None:
    one, other = official(britain, piotr), official(britain, piotr, "Owen-Test")
    made = letter(britain, piotr, people=[one, other])
    copy = copies(made)["Owen-Test"]
    changes: dict[str, Any] = {
        "salutation": "Dear Owen,",
        "is_left_out": False,
        "by": piotr,
        "now": NOW,
    }
    change_copy(copy, version=copy.version, **changes)

    made.body = "{salutation}\nAnother text"
    change_letter(made, Picked([], [other]), version=1, embassy=britain, by=piotr, now=NOW)

    assert [each.text for each in made.copies.all()] == ["Dear Owen,\nAnother text"]


def test_letter_goes_to_whoever_is_in_its_segment_when_copies_are_made(
    britain: Embassy, piotr: Member
) -> None:
    organisation(britain, piotr, "First-Test")
    made = letter(britain, piotr, segment=segment(britain, piotr, circle="unions"))
    assert set(copies(made)) == {"First-Test"}
    organisation(britain, piotr, "Second-Test")

    assert make_copies(made, by=piotr, now=NOW) == 2

    assert set(copies(made)) == {"First-Test", "Second-Test"}


def test_people_are_reached_at_their_office_and_privately_with_a_reason(
    britain: Embassy, piotr: Member
) -> None:
    union = organisation(britain, piotr)
    how: dict[str, Any] = {"by": piotr, "embassy": britain}
    minister = official(britain, piotr, "Minister-Test")
    place = placed(minister, union, **how, office="Minister")
    assert place.position is not None
    reached(minister, "own@example.org", **how)
    friend, gone = (private_person(britain, piotr, f"{name}-Test") for name in ("Friend", "Gone"))
    for person in (friend, gone):
        reached(person, f"{person.name}@example.org", **how)
    LegalBasis.objects.filter(person=gone).update(withdrawn_on=TODAY)
    people = [minister, friend, gone]

    made = letter(britain, piotr, people=people)

    found = {name: (each.channel, each.address) for name, each in copies(made).items()}
    assert found == {
        "Minister-Test": ("print", ""),
        "Friend-Test": ("email", "Friend-Test@example.org"),
    }
    reached(union, "union@example.org", **how)
    reached(place.position, "minister@example.org", **how)
    make_copies(made, by=piotr, now=NOW)
    assert copies(made)["Minister-Test"].address == "minister@example.org"
    record_entry(NoLetters(embassy=britain, person=friend, reason="Asked"), **how, now=NOW)
    record_entry(NoLetters(embassy=britain, organisation=union, reason="Asked"), **how, now=NOW)
    assert make_copies(made, by=piotr, now=NOW) == 0


def test_many_copies_take_as_many_queries_as_few(britain: Embassy, piotr: Member) -> None:
    counts = []
    for many in (1, 12):
        people = [official(britain, piotr, f"Person{each}-Test") for each in range(many)]
        union = organisation(britain, piotr, f"Union{many}-Test")
        for person in people:
            placed(person, union, by=piotr, embassy=britain, office="Member")
        with CaptureQueriesContext(connection) as queries:
            letter(britain, piotr, people=people)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def posted(britain: Embassy, piotr: Member, **others: Any) -> LetterCopy:
    union = organisation(britain, piotr, "Union-Test")
    made = letter(britain, piotr, organisations=[union], **others)
    assert note_posted(made, TODAY, by=piotr, now=NOW) == 1
    found: LetterCopy = made.copies.get()
    return found


def test_copy_that_went_is_a_message_and_keeps_its_answer(britain: Embassy, piotr: Member) -> None:
    union = organisation(britain, piotr, "Union-Test")
    kept = Stewardship.objects.create(
        embassy=britain, organisation=union, owner=piotr, next_on=TODAY, interval=30
    )
    people = [official(britain, piotr, f"{name}-Test") for name in ("One", "Two")]
    for person in people:
        placed(person, union, by=piotr, embassy=britain)
    made = letter(britain, piotr, organisations=[union], people=people)
    with pytest.raises(Refused):
        note_posted(made, TODAY + timedelta(days=1), by=piotr, now=NOW)

    note_posted(made, TODAY, by=piotr, now=NOW)

    met = Interaction.objects.get()
    assert (met.kind, met.status, met.title) == ("letter", "held", "A question to ask")
    assert {str(each) for each in met.people.all()} == {"One-Test", "Two-Test"}
    kept.refresh_from_db()
    assert kept.next_on == TODAY + timedelta(days=30)
    copy = made.copies.get(person=None)
    note_answer(copy, "No.", TODAY, has_declined=True, by=piotr, now=NOW)
    copy.refresh_from_db()
    assert (copy.state, copy.answer, copy.answered_on) == ("declined", "No.", TODAY)
    with pytest.raises(Refused):
        change_letter(made, Picked([], []), version=1, embassy=britain, by=piotr, now=NOW)
    with pytest.raises(Refused):
        remove_entry(made, embassy=britain, by=piotr, now=NOW)


@pytest.mark.parametrize(
    "changed", [{"text": "Other"}, {"salutation": "Hey"}, {"address": "x"}, {"state": "ready"}]
)
def test_database_keeps_what_somebody_was_sent(
    britain: Embassy, piotr: Member, changed: dict[str, str]
) -> None:
    copy = posted(britain, piotr)
    if "state" in changed:
        changed = {**changed, "sent_on": None}  # type: ignore[dict-item]

    with pytest.raises(DatabaseError, match="copy"), transaction.atomic():
        LetterCopy.objects.filter(pk=copy.pk).update(**changed)


def test_nothing_of_an_anonymised_person_remains_in_letters(
    britain: Embassy, piotr: Member
) -> None:
    person = private_person(britain, piotr, "Vasil Qanareyka-Test", "Васіль Канарэйка")
    reached(person, "q@example.org", by=piotr, embassy=britain)
    segment(britain, piotr, kind="people", text="qanareyka", name="Like Vasil Qanareyka-Test")
    union = organisation(britain, piotr, "Union-Test")
    about = {
        "title": "On Васіль Канарэйка",
        "body": "{salutation}\nVasil Qanareyka-Test, q@example.org",
    }
    sent = letter(britain, piotr, organisations=[union], people=[person], **about)
    note_posted(sent, TODAY, by=piotr, now=NOW)
    note_answer(
        sent.copies.get(person=None),
        "Ask Канарэйку Васіля",
        TODAY,
        has_declined=False,
        by=piotr,
        now=NOW,
    )
    record_entry(
        NoLetters(embassy=britain, person=person, reason="Qanareyka asked"),
        embassy=britain,
        by=piotr,
        now=NOW,
    )
    words = {"to_named": "{name}", "to_office": "All", "body": "{salutation} Vasil Qanareyka-Test"}
    record_entry(
        LetterTemplate(embassy=britain, name="A", language="en", **words),
        embassy=britain,
        by=piotr,
        now=NOW,
    )

    anonymise(person, embassy=britain, by=piotr, now=NOW, is_dry=False)

    canaries = ("Qanar", "qanar", "Канар", "q@example.org")
    left = {table: each for table, text in tables() for each in canaries if each in text}
    assert left == {}
    copy = sent.copies.get()
    assert copy.text == "Dear Sir or Madam,\n[…], […]"
    assert (copy.unnamed, copy.answer) == (1, "Ask […]")
    assert Segment.objects.get().text == "[…]"

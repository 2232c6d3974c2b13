"""Whose notes are whose: notes that stay closed, reasons that stay, promises that are settled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import (
    Overtaken,
    Parties,
    change_entry,
    change_interaction,
    note_advice,
    record_entry,
    remove_entry,
    settle_commitment,
)
from ambasada.relations.models import (
    Interaction,
    LegalBasis,
    Membership,
    Person,
    Position,
    Relationship,
    Stewardship,
)
from ambasada.relations.queries import DeskShown
from tests.factories.contacts import (
    keeper,
    meeting,
    official,
    organisation,
    placed,
    private_person,
    promise,
)
from tests.factories.staff import coordinator_of, seat

NOW = timezone.now()
TODAY = NOW.date()
HERE = "/admin/relations/gb/"
Words = Callable[[Any], str]


def test_relation_of_somebody_private_is_not_shared_by_a_change(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    made = Relationship(
        from_person=official(britain, piotr),
        to_organisation=organisation(britain, piotr),
        kind="knows",
    )
    record_entry(made, embassy=britain, by=piotr, now=NOW, is_shared=True)
    assert made.embassy is None

    made.to_organisation, made.to_person = None, private_person(britain, piotr, "Quiet-Test")
    change_entry(made, version=1, embassy=britain, by=piotr, now=NOW)

    assert Relationship.objects.get().embassy == britain
    assert not Relationship.objects.seen_by(norland).exists()


def test_who_makes_a_note_be_for_them_is_in_the_ledger(britain: Embassy, piotr: Member) -> None:
    other, held = keeper(britain, "other"), meeting(britain, piotr, note="They hesitate.")

    change_interaction(
        held, Parties([], [], [piotr, other]), version=1, embassy=britain, by=other, now=NOW
    )

    line = LedgerLine.objects.latest("number")
    assert (line.verb, line.actor) == ("note_read", f"member:{other.pk}")
    count = LedgerLine.objects.filter(verb="note_read").count()
    change_interaction(
        held, Parties([], [], [piotr]), version=2, embassy=britain, by=piotr, now=NOW
    )
    assert LedgerLine.objects.filter(verb="note_read").count() == count


def test_nobody_but_a_coordinator_makes_themselves_a_steward(
    britain: Embassy, piotr: Member
) -> None:
    other, lead = keeper(britain, "other"), seat("lead", britain)
    union = organisation(britain, piotr)
    kept = Stewardship(organisation=union, owner=piotr, next_on=TODAY)

    with pytest.raises(Refused):
        record_entry(kept, embassy=britain, by=piotr, now=NOW)
    record_entry(kept, embassy=britain, by=lead, now=NOW)
    kept.deputy = other
    with pytest.raises(Refused):
        change_entry(kept, version=1, embassy=britain, by=other, now=NOW)
    change_entry(kept, version=1, embassy=britain, by=piotr, now=NOW)

    assert Stewardship.objects.get().deputy == other


def test_office_of_somebody_private_is_no_row_that_all_see(britain: Embassy, piotr: Member) -> None:
    union, quiet = organisation(britain, piotr), private_person(britain, piotr, "Quiet-Test")

    place = placed(quiet, union, by=piotr, embassy=britain, office="Our source")

    assert not Position.objects.exists()
    assert (place.what, place.embassy) == ("Our source", britain)
    placed(official(britain, piotr), union, by=piotr, embassy=britain, office="Chair")
    known = placed(quiet, union, by=piotr, embassy=britain, office="Chair")
    assert known.position == Position.objects.get()
    Membership.objects.all().delete()
    with pytest.raises(Refused, match="Others hang on this"):
        remove_entry(Position.objects.get(), embassy=britain, by=piotr, now=NOW)


def reason(person: Person, embassy: Embassy, **values: Any) -> LegalBasis:
    return LegalBasis(
        embassy=embassy,
        person=person,
        source="A letter",
        review_on=TODAY + timedelta(days=365),
        **values,
    )


def test_consent_and_the_last_reason_stay_and_its_end_is_on_the_desk(
    browser_of_piotr: Client, britain: Embassy, piotr: Member
) -> None:
    quiet = private_person(britain, piotr, "Quiet-Test")
    last = LegalBasis.objects.get()
    how: dict[str, Any] = {"embassy": britain, "by": piotr, "now": NOW}
    with pytest.raises(Refused, match="the last reason"):
        remove_entry(last, **how)
    said = {"basis": "consent", "text_version": "2026-11", "given_on": TODAY}
    given, ended = reason(quiet, britain, **said), reason(quiet, britain, **said)
    record_entry(given, **how)
    assert browser_of_piotr.get(f"{HERE}rows/bases/{given.ref}/").status_code == 404
    with pytest.raises(Refused, match="A consent stays"):
        remove_entry(given, **how)
    remove_entry(last, **how)
    assert DeskShown(britain, piotr, today=TODAY).reviewed == []

    ended.withdrawn_on = TODAY
    record_entry(ended, **how)

    assert DeskShown(britain, piotr, today=TODAY).reviewed == [ended]
    assert DeskShown(britain, piotr, today=TODAY + timedelta(days=400)).reviewed == [ended]


def test_promise_is_settled_and_neither_removed_nor_written_anew(
    browser_of_piotr: Client, britain: Embassy, piotr: Member
) -> None:
    made = promise(britain, piotr)
    path = f"{HERE}rows/promises/{made.ref}/"
    how: dict[str, Any] = {"embassy": britain, "by": piotr, "now": NOW}

    with pytest.raises(Refused, match="Settle it"):
        remove_entry(made, **how)
    assert browser_of_piotr.get(path).status_code == 200
    settle_commitment(made, status="kept", evidence="A letter", **how)
    assert browser_of_piotr.get(path).status_code == 404


def test_what_is_noted_beside_a_form_is_not_overwritten_by_it(
    britain: Embassy, piotr: Member
) -> None:
    held, lead = meeting(britain, piotr, directed="yes"), seat("lead", britain)
    kept = Stewardship(organisation=organisation(britain, piotr), owner=piotr, next_on=TODAY)
    record_entry(kept, embassy=britain, by=lead, now=NOW)
    forms = (Interaction.objects.get(), Stewardship.objects.get())

    note_advice(held, "We may.", by=lead, now=NOW)
    meeting(britain, piotr, organisations=[kept.organisation], on=f"{TODAY}")

    for each in forms:
        with pytest.raises(Overtaken):
            change_entry(each, version=1, embassy=britain, by=piotr, now=NOW)


def test_advice_ends_when_the_question_is_another(britain: Embassy, piotr: Member) -> None:
    held, lead = meeting(britain, piotr, directed="unsure"), seat("lead", britain)
    how: dict[str, Any] = {"embassy": britain, "by": piotr, "now": NOW}
    note_advice(held, "We may.", by=lead, now=NOW)
    held.title = "Another title"
    change_interaction(held, Parties([], [], [piotr]), version=2, **how)
    assert not Interaction.objects.get().awaits_advice

    held.on_behalf_of = "A ministry"
    change_interaction(held, Parties([], [], [piotr]), version=3, **how)

    assert Interaction.objects.get().awaits_advice


@pytest.mark.screens
@pytest.mark.parametrize("asked", ["z" * 36, "-" * 36, ""])
def test_odd_address_of_a_new_meeting_is_answered(browser_of_piotr: Client, asked: str) -> None:
    answer = browser_of_piotr.get(f"{HERE}meetings/add/", {"people": asked})

    assert answer.status_code == 200


@pytest.mark.screens
def test_person_of_all_is_let_go_of_where_a_coordinator_is_shown_how(
    browser_of_piotr: Client, britain: Embassy, piotr: Member, *, said: Words
) -> None:
    hartley = official(britain, piotr)
    LegalBasis.objects.all().delete()
    path = f"{HERE}people/{hartley.ref}/"

    text = said(browser_of_piotr.get(path))
    assert "Your embassy has not said why it keeps notes on them." in text
    assert "Anonymise" not in text
    assert "Anonymise for every embassy" in said(coordinator_of(britain).get(path))
    quiet = private_person(britain, piotr, "Quiet-Test")
    assert "Anonymise" in said(browser_of_piotr.get(f"{HERE}people/{quiet.ref}/"))


@pytest.mark.screens
@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org"])
def test_link_is_an_address_of_the_web_or_no_link(
    browser_of_piotr: Client, britain: Embassy, piotr: Member, *, link: str
) -> None:
    sent = {"name": "Test Union", "circle": "unions", "links": f"https://example.org\n{link}"}
    answer = browser_of_piotr.post(f"{HERE}organisations/add/", sent)
    assert "Write an address of the web on each line" in answer.content.decode()

    union = organisation(britain, piotr, links=[link, "https://example.org/a"])

    page = browser_of_piotr.get(f"{HERE}organisations/{union.ref}/").content.decode()
    assert f'href="{link}"' not in page
    assert link in page
    assert 'href="https://example.org/a"' in page


@pytest.mark.screens
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-", "Nothing of this name is here yet."),
        ("union", "More are found than can be shown."),
        ("\n".join(["union 1"] * 21), "Write at most 20 names"),
        ("u" * 201, "Write at most 20 names"),
    ],
)
def test_box_to_find_by_name_says_what_it_cannot_do(
    browser_of_piotr: Client, britain: Embassy, piotr: Member, *, typed: str, sentence: str
) -> None:
    for number in range(9):
        organisation(britain, piotr, f"Union {number}")
    sent = {"kind": "call", "status": "held", "title": "A call", "on": "2026", "directed": "no"}

    answer = browser_of_piotr.post(f"{HERE}meetings/add/", {**sent, "organisations_find": typed})

    assert sentence in answer.content.decode()
    assert not Interaction.objects.exists()


@pytest.mark.screens
def test_desk_leads_from_a_promise_to_where_it_was_made_and_whom_it_binds(
    browser_of_piotr: Client, britain: Embassy, piotr: Member
) -> None:
    gone = seat("gone", britain)
    union = organisation(britain, piotr)
    met = meeting(britain, piotr, organisations=[union])
    made = promise(britain, piotr, interaction=met, organisation=union, due_on=TODAY)
    left = promise(britain, piotr, owner=gone, due_on=TODAY + timedelta(days=90))
    gone.seats.update(ends_on=TODAY)

    page = browser_of_piotr.get(HERE).content.decode()

    for way in (f"meetings/{met.ref}/", f"organisations/{union.ref}/"):
        assert f'href="{HERE}{way}"' in page
    desk = DeskShown(britain, piotr, today=TODAY)
    assert (desk.due, desk.left_promises) == ([made], [left])
    form = browser_of_piotr.get(f"{HERE}meetings/{met.ref}/promises/add/").content.decode()
    assert f'<option value="{piotr.pk}" selected>' in form


def test_meeting_recorded_by_mistake_goes_unless_something_hangs_on_it(
    browser_of_piotr: Client, britain: Embassy, piotr: Member
) -> None:
    other, held = keeper(britain, "other"), meeting(britain, piotr, note="They hesitate.")
    kept = meeting(britain, piotr, title="Kept")
    promise(britain, piotr, interaction=kept)
    with pytest.raises(Refused):
        remove_entry(held, embassy=britain, by=other, now=NOW)

    for each in (held, kept):
        browser_of_piotr.post(f"{HERE}rows/meetings/{each.ref}/remove/")

    assert list(Interaction.objects.all()) == [kept]

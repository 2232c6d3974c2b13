"""The pages of meetings and promises, as those who keep contacts use them."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.network.models import Embassy
from ambasada.relations.models import Commitment, Interaction, LegalBasis, Person, Stewardship
from tests.factories.contacts import keeper, meeting, organisation, private_person, promise
from tests.factories.staff import confirm_passkey, coordinator_of, signed_in

pytestmark = pytest.mark.screens
HERE = "/admin/relations/gb/"
TODAY = timezone.now().date()
Words = Callable[[Any], str]


def meeting_sent(**others: Any) -> dict[str, Any]:
    sent = {"kind": "meeting", "status": "held", "title": "Pickets", "on": "2027-02-03"}
    sent |= {"zone": "Europe/London", "time": "14:30", "organisations_find": "union"}
    return {**sent, "directed": "no", "note": "They hesitate.", **others}


def test_meeting_is_recorded_with_an_hour_at_a_place_and_a_promise(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    private_person(britain, piotr, "Gareth Pugh-Test")

    browser_of_piotr.post(
        f"{HERE}meetings/add/", meeting_sent(people_find="pugh", members=[piotr.pk])
    )

    met = Interaction.objects.get()
    path = f"{HERE}meetings/{met.ref}/"
    assert met.starts_at == datetime(2027, 2, 3, 14, 30, tzinfo=UTC)
    text = said(browser_of_piotr.get(path))
    assert "Meeting, held · 2027-02-03, 14:30 Europe/London" in text
    assert "Test Workers' Union · Gareth Pugh-Test · of us: piotr" in text
    due = TODAY - timedelta(days=1)
    sent = {"side": "theirs", "text": "A question", "due_on": due, "owner": piotr.pk}
    browser_of_piotr.post(f"{path}promises/add/", {**sent, "organisation": str(union.ref)})
    made = Commitment.objects.get()
    assert (made.organisation, made.interaction) == (union, met)
    assert "Overdue A question" in said(browser_of_piotr.get(HERE))
    settled = {"status": "broken", "evidence": "None was asked"}
    browser_of_piotr.post(f"{HERE}promises/{made.ref}/settle/", settled)
    assert "not kept" in said(browser_of_piotr.get(path))
    assert "Overdue" not in said(browser_of_piotr.get(HERE))


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"on": "2027-02"}, "An hour needs a whole day and a time zone."),
        ({"zone": "Mars/Base"}, "Name it as Europe/London is named."),
        ({"organisations_find": ""}, "Name an organisation or a person."),
        ({"on": "soon"}, "Write 2021, 2021-05 or 2021-05-09."),
    ],
)
def test_meeting_that_says_too_little_is_asked_again(
    browser_of_piotr: Client,
    piotr: Member,
    britain: Embassy,
    *,
    said: Words,
    others: dict[str, str],
    sentence: str,
) -> None:
    organisation(britain, piotr)

    answer = browser_of_piotr.post(f"{HERE}meetings/add/", meeting_sent(**others))

    assert sentence in said(answer)
    assert not Interaction.objects.exists()


def test_doubtful_meeting_waits_for_a_coordinators_advice(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    met = meeting(britain, piotr, title="Asked for", directed="unsure")
    path, advice = f"{HERE}meetings/{met.ref}/", {"advice": "We may, said a lawyer."}
    assert "Nothing may be sent" in said(browser_of_piotr.get(path))
    browser_of_piotr.post(f"{path}advice/", advice)
    assert "Nothing may be sent" in said(browser_of_piotr.get(path))
    lead = coordinator_of(britain)
    assert "Waits for legal advice Asked for" in said(lead.get(HERE))

    lead.post(f"{path}advice/", advice)

    text = said(browser_of_piotr.get(path))
    assert "Nothing may be sent" not in text
    assert "Advice, noted by coordinator" in text


def test_note_is_shown_to_others_only_on_demand_and_their_edit_keeps_it(
    piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    met = meeting(britain, piotr, organisations=[union], note="They hesitate.")
    browser, path = signed_in(keeper(britain, "other")), f"{HERE}meetings/{met.ref}/"

    assert "They hesitate." not in said(browser.get(path))
    assert "They hesitate." not in browser.get(f"{path}edit/").content.decode()
    browser.post(f"{path}edit/", meeting_sent(version=1, note="Written over", time=""))
    assert (Interaction.objects.get().note, Interaction.objects.get().version) == (
        "They hesitate.",
        2,
    )
    assert "They hesitate." in said(browser.post(f"{path}note/"))
    assert LedgerLine.objects.latest("number").verb == "note_read"


def test_steward_is_named_once_and_hands_over(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union, maryla = organisation(britain, piotr), keeper(britain, "maryla")
    path = f"{HERE}organisations/{union.ref}/stewards/add/"
    sent = {"owner": piotr.pk, "deputy": piotr.pk, "interval": 60, "next_on": TODAY}

    assert "The deputy is somebody else." in said(browser_of_piotr.post(path, sent))
    alone = {**sent, "deputy": ""}
    assert "Only a coordinator" in browser_of_piotr.post(path, alone).content.decode()
    coordinator_of(britain).post(path, alone)
    assert "already exists" in said(browser_of_piotr.post(path, {**sent, "deputy": ""}))

    kept = Stewardship.objects.get()
    assert "piotr" in said(browser_of_piotr.get(f"{HERE}hand-over/"))
    wizard = f"{HERE}hand-over/?member=piotr"
    assert "Test Workers' Union" in said(browser_of_piotr.get(wizard))
    browser_of_piotr.post(wizard, {"successor": maryla.pk, "row": [str(kept.ref)]})
    kept.refresh_from_db()
    assert kept.owner == maryla
    assert browser_of_piotr.get(f"{HERE}hand-over/?member=nobody").status_code == 404


def test_private_person_is_recorded_with_a_reason_or_not_at_all(
    browser_of_piotr: Client, britain: Embassy, *, said: Words
) -> None:
    path = f"{HERE}people/add/"
    sent = {"name": "Quiet-Test", "standing": "private", "in_danger": "unsure"}
    sent |= {"purpose": "To meet", "source": "Themselves"}

    refused = browser_of_piotr.post(path, sent)
    assert "Ask for their consent first" in refused.content.decode()
    assert not Person.objects.exists()
    missing = browser_of_piotr.post(path, {**sent, "has_consented": "on"})
    assert "This is needed to keep anything about them." in said(missing)
    browser_of_piotr.post(path, {**sent, "has_consented": "on", "text_version": "2026-11"})

    assert LegalBasis.objects.get().basis == "consent"
    assert Person.objects.get().embassy == britain
    LegalBasis.objects.update(review_on=TODAY)
    assert "Look again whether we may keep this Quiet-Test" in said(browser_of_piotr.get(HERE))


def test_person_is_anonymised_after_a_look_and_a_passkey(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    person = private_person(britain, piotr, "Quiet-Test")
    meeting(britain, piotr, people=[person], title="With Quiet-Test")
    path = f"{HERE}people/{person.ref}/anonymise/"

    text = said(browser_of_piotr.get(path))
    assert "People: 1" in text
    assert "With […]" in text
    browser_of_piotr.post(path)
    assert Person.objects.exists()
    confirm_passkey(browser_of_piotr)
    browser_of_piotr.post(path)

    assert not Person.objects.exists()
    assert "1 person whose name was taken out" in said(
        browser_of_piotr.get(f"{HERE}meetings/{Interaction.objects.get().ref}/")
    )


@pytest.mark.parametrize("path", ["", "meetings/", "people/{ref}/"])
def test_page_asks_as_often_for_many_rows_as_for_one(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, path: str
) -> None:
    person, counts = private_person(britain, piotr, "Quiet-Test"), []
    for rows in (range(1), range(1, 9)):
        for number in rows:
            union = organisation(britain, piotr, f"Union {number}")
            planned = {"status": "planned", "on": f"{TODAY}", "title": f"Meeting {number}"}
            meeting(britain, piotr, organisations=[union], people=[person], **planned)
            promise(britain, piotr, organisation=union, person=person, due_on=TODAY)
        with CaptureQueriesContext(connection) as asked:
            browser_of_piotr.get(HERE + path.format(ref=person.ref))
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= 25  # of them 11 of the frame around the page

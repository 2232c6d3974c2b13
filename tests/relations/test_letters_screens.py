"""The pages of letters, as those who keep contacts use them."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from pypdf import PdfReader

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.models import Letter, LetterCopy, LetterTemplate
from ambasada.relations.queries import printed_part
from tests.factories.contacts import letter, official, organisation, reached, segment
from tests.factories.staff import coordinator_of

pytestmark = pytest.mark.screens
HERE = "/admin/relations/gb/"
TODAY = timezone.now().date()
Words = Callable[[Any], str]
WORDS = {
    "language": "en",
    "to_named": "Dear {name},",
    "to_office": "Dear Sir or Madam,",
    "body": "{salutation}\n\nPlease ask.",
}


def test_letter_is_written_from_a_template(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    reached(union, "union@example.org", by=piotr, embassy=britain)
    official(britain, piotr)
    wrong = {"name": "Question", **WORDS, "body": "{salutation} {nmae}"}
    add = f"{HERE}letters/templates/add/"
    assert "There is no field {nmae}." in said(browser_of_piotr.post(add, wrong))
    browser_of_piotr.post(add, {"name": "Question", **WORDS})
    template = LetterTemplate.objects.get()
    write = f"{HERE}letters/add/?template={template.ref}"
    assert "Please ask." in said(browser_of_piotr.get(write))
    mine = segment(britain, piotr, circle="unions")
    sent = {**WORDS, "title": "A question", "segment": mine.pk, "people_find": "hartley"}
    assert "Say to whom" in said(browser_of_piotr.post(write, {**WORDS, "title": "A question"}))

    browser_of_piotr.post(write, {**sent, "answers_to": "gb@example.org", "directed": "no"})

    page = f"{HERE}letters/{Letter.objects.get().ref}/"
    browser_of_piotr.post(f"{HERE}rows/templates/{template.ref}/remove/")
    text = said(browser_of_piotr.get(page))
    assert "ready: 2" in text
    assert "Test Workers' Union e-mail: union@example.org" in text
    assert not LetterTemplate.objects.exists(), "letters that began from it stay"


@override_settings(LETTERS_FROM="letters@example.org")
def test_each_copy_is_looked_at_and_sent_and_answered(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    reached(union, "union@example.org", by=piotr, embassy=britain)
    made = letter(britain, piotr, organisations=[union], people=[official(britain, piotr)])
    page = f"{HERE}letters/{made.ref}/"
    copy = made.copies.exclude(person=None).get()
    one = f"{HERE}copies/{copy.ref}/"
    assert "Dear Imogen Hartley-Test, Please ask on" in said(browser_of_piotr.get(one))
    greeted = {"version": copy.version, "salutation": "Dear Imogen,"}
    browser_of_piotr.post(one, greeted)
    assert "Dear Imogen, Please ask on" in said(browser_of_piotr.get(one))
    browser_of_piotr.post(f"{page}do/send/")
    browser_of_piotr.post(f"{page}do/posted/", {"on": TODAY})
    text = said(browser_of_piotr.get(page))
    assert "1 copy waits to be sent" in text
    assert "sent: 1" in text
    assert "1 of 2 sent" in said(browser_of_piotr.get(f"{HERE}letters/"))
    browser_of_piotr.post(f"{one}answer/", {"on": TODAY, "answer": "She will ask."})
    assert "Answered" in said(browser_of_piotr.get(one))
    browser_of_piotr.post(f"{page}do/stop/")
    assert set(made.copies.values_list("state", flat=True)) == {"ready", "answered"}


def test_letter_that_may_be_directed_waits_on_its_page_and_on_the_first(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    made = letter(britain, piotr, organisations=[organisation(britain, piotr)], directed="unsure")
    page = f"{HERE}letters/{made.ref}/"
    text = said(browser_of_piotr.get(page))
    assert "Nothing may be sent" in text
    assert "On paper" not in text
    of_lead = coordinator_of(britain)
    assert "Letters that wait for legal advice A question to ask" in said(of_lead.get(HERE))

    of_lead.post(f"{page}advice/", {"advice": "A lawyer says it may"})

    assert "On paper" in said(browser_of_piotr.get(page))


def test_copy_that_may_have_gone_is_asked_about_on_the_first_page(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    made = letter(britain, piotr, organisations=[organisation(britain, piotr)])
    LetterCopy.objects.update(state="unsure")
    page, copy = f"{HERE}letters/{made.ref}/", LetterCopy.objects.get()
    assert "Letters that may have gone A question to ask" in said(browser_of_piotr.get(HERE))
    assert copy.message_id in said(browser_of_piotr.get(page))

    browser_of_piotr.post(f"{HERE}copies/{copy.ref}/settle/", {"has_gone": "yes"})

    copy.refresh_from_db()
    assert (copy.state, copy.sent_on) == ("sent", TODAY)
    assert "may have gone" not in said(browser_of_piotr.get(HERE))


def test_who_wants_no_letters_gets_none(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    row = f"{HERE}organisations/{union.ref}/no-letters/add/"
    browser_of_piotr.post(row, {"reason": "They asked on 1 May"})
    made = letter(britain, piotr, organisations=[union])

    shown = said(browser_of_piotr.get(f"{HERE}letters/{made.ref}/"))
    assert "Nobody can be written to" in shown
    assert "Make the copies anew" in shown
    text = said(browser_of_piotr.get(f"{HERE}organisations/{union.ref}/"))
    assert "Nothing is written to them. They asked on 1 May" in text


def test_copies_are_printed_each_on_a_sheet_of_its_own(
    browser_of_piotr: Client, piotr: Member, britain: Embassy
) -> None:
    unions = [organisation(britain, piotr, f"Union{number}-Test") for number in range(3)]
    made = letter(britain, piotr, organisations=unions)

    answer = browser_of_piotr.get(f"{HERE}letters/{made.ref}/paper/1/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    pages = [each.extract_text() for each in PdfReader(BytesIO(answer.content)).pages]
    assert [f"Union{number}-Test" in text for number, text in enumerate(pages)] == [True] * 3
    assert "GB embassy" in pages[0]
    assert "Dear Sir or Madam," in pages[0]
    browser_of_piotr.post(f"{HERE}letters/{made.ref}/do/posted/", {"on": TODAY})
    assert b"Make the copies anew" not in browser_of_piotr.get(f"{HERE}letters/{made.ref}/").content
    assert browser_of_piotr.get(f"{HERE}letters/{made.ref}/paper/2/").status_code == 404


def test_paper_holds_a_hundred_copies(britain: Embassy, piotr: Member) -> None:
    made = letter(britain, piotr, people=[official(britain, piotr)])
    like = made.copies.get()
    LetterCopy.objects.bulk_create(
        LetterCopy(embassy=britain, letter=made, name=f"{number}", channel="print")
        for number in range(100)
    )

    assert [len(printed_part(made, part)) for part in (1, 2, 3)] == [100, 1, 0]
    assert printed_part(made, 1)[0] == like

"""The pages of the public register, as those who keep contacts use them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.models import Approval, Embassy
from ambasada.pages.actions import approve
from ambasada.register.models import RegisterEntry
from ambasada.relations.models import Circle, RegisterRule
from tests.factories.contacts import meeting, organisation, private_person
from tests.factories.register import written_row
from tests.factories.staff import confirm_passkey, coordinator_of, member_in

pytestmark = pytest.mark.screens
HERE = "/admin/relations/gb/"
Words = Callable[[Any], str]


def test_meeting_goes_from_its_page_to_the_register(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    parliament = organisation(britain, piotr, "Test Parliament", circle=Circle.GOVERNMENT)
    met = meeting(britain, piotr, organisations=[union, parliament])
    path = f"{HERE}meetings/{met.ref}/"
    assert "Test Parliament not on the register" in said(browser_of_piotr.get(path))

    sent = {"subject_en": "A written question", "precision": "month", f"with_{union.ref}": "on"}
    answer = browser_of_piotr.post(f"{path}register/", {**sent, "subject_en": ""})
    assert "Write in a few words what it was about." in said(answer)
    answer = browser_of_piotr.post(f"{path}register/", sent)

    assert answer.status_code == 302
    text = said(browser_of_piotr.get(path))
    assert "Test Workers' Union waits for approval · February 2026 · shown from" in text
    assert "Test Parliament not on the register" in text
    register = f"{HERE}register/"
    assert "On the way Test Workers' Union" in said(browser_of_piotr.get(register))
    lead, asked = coordinator_of(britain), Approval.objects.get()
    approve(asked, by=_old(lead), looked_at=asked.sha256, now=timezone.now())
    text = said(browser_of_piotr.get(register))
    assert "Public Test Workers' Union public · February 2026 Change Take back Erase" in text
    entry = RegisterEntry.objects.get()
    assert f"/admin/editions/erase/register.registerentry/{entry.pk}/" in str(
        browser_of_piotr.get(register).content
    )
    assert "A written question" in str(browser_of_piotr.get(f"{path}register/").content)


def _old(browser: Client) -> Member:
    """Return who is signed in, as somebody who joined long ago."""
    member = member_in(browser)
    member.joined_on = member.joined_on.replace(year=2020)
    member.save(update_fields=["joined_on"])
    return member


def test_organisation_is_kept_off_and_let_on_again(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    met = meeting(britain, piotr, organisations=[union])
    path = f"{HERE}organisations/{union.ref}/"
    assert "Do not publish" in said(browser_of_piotr.get(path))

    browser_of_piotr.post(f"{path}keep-off/")

    assert "Meetings with it are not published." in said(browser_of_piotr.get(path))
    assert "never published" in said(browser_of_piotr.get(f"{HERE}meetings/{met.ref}/"))
    form = browser_of_piotr.get(f"{HERE}meetings/{met.ref}/register/")
    assert f"with_{union.ref}" not in form.content.decode()
    assert "Never published Test Workers' Union" in said(browser_of_piotr.get(f"{HERE}register/"))
    browser_of_piotr.post(f"{path}keep-off/")
    assert "Meetings with it are not published." in said(browser_of_piotr.get(path))
    coordinator_of(britain).post(f"{path}keep-off/")
    assert "Do not publish" in said(browser_of_piotr.get(path))


def test_who_lets_go_of_somebody_is_shown_the_rows_that_name_them(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    written_row(britain, subject={"en": "A word by Ales Quiet-Test"})
    written_row(britain, subject={"en": "A quiet test"})
    person = private_person(britain, piotr, "Ales Quiet-Test")
    confirm_passkey(browser_of_piotr)

    text = said(browser_of_piotr.get(f"{HERE}people/{person.ref}/anonymise/"))

    assert text.count("2026-02-03, Test Workers' Union · Erase") == 1


def test_quarter_is_counted_and_the_delay_changed(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    meeting(britain, piotr, organisations=[organisation(britain, piotr)])
    path = f"{HERE}register/"
    text = said(browser_of_piotr.get(path))
    assert "First quarter of 2026 withheld now: 1 · readers are told nothing yet" in text
    assert "A row appears 30 days after" in text

    browser_of_piotr.post(f"{path}count/", {"quarter": "2026-q1"})
    browser_of_piotr.post(f"{path}count/", {"quarter": "<b>"})
    browser_of_piotr.post(f"{path}delay/", {"days": "5"})

    assert Approval.objects.get().copies.get().thing.withheld == 1
    assert "waits for approval" in said(browser_of_piotr.get(path))
    assert not RegisterRule.objects.exists(), "coordinators change it"
    lead = coordinator_of(britain)
    for days in ("5", "none", "7"):
        lead.post(f"{path}delay/", {"days": days})
    assert "A row appears 7 days after" in said(lead.get(path))

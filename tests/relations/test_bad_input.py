"""What cannot be so is refused by the verbs with a calm sentence, and by the forms before them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import change_entry, record_entry
from ambasada.relations.models import ContactDetail, Membership, Organisation, Position
from tests.factories.contacts import meeting, official, organisation, placed

NOW = timezone.now()
HERE = "/admin/relations/gb/"
Words = Callable[[Any], str]


def test_two_organisations_are_not_made_part_of_each_other(britain: Embassy, piotr: Member) -> None:
    top = organisation(britain, piotr, "Test Ministry")
    low = organisation(britain, piotr, "Test Office")
    # Both were read before either was changed, as by two members at once.
    before = Organisation.objects.select_related("parent").get(pk=top.pk)
    low.parent = top
    change_entry(low, version=1, embassy=britain, by=piotr, now=NOW)

    before.parent = Organisation(pk=low.pk, name=low.name)  # as it was, part of nothing
    with pytest.raises(Refused, match="part of itself"):
        change_entry(before, version=1, embassy=britain, by=piotr, now=NOW)

    top.refresh_from_db()
    assert (top.parent, top.version) == (None, 1)


def test_what_ends_before_it_begins_is_refused_in_a_sentence(
    britain: Embassy, piotr: Member
) -> None:
    union, hartley = organisation(britain, piotr), official(britain, piotr)
    span = {"since": "2024-05", "until": "2024-04-30"}
    office = Position(organisation=union, label="Chair", **span)
    detail = ContactDetail(organisation=union, kind="web", value="https://example.org", **span)

    for made in (office, detail):
        with pytest.raises(Refused, match="ends before it begins"):
            record_entry(made, embassy=britain, by=piotr, now=NOW)
    with pytest.raises(Refused, match="ends before it begins"):
        placed(hartley, union, by=piotr, embassy=britain, office="Chair", **span)
    union.since, union.until = "2024", "2023"
    with pytest.raises(Refused, match="ends before it begins"):
        change_entry(union, version=1, embassy=britain, by=piotr, now=NOW)
    assert not Membership.objects.exists()
    assert not Position.objects.exists()


@pytest.mark.screens
def test_forms_say_what_cannot_be_so_and_keep_what_was_written(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    top = organisation(britain, piotr, "Test Ministry")
    organisation(britain, piotr, "Test Office", parent=top)
    official(britain, piotr)
    path = f"{HERE}organisations/{top.ref}/"

    circle = {"name": "Test Ministry", "circle": "unions", "version": 1, "parent_find": "office"}
    assert "It would be a part of itself." in said(browser_of_piotr.post(f"{path}edit/", circle))
    span = {"person_find": "hartley", "role": "guest", "since": "2024", "until": "2023-12"}
    answer = browser_of_piotr.post(f"{path}places/add/", span)
    assert "It ends before it begins." in said(answer)
    assert 'value="guest"' in answer.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.screens
def test_second_of_two_editors_sees_both_in_every_form_that_changes_a_row(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union, hartley = organisation(britain, piotr), official(britain, piotr)
    met = meeting(britain, piotr, organisations=[union])
    office = Position.objects.create(organisation=union, label="Chair")
    detail = ContactDetail(organisation=union, kind="web", value="https://example.org/1")
    record_entry(detail, embassy=britain, by=piotr, now=NOW)
    of_meeting = {"kind": "meeting", "status": "held", "on": "2026-02-03", "directed": "no"}
    of_meeting |= {"organisations": str(union.ref), "zone": "Europe/London"}
    forms: dict[str, tuple[str, dict[str, Any]]] = {
        f"people/{hartley.ref}/edit/": ("name", {}),
        f"meetings/{met.ref}/edit/": ("title", of_meeting),
        f"rows/positions/{office.ref}/": ("label", {}),
        f"rows/details/{detail.ref}/": ("value", {"kind": "web"}),
    }

    for path, (name, values) in forms.items():
        sent = {**values, "version": 1}
        first = browser_of_piotr.post(f"{HERE}{path}", {**sent, name: "The first"})
        assert first.status_code == 302, path
        text = said(browser_of_piotr.post(f"{HERE}{path}", {**sent, name: "The second"}))
        assert "Somebody changed this while you were writing." in text, path
        assert "The first The second" in text, path

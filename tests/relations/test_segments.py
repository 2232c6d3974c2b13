"""Who is in a saved segment, and who sees it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import change_segment, record_entry
from ambasada.relations.models import Area, Segment, Stewardship
from ambasada.relations.queries import in_segment
from tests.factories.contacts import (
    keeper,
    meeting,
    official,
    organisation,
    placed,
    private_person,
    segment,
)
from tests.factories.staff import signed_in

TODAY = date(2026, 12, 1)


@pytest.fixture
def directory(britain: Embassy, piotr: Member) -> None:
    """Write down two ministries, one part of the other, and a union; people in some of them."""
    wales = Area.objects.create(name="Wales-Test")
    vale = Area.objects.create(name="Vale-Test", parent=wales)
    office = organisation(britain, piotr, "Foreign Office-Test", circle="government")
    desk = organisation(
        britain, piotr, "East Desk-Test", circle="government", parent=office, area=vale
    )
    union = organisation(britain, piotr, "Union-Test", names={"be": "Прафсаюз-Test"})
    placed(official(britain, piotr), desk, by=piotr, embassy=britain, office="Head")
    left = official(britain, piotr, "Former-Test")
    placed(left, desk, by=piotr, embassy=britain, until="2026-05")
    meeting(britain, piotr, organisations=[union], on="2026-11")
    meeting(britain, piotr, organisations=[office], on="2026-03-01")
    lead = Member.objects.get(username="piotr-lead")
    kept = Stewardship(organisation=union, owner=piotr, next_on=TODAY)
    record_entry(kept, embassy=britain, by=lead, now=timezone.now())


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"circle": "government"}, ["East Desk-Test", "Foreign Office-Test"]),
        ({"circle": "government", "text": "фор"}, ["Foreign Office-Test"]),
        ({"language": "be"}, ["Union-Test"]),
        ({"is_mine": True}, ["Union-Test"]),
        # Of the union only the month is known, and it may have been within the days.
        ({"untouched_days": 20}, ["East Desk-Test", "Foreign Office-Test"]),
        ({"untouched_days": 400}, ["East Desk-Test"]),
        ({"kind": "people", "circle": "government"}, ["Imogen Hartley-Test"]),
        ({"kind": "people", "text": "form"}, ["Former-Test"]),
        ({"kind": "people", "is_mine": True}, []),
    ],
)
def test_segment_finds_who_fits_today(
    britain: Embassy, piotr: Member, *, filters: dict[str, Any], found: list[str]
) -> None:
    made = segment(britain, piotr, **filters)

    rows = in_segment(made, piotr, today=TODAY).order_by("sort_key")

    assert [each.name for each in rows] == found


@pytest.mark.usefixtures("directory")
def test_segment_reaches_below_a_place_and_an_organisation(britain: Embassy, piotr: Member) -> None:
    wales = Area.objects.get(name="Wales-Test")
    office = organisation(britain, piotr, "Other-Test", circle="government")
    office.parts.create(name="Part-Test", circle="government")
    for kind, names in (("organisations", {"East Desk-Test"}), ("people", {"Imogen Hartley-Test"})):
        made = segment(britain, piotr, name=kind, kind=kind, area=wales)
        assert {each.name for each in in_segment(made, piotr, today=TODAY)} == names
    below = segment(britain, piotr, parent=office)
    assert [each.name for each in in_segment(below, piotr, today=TODAY)] == ["Part-Test"]


def test_segment_knows_nobody_of_another_embassy(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    private_person(norland, nils, "Quiet-Test")
    made = segment(britain, piotr, kind="people", text="quiet")

    assert not in_segment(made, piotr, today=TODAY).exists()


def test_segment_that_leaves_nobody_out_is_refused(britain: Embassy, piotr: Member) -> None:
    with pytest.raises(ValidationError):
        Segment(embassy=britain, owner=piotr, name="All", kind="people").full_clean()


@pytest.mark.screens
def test_segment_filters_a_list_and_is_ones_own_until_it_is_shared(
    browser_of_piotr: Client,
    britain: Embassy,
    piotr: Member,
    *,
    said: Callable[[Any], str],
) -> None:
    organisation(britain, piotr, "Foreign Office-Test", circle="government")
    organisation(britain, piotr, "Union-Test")
    here = "/admin/relations/gb/"
    sent = {"name": "Unions", "kind": "organisations", "circle": "unions"}
    browser_of_piotr.post(f"{here}segments/add/", sent)
    made = Segment.objects.get()
    assert made.owner == piotr
    listed = f"{here}organisations/?segment={made.ref}"

    text = said(browser_of_piotr.get(listed))

    assert "Union-Test" in text
    assert "Foreign Office-Test" not in text
    assert browser_of_piotr.get(listed.replace("organisations", "people")).status_code == 404
    colleague = keeper(britain, "ulla")
    of_colleague = signed_in(colleague)
    assert of_colleague.get(listed).status_code == 404
    assert "Unions" not in said(of_colleague.get(f"{here}segments/"))
    made.is_shared = True
    change_segment(made, version=1, embassy=britain, by=piotr, now=timezone.now())
    assert "Union-Test" in said(of_colleague.get(listed))
    assert "shared by piotr" in said(of_colleague.get(f"{here}segments/"))
    with pytest.raises(Refused):
        change_segment(made, version=2, embassy=britain, by=colleague, now=timezone.now())

"""The pages of the directory: lists that stay fast, forms that lose nothing, nobody else let in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import record_entry
from ambasada.relations.models import ContactDetail, Membership, Organisation, Person
from tests.factories.contacts import official, organisation, placed, private_person
from tests.factories.staff import editor_of, signed_in

NOW = timezone.now()
HERE = "/admin/relations/gb/"
Words = Callable[[Any], str]


def union_sent(**others: Any) -> dict[str, Any]:
    sent = {"name": "Test Workers' Union", "circle": "unions", "name_be": "Тэставы прафсаюз"}
    return {**sent, "spellings": "Testavy prafsajuz\nTWU", "area": "Test Vale", **others}


def test_organisation_is_recorded_found_and_shown(browser_of_piotr: Client, said: Words) -> None:
    answer = browser_of_piotr.post(f"{HERE}organisations/add/", union_sent())

    union = Organisation.objects.get()
    assert answer.headers["Location"] == f"{HERE}organisations/{union.ref}/"
    text = said(browser_of_piotr.get(answer.headers["Location"]))
    assert "Trade unions · Test Vale" in text
    assert "Тэставы прафсаюз (be)" in text
    found = said(browser_of_piotr.get(f"{HERE}organisations/?circle=unions&q=тэставы"))
    assert "Test Workers' Union" in found.replace("&#x27;", "'")
    assert "Found: 1" in found
    assert "Found: 0" in said(browser_of_piotr.get(f"{HERE}organisations/?circle=media"))


def test_second_editor_sees_both_versions_and_loses_nothing(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    path = f"{HERE}organisations/{union.ref}/edit/"
    browser_of_piotr.post(path, union_sent(version=1, classification="federation"))

    answer = browser_of_piotr.post(path, union_sent(version=1, classification="guild"))

    text = said(answer)
    assert "Somebody changed this while you were writing." in text
    assert "What kind federation guild" in text
    assert "Test Vale Test Vale" not in text, "what both say alike is no difference"
    assert 'value="guild"' in answer.content.decode()
    assert Organisation.objects.get().classification == "federation"
    kept = browser_of_piotr.post(path, union_sent(version=2, classification="guild"))
    assert kept.status_code == 302
    assert (Organisation.objects.get().classification, Organisation.objects.get().version) == (
        "guild",
        3,
    )


def test_place_is_opened_with_a_person_found_by_part_of_the_name(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union = organisation(britain, piotr)
    people = [official(britain, piotr, f"Gareth {each}-Test") for each in ("Pugh", "Price")]
    path = f"{HERE}organisations/{union.ref}/places/add/"
    sent = {"person_find": "gareth", "office": "Secretary", "since": "2024-05"}

    several = said(browser_of_piotr.post(path, sent))
    browser_of_piotr.post(path, {**sent, "person": str(people[0].ref)})

    assert "Several are found. Choose one." in several
    assert "Gareth Price-Test" in several
    place = Membership.objects.get()
    assert (place.person, str(place.position), place.since) == (people[0], "Secretary", "2024-05")
    shown = said(browser_of_piotr.get(f"{HERE}organisations/{union.ref}/"))
    assert "Gareth Pugh-Test Secretary · since 2024-05" in shown
    answer = browser_of_piotr.post(f"{HERE}places/{place.ref}/close/", {"until": "2026-13"})
    assert "Write 2021, 2021-05 or 2021-05-09." in said(answer)
    browser_of_piotr.post(f"{HERE}places/{place.ref}/close/", {"until": "2026"})
    assert "Who was here" in said(browser_of_piotr.get(f"{HERE}organisations/{union.ref}/"))
    nobody = browser_of_piotr.post(path, {**sent, "person_find": "Nobody-Test"})
    assert "Nothing of this name is here yet." in said(nobody)


def test_rows_of_each_kind_are_added_edited_and_removed(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union, hartley = organisation(britain, piotr), official(britain, piotr)
    of_union, of_her = f"{HERE}organisations/{union.ref}/", f"{HERE}people/{hartley.ref}/"
    detail = {"kind": "phone", "value": "020 7946 0001", "label": "press"}

    browser_of_piotr.post(f"{of_union}positions/add/", {"label": "Treasurer"})
    browser_of_piotr.post(f"{of_union}details/add/", detail)
    browser_of_piotr.post(
        f"{of_her}relations/add/", {"kind": "advises", "to_organisation_find": "test"}
    )

    text = said(browser_of_piotr.get(of_union))
    assert "Treasurer vacant" in text
    assert "020 7946 0001 telephone · press · known to us alone" in text
    assert "is advised by Imogen Hartley-Test" in text
    again = browser_of_piotr.post(f"{of_union}positions/add/", {"label": "Treasurer"})
    assert "already exists" in said(again)
    row = f"{HERE}rows/details/{ContactDetail.objects.get().ref}/"
    browser_of_piotr.post(row, {**detail, "value": "020 7946 0002", "version": 1})
    assert "020 7946 0002" in said(browser_of_piotr.get(of_union))
    browser_of_piotr.post(f"{row}remove/")
    assert not ContactDetail.objects.exists()


def test_person_is_public_or_ours_as_was_said(
    browser_of_piotr: Client, britain: Embassy, said: Words
) -> None:
    path = f"{HERE}people/add/"
    nameless = browser_of_piotr.post(path, {"name": "Nameless-Test"})
    assert "This field is required." in said(nameless)
    for name, standing in (("Hartley-Test", "public"), ("Pugh-Test", "private")):
        browser_of_piotr.post(path, {"name": name, "standing": standing, **WHY})
    unsaid = {**WHY, "office": ""}
    without = browser_of_piotr.post(path, {"name": "A-Test", "standing": "public", **unsaid})
    assert "This is needed to keep anything about them." in said(without)

    found = Person.objects.order_by("name").values_list("name", "embassy")
    assert list(found) == [("Hartley-Test", None), ("Pugh-Test", britain.pk)]


WHY = {"in_danger": "no", "office": "Minister", "purpose": "To meet", "source": "Themselves"}


def test_menu_shows_contacts_to_those_who_keep_them(
    browser_of_piotr: Client, britain: Embassy
) -> None:
    way = '"url": "/admin/relations/"'

    assert way in browser_of_piotr.get("/admin/", follow=True).content.decode()
    assert way not in editor_of(britain).get("/admin/", follow=True).content.decode()


def fill(embassy: Embassy, by: Member, rows: range) -> None:
    for number in rows:
        where = organisation(embassy, by, f"Test Body {number}", names={"be": f"Тэст {number}"})
        person = private_person(embassy, by, f"Person {number}-Test")
        placed(person, where, by=by, embassy=embassy, office="Chair")


@pytest.mark.parametrize("path", ["", "organisations/?q=test", "people/?q=test"])
def test_list_asks_as_often_for_many_rows_as_for_one(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, path: str
) -> None:
    browser_of_piotr.get(f"{HERE}{path}")
    counts = []
    for rows in (range(1), range(1, 9)):
        fill(britain, piotr, rows)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            browser_of_piotr.get(f"{HERE}{path}")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= OF_THE_FRAME + 8


def test_detail_asks_as_often_for_many_rows_as_for_one(
    browser_of_piotr: Client, piotr: Member, britain: Embassy
) -> None:
    union, counts = organisation(britain, piotr), []
    for rows in (range(1), range(1, 9)):
        for number in rows:
            person = private_person(britain, piotr, f"Person {number}-Test")
            placed(person, union, by=piotr, embassy=britain, office=f"Seat {number}")
            row = ContactDetail(
                organisation=union, kind="web", value=f"https://example.org/{number}"
            )
            record_entry(row, embassy=britain, by=piotr, now=NOW)
        with CaptureQueriesContext(connection) as asked:
            browser_of_piotr.get(f"{HERE}organisations/{union.ref}/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[0] <= OF_THE_FRAME + 15


# Who asks, their key and rights, and what Wagtail’s menu asks.
OF_THE_FRAME = 11


def test_list_is_turned_by_the_last_name_and_counts_no_further_than_a_thousand(
    browser_of_piotr: Client, said: Words
) -> None:
    Organisation.objects.bulk_create(
        Organisation(name=f"Body {number:04}", circle="media", sort_key=f"body-{number:04}")
        for number in range(1_001)
    )

    first = browser_of_piotr.get(f"{HERE}organisations/")
    second = browser_of_piotr.get(f"{HERE}organisations/?after=body-0049~{_number('Body 0049')}")

    assert "Found: 1,000+" in said(first)
    assert f"after=body-0049~{_number('Body 0049')}" in first.content.decode()
    assert ("Body 0049" in said(first), "Body 0050" in said(first)) == (True, False)
    assert ("Body 0049" in said(second), "Body 0050" in said(second)) == (False, True)
    assert "Body 0000" in said(browser_of_piotr.get(f"{HERE}organisations/?after=' OR 1=1"))


def _number(name: str) -> int:
    return Organisation.objects.get(name=name).pk


def test_member_of_two_embassies_chooses_one(
    browser_of_piotr: Client, piotr: Member, norland: Embassy, *, said: Words
) -> None:
    assert browser_of_piotr.get("/admin/relations/").headers["Location"] == HERE
    norland.seats.create(member=piotr, role="coordinator", starts_on=NOW.date())

    assert said(signed_in(piotr).get("/admin/relations/")) == "GB embassy NORLAND embassy"

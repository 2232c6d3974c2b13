"""What registers and files number: apart stays apart, and what another file numbered is found."""

import json
from typing import Any

import pytest
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import anonymise, undo_import
from ambasada.relations.models import (
    ImportRun,
    Membership,
    Organisation,
    Origin,
    Person,
    Position,
)
from tests.factories.files import taken
from tests.factories.staff import seat

pytestmark = pytest.mark.both_databases

NOW = timezone.now()
CIVICRM = (
    "Contact ID,Contact Type,Display Name,First Name,Last Name,Email,Phone,Current Employer\n"
    "11,Organization,Test Branch,,,,,\n"
    "12,Organization,Test Branch,,,,020 7946 0012,\n"
    "13,Individual,Anna Pugh-Test,Anna,Pugh-Test,anna@example.org,,Test Branch\n"
    "14,Individual,Anna Pugh-Test,Anna,Pugh-Test,anna@example.org,020 7946 0014,Test Branch\n"
)


def numbered(*values: str) -> list[dict[str, str]]:
    return [{"scheme": "test register", "identifier": each} for each in values]


def twins(kind: str, *values: str, **more: Any) -> list[dict[str, Any]]:
    """Return objects of one name that a register numbers apart."""
    name = "Test Branch" if kind == "o" else "Imogen Hartley-Test"
    return [
        {"id": f"{kind}{value}", "name": name, "identifiers": numbered(value), **more}
        for value in values
    ]


def popolo(**lists: Any) -> str:
    return json.dumps(lists)


@pytest.fixture
def how(britain: Embassy) -> dict[str, Any]:
    """Return how a file for all embassies is taken in."""
    lead = seat("lead", britain)
    return {"embassy": britain, "by": lead, "name": "a.json", "is_shared": True, "why": None}


def test_what_a_register_numbers_apart_stays_two(how: dict[str, Any]) -> None:
    posts = [
        {"id": "x1", "label": "Councillor", "organization_id": "o1", "area_id": "a1"},
        {"id": "x2", "label": "Councillor", "organization_id": "o1", "area_id": "a2"},
        {"id": "x3", "label": "Councillor", "organization_id": "o1", "area_id": "a2"},
    ]
    areas = [{"id": "a1", "name": "Test Vale"}, {"id": "a2", "name": "Test Moor"}]
    people = twins("p", "1", "2", email="office@example.org")
    places = [
        {"person_id": "p1", "post_id": "x1"},
        {"person_id": "p2", "post_id": "x2", "start_date": "2021"},
    ]
    bodies = twins("o", "1", "2", x_circle="government")
    text = popolo(
        areas=areas, posts=posts, organizations=bodies, persons=people, memberships=places
    )

    counts, told = taken(text, **how)
    again, _told = taken(text, **how)

    assert counts == {"new": 8, "possible": 1}, told
    assert again == {"same": 9}
    assert Organisation.objects.filter(name="Test Branch").count() == 2
    assert Person.objects.count() == 2
    assert sorted(Position.objects.values_list("label", "area__name")) == [
        ("Councillor", "Test Vale"),
        ("Councillor (x3)", "Test Moor"),
        ("Councillor, Test Moor", "Test Moor"),
    ]
    offices = [each.memberships.get().what for each in Person.objects.order_by("pk")]
    assert offices == ["Councillor", "Councillor, Test Moor"]


def test_what_a_register_numbers_apart_in_two_files_stays_two(how: dict[str, Any]) -> None:
    first = popolo(
        organizations=twins("o", "1", x_circle="government"), persons=twins("p", "1", email="a@b.c")
    )
    second = popolo(
        organizations=twins("o", "2", x_circle="government"), persons=twins("p", "2", email="a@b.c")
    )
    taken(first, **how)

    counts, _told = taken(second, **how, source="Another list")

    assert counts == {"possible": 2}, "somebody looks, and nothing is added to whom it is not"
    assert (Organisation.objects.count(), Person.objects.count()) == (2, 2)
    for text in (first, second):
        assert taken(text, **how)[0] == {"same": 2}


def test_row_that_changed_goes_to_whom_its_number_is_of(how: dict[str, Any]) -> None:
    bodies = [{"id": f"o{each}", "name": "Test Branch"} for each in (1, 2)]
    people = [{"id": f"p{each}", "name": "Imogen Hartley-Test"} for each in (1, 2)]
    taken(popolo(organizations=bodies, persons=people), **how, circle="unions")
    bodies[1]["founding_date"] = "1921"
    people[1] |= {"name": "Imogen Jones-Test", "email": "imogen@example.org"}

    counts, _told = taken(popolo(organizations=bodies, persons=people), **how)

    assert counts == {"same": 2, "changed": 2}
    assert list(Organisation.objects.order_by("pk").values_list("since", flat=True)) == ["", "1921"]
    first, second = Person.objects.order_by("pk")
    assert (first.details.count(), second.details.get().value) == (0, "imogen@example.org")
    anew = [{"id": "p1", "name": "Gareth Pugh-Test"}, {"id": "p9", "name": "Imogen Hartley-Test"}]
    counts, _told = taken(popolo(persons=anew), **how)
    assert (counts, Person.objects.count()) == ({"new": 1, "possible": 1}, 4), "numbered anew"


def test_table_of_civicrm_keeps_its_contacts_apart(britain: Embassy, piotr: Member) -> None:
    counts, told = taken(CIVICRM, britain, piotr, circle="unions")
    again, _told = taken(CIVICRM, britain, piotr, circle="unions")

    assert counts == {"new": 2, "possible": 2}, told
    assert again == {"same": 4}
    assert (Organisation.objects.count(), Person.objects.count()) == (2, 2)
    changed = CIVICRM.replace(
        "12,Organization,Test Branch,,,", "12,Organization,Test Branch,,,b@c.d"
    )
    assert taken(changed, britain, piotr)[0] == {"same": 3, "changed": 1}
    assert Organisation.objects.get(details__value="b@c.d").details.count() == 2


def test_number_of_a_program_says_nothing_elsewhere(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    norland = Embassy.objects.get(code="norland")
    taken(CIVICRM, britain, piotr, circle="unions")
    text = "Contact ID,Contact Type,Display Name\n11,Organization,Test Choir\n12,Organization,{}\n"

    counts, _told = taken(text.format("Test Branch"), norland, nils, circle="culture")

    assert counts == {"new": 1, "same": 1}
    assert Organisation.objects.filter(name="Test Choir").exists()
    assert not Organisation.objects.exclude(identifiers=[]).exists()
    assert not Origin.objects.filter(scheme="civicrm").exists()


def test_places_of_people_who_came_in_another_file_go_to_them(how: dict[str, Any]) -> None:
    bodies = [{"id": "o1", "name": "Test Parliament", "x_circle": "government"}]
    people = [
        {"id": "test.example/person/1", "name": "Imogen Hartley-Test"},
        {"id": "p2", "name": "Gareth Pugh-Test", "identifiers": numbered("MP-2", "17")},
        {"id": "p3", "name": "Gareth Pugh-Test", "identifiers": numbered("MP-3", "18")},
    ]
    taken(popolo(organizations=bodies, persons=people), **how)
    posts = [{"id": "x1", "label": "Member for Test Vale", "organization_id": "o1"}]
    memberships = [
        {"person_id": "test.example/person/1", "post_id": "x1", "start_date": "2024"},
        {"person_id": "test.example/person/1", "organization_id": "o1", "role": "whip"},
        {"person_id": "p3", "organization_id": "o1", "role": "clerk"},
        {"person_id": "MP-2", "organization_id": "o1", "role": "usher"},
        {"person_id": "17", "organization_id": "o1", "role": "guest"},
        {"person_id": "p9", "organization_id": "o1", "role": "guest"},
        {"person_id": "p2", "organization_id": "o9", "role": "guest"},
    ]
    text = popolo(posts=posts, memberships=memberships)

    counts, told = taken(text, **how)
    again, _told = taken(text, **how)

    assert counts == {"new": 1, "changed": 4, "refused": 3}, told
    assert [each.reason.split(".")[0] for each in told if each.reason] == [
        "It is of somebody who is neither in the file nor here",
        "It is of somebody who is neither in the file nor here",
        "It names no organisation of the file or of the directory",
    ]
    assert again == {"same": 5, "refused": 3}
    hartley, second, third = Person.objects.order_by("pk")
    assert [
        [each.what for each in person.memberships.order_by("pk")]
        for person in (hartley, second, third)
    ] == [
        ["Member for Test Vale", "whip"],
        ["usher"],
        ["clerk"],
    ]
    other = popolo(memberships=[{"person_id": "p2", "organization_id": "o1", "role": "guest"}])
    assert taken(other, **how, source="Another list")[0] == {"refused": 1}
    undo_import(ImportRun.objects.latest("pk"), embassy=how["embassy"], by=how["by"], now=NOW)
    assert not Membership.objects.exists()
    assert Person.objects.count() == 3


def test_people_of_another_file_are_at_organisations_of_the_first(how: dict[str, Any]) -> None:
    bodies = [
        {"id": "o1", "name": "Test Parliament", "x_circle": "government"},
        {"id": "o2", "name": "Test Party", "x_circle": "government"},
    ]
    taken(popolo(organizations=bodies), **how)
    part = {"id": "o3", "name": "Test Committee", "parent_id": "o1", "x_circle": "government"}
    place = {"organization_id": "o1", "on_behalf_of_id": "o2", "role": "member"}
    person = {"id": "p1", "name": "Imogen Hartley-Test", "memberships": [place]}

    counts, told = taken(popolo(organizations=[part], persons=[person]), **how)

    assert counts == {"new": 2}, told
    held = Membership.objects.get()
    assert (held.organisation.name, str(held.on_behalf_of)) == ("Test Parliament", "Test Party")
    assert str(Organisation.objects.get(name="Test Committee").parent) == "Test Parliament"


def test_nothing_of_somebody_private_is_shared_by_a_file_of_places(
    britain: Embassy, piotr: Member, how: dict[str, Any]
) -> None:
    bodies = [{"id": "o1", "name": "Test Parliament", "x_circle": "government"}]
    people = [{"id": "p1", "name": "Anna Pugh-Test"}]
    taken(popolo(organizations=bodies, persons=people), britain, piotr, name="a.json")
    places = popolo(memberships=[{"person_id": "p1", "organization_id": "o1", "role": "guest"}])

    assert taken(places, **how)[0] == {"refused": 1}
    counts, _told = taken(places, britain, piotr, name="a.json")
    assert (counts, Membership.objects.get().embassy) == ({"changed": 1}, britain)


def test_no_number_of_somebody_anonymised_stays(britain: Embassy, piotr: Member) -> None:
    taken(CIVICRM, britain, piotr, circle="unions")
    anna = Person.objects.get(details__value="020 7946 0014")

    anonymise(anna, embassy=britain, by=piotr, now=NOW, is_dry=False)

    assert not Origin.objects.filter(person=anna.pk).exists()
    assert Origin.objects.exclude(person=None).exists(), "the other one of the name stays"

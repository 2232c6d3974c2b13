"""Who may be the same: found in any script, within what an embassy sees, and never asked twice."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import record_entry, remove_entry, say_apart
from ambasada.relations.models import ContactDetail, MatchKey, Merge, Organisation, Person
from ambasada.relations.queries import likely_for, likely_pairs, organisations_found
from tests.factories.contacts import official, organisation, private_person

NOW = timezone.now()
HERE = "/admin/relations/gb/"
PEOPLE = f"{HERE}duplicates/people/"


def found(
    embassy: Embassy, *names: str, kind: type[Organisation | Person] = Person
) -> list[tuple[str, list[str]]]:
    return [(str(each.entry), each.reasons) for each in likely_for(kind, {"name": names}, embassy)]


def reach(owner: Person, value: str, *, by: Member, embassy: Embassy) -> ContactDetail:
    detail = ContactDetail(person=owner, kind="phone", value=value)
    record_entry(detail, embassy=embassy, by=by, now=NOW)
    return detail


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("Святлана Ціханоўская", ["the same name"]),
        ("Светлана Тихановская", ["the same name"]),
        ("Sviatlana Tsikhanouskaya", ["the same name"]),
        ("Святлана Алексіевіч", None),
    ],
)
def test_name_is_known_again_in_another_script(
    britain: Embassy, piotr: Member, name: str, *, reasons: list[str] | None
) -> None:
    official(britain, piotr, "Святлана Ціханоўская")

    assert found(britain, name) == ([("Святлана Ціханоўская", reasons)] if reasons else [])


def test_ministry_is_known_again_and_another_one_is_not(britain: Embassy, piotr: Member) -> None:
    organisation(britain, piotr, "Міністэрства юстыцыі")

    assert [name for name, _why in found(britain, "Министерство юстиции", kind=Organisation)] == [
        "Міністэрства юстыцыі"
    ]
    assert found(britain, "Міністэрства культуры", kind=Organisation) == []
    assert list(organisations_found(britain, "Міністэрства 12")) == []


def test_school_with_another_number_is_another_school(britain: Embassy, piotr: Member) -> None:
    organisation(britain, piotr, "Гимназия № 23 Тест")
    organisation(britain, piotr, "Гимназия № 7 Тест")

    again = found(britain, "Гімназія №023 Тест", kind=Organisation)

    assert [name for name, _why in again] == ["Гимназия № 23 Тест"]


def test_what_one_embassy_knows_makes_nobody_a_duplicate_for_another(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    private_person(britain, piotr, "Gareth Pugh-Test")
    hartley = official(britain, piotr)
    detail = reach(hartley, "020 7946 0001", by=piotr, embassy=britain)
    other = official(norland, nils, "Imogen Heart-Test")
    reach(other, "020 7946 0001", by=nils, embassy=norland)

    assert found(norland, "Gareth Pugh-Test") == []
    assert [name for name, _why in found(britain, "Gareth Pugh-Test")] == ["Gareth Pugh-Test"]
    assert {each.embassy for each in MatchKey.objects.filter(value__startswith="p:")} == {
        britain,
        norland,
    }
    assert likely_pairs(Person, norland, "").pairs == []
    remove_entry(detail, embassy=britain, by=piotr, now=NOW)
    assert MatchKey.objects.get(value__startswith="p:").embassy == norland


def test_likeliest_come_first_and_who_is_apart_comes_no_more(
    britain: Embassy, piotr: Member
) -> None:
    one, slip = (private_person(britain, piotr, f"Vasil Kana{each}") for each in ("reika", "relka"))
    same = private_person(britain, piotr, "Васіль Канарэйка")

    pairs = likely_pairs(Person, britain, "").pairs

    assert (pairs[0].one, pairs[0].other) == (one, same)
    assert pairs[0].reasons == ["the same name"]
    for each in (same, slip):
        say_apart(each, one, embassy=britain, by=piotr, now=NOW)
    left = {(each.one, each.other) for each in likely_pairs(Person, britain, "").pairs}
    assert left <= {(slip, same)}
    assert (
        likely_pairs(Person, britain, "1.0~0~1~1").pairs == likely_pairs(Person, britain, "").pairs
    )
    assert likely_pairs(Person, britain, "0.1~0~1~1").pairs == []


@pytest.mark.screens
def test_second_entry_is_made_once_somebody_looked(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Callable[[Any], str]
) -> None:
    here = organisation(britain, piotr, "Тэставы Прафсаюз")
    sent = {"name": "Testavy Prafsajuz", "circle": "unions"}

    asked = browser_of_piotr.post(f"{HERE}organisations/add/", sent)

    assert Organisation.objects.count() == 1
    text = said(asked)
    assert "They may be here already." in text
    assert "Тэставы Прафсаюз the same name" in text
    answer = browser_of_piotr.post(f"{HERE}organisations/add/", {**sent, "another": str(here.ref)})
    assert answer.status_code == 302
    assert Organisation.objects.count() == 2
    assert likely_pairs(Organisation, britain, "").pairs == []


@pytest.mark.screens
def test_two_are_compared_made_one_and_two_again(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Callable[[Any], str]
) -> None:
    kept = private_person(britain, piotr, "Vasil Kanareika-Test")
    lost = private_person(britain, piotr, "Васіль Канарэйка-Test")
    reach(lost, "020 7946 0001", by=piotr, embassy=britain)
    assert "Vasil Kanareika-Test – Васіль Канарэйка-Test" in said(browser_of_piotr.get(PEOPLE))
    pair = f"{PEOPLE}{kept.ref}/{lost.ref}/"
    text = said(browser_of_piotr.get(pair))
    assert "What speaks for it: the same name" in text
    assert "How to reach them – 020 7946 0001" in text
    browser_of_piotr.post(pair)
    assert Person.objects.count() == 2, "nothing was chosen"

    browser_of_piotr.post(pair, {"kept": str(kept.ref)})

    assert list(Person.objects.all()) == [kept]
    listed = said(browser_of_piotr.get(f"{HERE}merges/"))
    assert "Васіль Канарэйка-Test → Vasil Kanareika-Test" in listed
    browser_of_piotr.post(f"{HERE}merges/{Merge.objects.get().ref}/undo/")
    assert set(Person.objects.all()) == {kept, lost}
    browser_of_piotr.post(pair, {"apart": "1"})
    assert "Nobody seems to be here twice." in said(browser_of_piotr.get(PEOPLE))


@pytest.mark.screens
def test_nothing_is_merged_over_a_border_of_embassies(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, nils: Member, norland: Embassy
) -> None:
    own = private_person(britain, piotr, "Vasil Kanareika-Test")
    theirs = private_person(norland, nils, "Vasil Kanareika-Test")
    known = "Vasil Kanareika-Test"
    public = (official(britain, piotr, known), official(britain, piotr, known))

    for pair in ((own, theirs), (theirs, own), (public[0], theirs)):
        path = f"{PEOPLE}{pair[0].ref}/{pair[1].ref}/"
        for sent in ({"kept": str(pair[0].ref)}, {"apart": "1"}):
            assert browser_of_piotr.get(path).status_code == 404
            assert browser_of_piotr.post(path, sent).status_code == 404
    for pair, why in (
        ((own, public[0]), "alone"),
        (public, "coordinator"),
        ((own, own), "already"),
    ):
        path = f"{PEOPLE}{pair[0].ref}/{pair[1].ref}/"
        text = browser_of_piotr.get(path).content.decode()
        assert why in text.partition("nice-padding")[2]
        assert "Keep this one" not in text
        browser_of_piotr.post(path, {"kept": str(pair[0].ref)})
    assert Person.objects.count() == 4
    assert {(each.one, each.other) for each in likely_pairs(Person, britain, "").pairs} == {public}

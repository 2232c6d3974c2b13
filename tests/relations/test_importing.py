"""Files of contacts: in, in again, tried, refused, taken back, and forgotten."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from ambasada.accounts.models import Actor, LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import Why, anonymise, forget_imports, undo_import
from ambasada.relations.models import (
    Area,
    ContactDetail,
    ImportedRow,
    ImportRun,
    Leftover,
    LegalBasis,
    MatchKey,
    Membership,
    Organisation,
    Origin,
    Person,
    Position,
    Spelling,
    Word,
)
from ambasada.relations.queries import people_found
from tests.factories.contacts import meeting, official, organisation, placed, private_person
from tests.factories.files import taken
from tests.factories.staff import seat

pytestmark = pytest.mark.both_databases

NOW = timezone.now()
CSV = (
    "name,email/1,voice/1,organisation/1,position/1,note\n"
    "Anna Pugh-Test,anna@example.org,+44 20 7946 0001,Test Union,Secretary,Likes tea\n"
    "Васіль Канарэйка-Test,q@example.org,,Test Union,,\n"
    ",,,,Clerk,\n"
)
POPOLO = json.dumps(
    {
        "areas": [{"id": "a1", "name": "Testshire", "classification": "county"}],
        "organizations": [
            {"id": "o2", "name": "Test Office", "parent_id": "o1", "x_circle": "government"},
            {"id": "o1", "name": "Test Ministry", "x_circle": "government", "area_id": "a1"},
            {"id": "o3", "name": "Ring", "parent_id": "o4", "x_circle": "government"},
            {"id": "o4", "name": "Rang", "parent_id": "o3", "x_circle": "government"},
        ],
        "posts": [{"id": "x1", "label": "Minister", "organization_id": "o1"}],
        "persons": [
            {"id": "p1", "name": "Imogen Hartley-Test", "email": "imogen@example.org"},
            {"id": "p2", "name": "Imogen Hartley-Test"},
        ],
        "memberships": [
            {"person_id": "p1", "post_id": "x1", "start_date": "2021"},
            {"person_id": "p2", "organization_id": "o2", "role": "adviser", "end_date": "2020-05"},
            {"person_id": "p9", "organization_id": "o2"},
        ],
    }
)
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Pugh-Test;Anna;;Dr;\r\nFN:Anna Pugh-Test\r\n"
    "EMAIL;TYPE=home:anna@example.org\r\nX-SKYPE:anna.test\r\nTITLE:Clerk\r\nEND:VCARD\r\n"
)
TABLES = (
    *(Person, Organisation, Membership, Position, ContactDetail, LegalBasis, ImportedRow),
    *(Spelling, Word, MatchKey, Origin, Leftover, Area),
)


def rows() -> dict[str, int]:
    return {each.__name__: each.objects.count() for each in TABLES}


def test_table_is_tried_taken_in_and_taken_in_again(britain: Embassy, piotr: Member) -> None:
    before = rows()
    tried, _told = taken(CSV, britain, piotr, circle="unions", is_dry=True)
    assert rows() == before
    assert not LedgerLine.objects.filter(verb="imported").exists()

    counts, told = taken(CSV, britain, piotr, circle="unions")
    assert counts == tried == {"new": 2, "refused": 1}
    assert [each.kind for each in told] == ["new", "new", "refused"]
    after = rows()
    again, _told = taken(CSV, britain, piotr, circle="unions")

    assert again == {"same": 2, "refused": 1}
    assert rows() == after
    assert ImportRun.objects.get().counts == {"new": 2, "refused": 1}
    assert LedgerLine.objects.filter(verb="imported").count() == 1
    anna = Person.objects.get(name__startswith="Anna")
    assert (anna.embassy, anna.bases.get().purpose) == (britain, "To invite them")
    assert anna.memberships.get().role == "Secretary", "all would see an office"
    assert anna.leftovers.get().lines == ["note: Likes tea"]
    assert {each.embassy for each in ContactDetail.objects.all()} == {britain}
    assert list(people_found(britain, "канарейка")) == [Person.objects.get(name__startswith="Вас")]


def test_popolo_for_all_embassies_is_a_coordinators(britain: Embassy, piotr: Member) -> None:
    for nobody in (piotr, Actor.OPERATOR):
        with pytest.raises(Refused):
            taken(POPOLO, britain, nobody, name="a.json", is_shared=True, why=None)
    lead = seat("lead", britain)
    how: dict[str, Any] = {"name": "a.json", "is_shared": True, "why": None}

    counts, told = taken(POPOLO, britain, lead, **how)
    after = rows()
    again, _told = taken(POPOLO, britain, lead, **how)

    assert counts == {"new": 5, "possible": 1, "refused": 3}, "two of one name in a file are two"
    assert again == {"same": 6, "refused": 3}
    assert rows() == after
    assert sum("part of itself" in each.reason for each in told) == 2
    assert {each.embassy for each in Person.objects.all()} == {None}
    assert {each.basis for each in LegalBasis.objects.all()} == {"public_office"}
    places = Membership.objects.order_by("since")
    assert [(each.what, each.since, each.until) for each in places] == [
        ("adviser", "", "2020-05"),
        ("Minister", "2021", ""),
    ]
    office = Organisation.objects.get(name="Test Office")
    assert office.parent is not None
    assert (office.parent.name, str(office.parent.area)) == ("Test Ministry", "Testshire")
    run = ImportRun.objects.get()
    undo_import(run, embassy=britain, by=lead, now=NOW)
    assert set(rows().values()) == {0}


def test_nobody_private_comes_in_without_a_reason(britain: Embassy, piotr: Member) -> None:
    known = official(britain, piotr, "Anna Pugh-Test")
    placed(known, organisation(britain, piotr, "Test Union"), by=piotr, embassy=britain)

    counts, told = taken(CSV, britain, piotr, circle="unions", why=None)

    assert counts == {"changed": 1, "refused": 2}, "who is here already is added to"
    assert "private" in told[1].reason
    assert list(Person.objects.all()) == [known]
    consent = Why("consent", text_version="2026-11", given_on=date(2026, 11, 1))
    assert taken(CSV, britain, piotr, why=consent)[0] == {"same": 1, "new": 1, "refused": 1}
    assert LegalBasis.objects.get(embassy=britain, basis="consent").text_version == "2026-11"
    with pytest.raises(Refused):
        taken(CSV, britain, piotr, why=Why("consent", text_version="2026-11"))


def test_all_or_nothing_is_nothing_if_a_row_is_refused(britain: Embassy, piotr: Member) -> None:
    with pytest.raises(Refused, match="nothing was"):
        taken(CSV, britain, piotr, circle="unions", is_whole=True)
    assert not Person.objects.exists()


def test_who_is_here_is_added_to_and_who_may_be_is_told(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    norland = Embassy.objects.get(code="norland")
    union = organisation(britain, piotr, "Test Union")
    anna = private_person(britain, piotr, "Anna Pugh-Test")
    place = placed(anna, union, by=piotr, embassy=britain, role="Secretary")
    private_person(norland, nils, "Васіль Канарэйка-Test")

    counts, told = taken(CSV, britain, piotr)

    assert counts == {"changed": 1, "new": 1, "refused": 1}, "another embassy’s is not there"
    changed = [(each.field, each.after) for each in told[0].differences]
    assert ("contactdetail", "anna@example.org") in changed
    assert Membership.objects.filter(person=anna).count() == 1
    other = "name,email/1\nAnna Pugh-Test,another@example.org\n"
    counts, told = taken(other, britain, piotr)
    assert (counts, told[0].of) == ({"possible": 1}, anna.pk)
    closing = (
        "name,prefix,organisation/1,role/1,end/1\nAnna Pugh-Test,Dr,Test Union,Secretary,2026\n"
    )
    taken(closing, britain, piotr)
    place.refresh_from_db()
    anna.refresh_from_db()
    assert (place.until, anna.honorific) == ("2026", "Dr")

    undo_import(ImportRun.objects.latest("pk"), embassy=britain, by=piotr, now=NOW)

    place.refresh_from_db()
    anna.refresh_from_db()
    assert (place.until, anna.honorific) == ("", "")


def test_undoing_takes_back_what_nobody_touched_since(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    norland = Embassy.objects.get(code="norland")
    before = rows()
    taken(CSV, britain, piotr, circle="unions")
    run = ImportRun.objects.get()
    with pytest.raises(Refused):
        undo_import(run, embassy=norland, by=nils, now=NOW)
    vasil = Person.objects.get(name__startswith="Вас")
    meeting(britain, piotr, people=[vasil])

    undone = undo_import(run, embassy=britain, by=piotr, now=NOW)

    union = Organisation.objects.get()
    assert (undone.gone, undone.stayed) == (1, 2), "the union stays, since one who is there stays"
    assert undone.some == [vasil, union]
    assert list(Person.objects.all()) == [vasil]
    assert LedgerLine.objects.latest("number").verb == "import_undone"
    with pytest.raises(Refused, match="any more"):
        undo_import(run, embassy=britain, by=piotr, now=NOW)
    vasil.delete()
    union.delete()
    assert rows() == before


def test_card_loses_nothing(britain: Embassy, piotr: Member) -> None:
    counts, _told = taken(CARD, britain, piotr, name="a.vcf")

    assert counts == {"new": 1}
    anna = Person.objects.get()
    assert anna.honorific == "Dr"
    assert anna.details.get().label == "home"
    assert anna.leftovers.get().lines == [
        "given: Anna",
        "family: Pugh-Test",
        "card X-SKYPE: anna.test",
        "office: Clerk",
    ]


def test_nothing_of_somebody_anonymised_stays_in_the_books_of_imports(
    britain: Embassy, piotr: Member
) -> None:
    taken(CSV, britain, piotr, circle="unions")
    union = Organisation.objects.get()
    row = ImportedRow.objects.get(organisation=union)
    row.was = {"owner": {"sources": ["Васіль Канарэйка-Test wrote it"]}}
    row.save()
    vasil = Person.objects.get(name__startswith="Вас")
    Leftover.objects.create(embassy=britain, organisation=union, lines=["note: q@example.org"])

    anonymise(vasil, embassy=britain, by=piotr, now=NOW, is_dry=False)

    with connection.cursor() as cursor:
        for table in ("importedrow", "importrun", "origin", "leftover"):
            cursor.execute(f"SELECT * FROM relations_{table}")  # noqa: S608 -- our own tables
            found = repr(cursor.fetchall())
            assert "Канарэйка" not in found
            assert "q@example" not in found
    row.refresh_from_db()
    assert row.was == {"owner": {"sources": ["[…] wrote it"]}}


def test_imports_are_forgotten_once_nobody_can_undo_them(britain: Embassy, piotr: Member) -> None:
    taken(CSV, britain, piotr, circle="unions")

    assert forget_imports(now=timezone.now() + timedelta(days=89)) == 0
    assert forget_imports(now=timezone.now() + timedelta(days=91)) == 1
    assert not ImportedRow.objects.exists()
    assert taken(CSV, britain, piotr)[0] == {"same": 2, "refused": 1}


def test_what_the_directory_has_no_room_for_is_refused(britain: Embassy, piotr: Member) -> None:
    text = (
        "name,organisation/1,start/1,end/1\n"
        "Anna Pugh-Test,Test Union,2021,2020\n"
        f"{'A' * 201} Test,,,\n"
        "Bo Pugh-Test,Test Union,2020-05,2020\n"
    )

    counts, told = taken(text, britain, piotr, circle="unions")

    assert counts == {"refused": 2, "new": 1}
    assert "before it begins" in told[0].reason
    with pytest.raises(Refused):
        taken(text, britain, piotr, source="A" * 301)
    assert "longer" in told[1].reason

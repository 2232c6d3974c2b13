"""Contacts that leave as files: only what one sees, marked, logged, and read again without loss."""

import csv
import io
import json
from hashlib import sha256

import pytest
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import Form, export_contacts
from ambasada.relations.models import ContactDetail, Leftover, Organisation, Person
from ambasada.relations.queries import organisations_found, people_found
from tests.factories.contacts import meeting, official, organisation, placed, private_person
from tests.factories.files import taken
from tests.factories.staff import seat

NOW = timezone.now()


def exported(embassy: Embassy, by: Member, form: Form, *, text: str = "") -> str:
    made = export_contacts(people_found(embassy, text), form, embassy=embassy, by=by, now=NOW)
    return b"".join(made.pieces).decode("utf-8-sig")


@pytest.fixture
def anna(britain: Embassy, piotr: Member) -> Person:
    """Return somebody with all that a file can say of them."""
    union = organisation(britain, piotr, "Test Union")
    person = private_person(britain, piotr, "Anna Pugh-Test", "Анна Пью")
    person.honorific = "=Dr"
    person.links = ["https://example.org/anna"]
    person.save()
    placed(person, union, by=piotr, embassy=britain, role="Secretary", since="2021")
    for kind, value in (("email", "anna@example.org"), ("phone", "+44 20 7946 0001")):
        ContactDetail.objects.create(person=person, embassy=britain, kind=kind, value=value)
    Leftover.objects.create(
        embassy=britain, person=person, lines=["note: Likes tea", "card X-SKYPE: anna.test"]
    )
    meeting(britain, piotr, people=[person], note="Nobody may read this")
    return person


@pytest.mark.usefixtures("anna")
def test_what_leaves_is_marked_and_logged_and_no_formula(britain: Embassy, piotr: Member) -> None:
    official(britain, piotr)

    text = exported(britain, piotr, Form.CSV, text="anna")

    (row,) = csv.DictReader(io.StringIO(text))
    assert row["prefix"] == "'=Dr"
    assert row["voice"] == "+44 20 7946 0001", "a number calls nothing"
    assert (row["organisation/1"], row["role/1"], row["note"]) == (
        "Test Union",
        "Secretary",
        "Likes tea",
    )
    assert "Nobody may" not in text
    line = LedgerLine.objects.latest("number")
    assert (line.verb, line.digest) == ("exported", sha256(row["exported"].encode()).hexdigest())


@pytest.mark.usefixtures("anna")
def test_what_leaves_changes_nothing_when_it_comes_back(britain: Embassy, piotr: Member) -> None:
    for form in Form:
        text = exported(britain, piotr, form)
        assert "Nobody may" not in text

        counts, told = taken(text, britain, piotr, name=f"a.{form}")

        assert set(counts) == {"same"}, (form, told)
    assert Person.objects.count() == 1


def test_what_leaves_is_taken_in_elsewhere_without_loss(
    britain: Embassy, piotr: Member, anna: Person
) -> None:
    cards, popolo = (exported(britain, piotr, each) for each in (Form.VCARD, Form.POPOLO))
    anna.delete()
    for text, name in ((cards, "a.vcf"), (popolo, "a.json")):
        assert "changed" not in taken(text, britain, piotr, name=name)[0]
        again = exported(britain, piotr, Form.VCARD)
        for word in ("Secretary", "anna@example.org", "Likes tea", "Анна Пью", "=Dr", "2021"):
            assert word in again.replace("\r\n ", ""), (name, word)
        assert "X-SKYPE:anna.test" in again
        Person.objects.all().delete()


@pytest.mark.usefixtures("anna")
def test_nobody_takes_what_they_do_not_see(
    britain: Embassy, norland: Embassy, nils: Member
) -> None:
    lead = seat("lead", norland)
    everybody = Person.objects.all()
    with pytest.raises(Refused):
        export_contacts(everybody, Form.CSV, embassy=britain, by=nils, now=NOW)

    made = export_contacts(everybody, Form.VCARD, embassy=norland, by=lead, now=NOW)
    bodies = export_contacts(
        organisations_found(norland), Form.POPOLO, embassy=norland, by=lead, now=NOW
    )

    assert b"".join(made.pieces) == b""
    said = json.loads(b"".join(bodies.pieces))
    assert [each["name"] for each in said["organizations"]] == [
        each.name for each in Organisation.objects.all()
    ]
    assert "anna" not in json.dumps(said).lower()

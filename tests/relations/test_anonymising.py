"""Why an embassy may keep somebody, and that nothing stays once it lets go of them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambasada.accounts.models import LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import anonymise, change_entry, record_entry, record_person
from ambasada.relations.models import (
    ContactDetail,
    Interaction,
    LegalBasis,
    Person,
    Relationship,
    Spelling,
    Stance,
)
from ambasada.relations.redacting import Redaction
from tests.factories.contacts import (
    meeting,
    official,
    organisation,
    placed,
    private_person,
    promise,
)
from tests.factories.staff import seat

NOW = timezone.now()


def recorded(
    embassy: Embassy, by: Member, basis: LegalBasis, *, is_private: bool = True, in_danger: bool
) -> Person:
    person = Person(name="Quiet-Test", embassy=embassy if is_private else None)
    record_person(person, basis, in_danger=in_danger, names=[], embassy=embassy, by=by, now=NOW)
    return person


def reason(basis: str) -> LegalBasis:
    said = {"text_version": "2026-11", "given_on": NOW.date()} if basis == "consent" else {}
    review = NOW.date() + timedelta(days=365)
    return LegalBasis(basis=basis, source="Themselves", review_on=review, **said)


def test_private_person_in_danger_is_kept_with_their_consent_alone(
    britain: Embassy, piotr: Member
) -> None:
    with pytest.raises(Refused, match="nothing was kept"):
        recorded(britain, piotr, reason("interest"), in_danger=True)
    assert not Person.objects.exists()
    assert not Spelling.objects.exists()

    person = recorded(britain, piotr, reason("consent"), in_danger=True)

    assert LegalBasis.objects.get().person == person
    fields = {each.name for each in Person._meta.get_fields()}
    assert not {each for each in fields if "danger" in each or "country" in each}


def test_consent_says_when_and_to_what(britain: Embassy, piotr: Member) -> None:
    recorded(britain, piotr, reason("consent"), in_danger=False)

    with pytest.raises(IntegrityError), transaction.atomic():
        LegalBasis.objects.update(text_version="")


def tables() -> Iterator[tuple[str, str]]:
    """Yield everything that stands in any table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own tables
            yield table, repr(cursor.fetchall())


CANARIES = ("Qanar", "Канар", "кanar", "7946 0777", "q@example.org")


def fill(embassy: Embassy, piotr: Member) -> Person:
    """Write a person down wherever one can be."""
    union = organisation(embassy, piotr)
    person = private_person(embassy, piotr, "Vasil Qanareyka-Test", "Васіль Канарэйка")
    other = private_person(embassy, piotr, "Anna Other-Test")
    other.sources = ["She came with Vasil Qanareyka-Test"]
    other.links = ["https://example.org/?to=q@example.org"]
    change_entry(other, version=1, embassy=embassy, by=piotr, now=NOW)
    place = placed(
        person,
        union,
        by=piotr,
        embassy=embassy,
        role="Deputy of Vasil Qanareyka-Test",
        sources=["q@example.org wrote it"],
    )
    rows = [
        ContactDetail(person=person, kind="email", value="q@example.org"),
        ContactDetail(membership=place, kind="phone", value="020 7946 0777"),
        ContactDetail(organisation=union, kind="other", value="Ask for Vasil Qanareyka-Test"),
        Relationship(from_person=person, to_person=other, kind="knows"),
        Relationship(
            from_person=other, to_organisation=union, kind="knows", sources=["Васіль Канарэйка"]
        ),
        Stance(embassy=embassy, person=person, issue="Sanctions", on="2026", source="Himself"),
    ]
    for each in rows:
        record_entry(each, embassy=embassy, by=piotr, now=NOW)
    met = meeting(
        embassy,
        piotr,
        organisations=[union],
        people=[person, other],
        note="Канарэйка сказаў, што тэлефон 020 7946 0777. З Канарэйкам пагаджаемся.",
        summary="QANAREYKA agreed. Anna Other-Test did not.",
    )
    promise(embassy, piotr, interaction=met, person=person, text="Qanareyka writes")
    meeting(embassy, piotr, title="Without him: Vasil Qanareyka-Test was praised")
    return person


def test_nothing_of_an_anonymised_person_remains(britain: Embassy, piotr: Member) -> None:
    person = fill(britain, piotr)
    before = dict(tables())
    assert any("Qanar" in each for each in before.values())

    taken = anonymise(person, embassy=britain, by=piotr, now=NOW, is_dry=True)
    assert dict(tables()) == before, "a dry run changes nothing"
    assert taken == anonymise(person, embassy=britain, by=piotr, now=NOW, is_dry=False)

    left = {table: each for table, text in tables() for each in CANARIES if each in text}
    assert left == {}
    met = Interaction.objects.get(unnamed=1)
    # What both names share goes too: rather a word too many than one too few.
    assert met.summary == "[…] agreed. Anna Other-[…] did not."
    assert [str(each) for each in met.people.all()] == ["Anna Other-Test"]
    assert Interaction.objects.count() == 2
    assert len(taken.texts) == 6
    assert taken.hints == []
    assert taken.rows["people"] == 1
    assert not ModelLogEntry.objects.exists()
    line = LedgerLine.objects.latest("number")
    assert (line.verb, line.subject) == ("anonymised", f"relations.person:{person.pk}")


def test_somebody_public_is_let_go_of_by_a_coordinator(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    hartley, lead = official(britain, piotr), seat("lead", britain)

    with pytest.raises(Refused):
        anonymise(hartley, embassy=britain, by=piotr, now=NOW, is_dry=True)
    anonymise(hartley, embassy=britain, by=lead, now=NOW, is_dry=False)
    assert not Person.objects.exists()
    quiet = private_person(britain, piotr, "Quiet-Test")
    with pytest.raises(Refused):
        anonymise(quiet, embassy=britain, by=nils, now=NOW, is_dry=True)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Vasil Qanareyka came", "[…] came"),
        ("qanareyka, VASIL: came", "[…]: came"),
        ("Васіля Канарэйку бачылі", "[…] бачылі"),
        ("Vasil Other came", "Vasil Other came"),
        ("Nothing here, or there", "Nothing here, or there"),
        ("", ""),
    ],
)
def test_whole_name_goes_from_any_text(text: str, left: str) -> None:
    taken = Redaction(["Vasil Qanareyka", "Васіль Канарэйка"], [])

    assert taken.of(text, is_about=False) == left


def test_any_word_of_the_name_goes_from_a_text_about_them() -> None:
    taken = Redaction(["Vasil Qanareyka"], ["020 7946 0777"])

    text = taken.of("Vasil said: call 020 7946 0777.", is_about=True)

    assert text == "[…] said: call […]."

"""Two that are the same become one, and two again exactly as they were."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import (
    anonymise,
    change_entry,
    forget_merges,
    merge,
    record_entry,
    remove_entry,
    say_apart,
    undo_merge,
)
from ambasada.relations.models import (
    ContactDetail,
    Interaction,
    LegalBasis,
    Merge,
    Organisation,
    Person,
    Position,
    Relationship,
    Stance,
    Stewardship,
)
from ambasada.relations.moving import pointing_at, rows_of
from ambasada.relations.queries import people_found
from tests.factories.contacts import (
    meeting,
    official,
    organisation,
    placed,
    private_person,
    promise,
)

NOW = timezone.now()


def dump() -> dict[str, list[Any]]:
    """Return all rows of all tables of contacts."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("relations").get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY id')  # noqa: S608 -- our own tables
            found[table] = cursor.fetchall()
    return found


def left_at(lost: Organisation | Person) -> set[str]:
    """Return the foreign keys that point at somebody."""
    return {
        f"{model._meta.label}.{field.name}"
        for model, field in pointing_at(type(lost))
        if rows_of(model).filter(**{field.name: lost.pk}).exists()
    }


@pytest.fixture
def two_people(britain: Embassy, piotr: Member) -> tuple[Person, Person]:
    """Return one person twice, with every kind of row that can be about somebody."""
    union = organisation(britain, piotr)
    kept = private_person(britain, piotr, "Васіль Канарэйка-Test")
    lost = private_person(britain, piotr, "Vasil Kanareika-Test", "Васіль Канарэйка-Test")
    other, third = (private_person(britain, piotr, f"{each}-Test") for each in ("Ann Ó", "Bo Å"))
    older = private_person(britain, piotr, "V. Kanareika-Test")
    placed(lost, union, by=piotr, embassy=britain)
    for each in (
        ContactDetail(person=lost, kind="email", value="v@example.org"),
        Relationship(from_person=lost, to_person=other, kind="knows"),
        Relationship(from_person=other, to_person=lost, kind="knows"),
        Relationship(from_person=kept, to_person=lost, kind="knows"),
        Stance(embassy=britain, person=lost, issue="Visas", on="2026", source="Himself"),
    ):
        record_entry(each, embassy=britain, by=piotr, now=NOW)
    meeting(britain, piotr, people=[lost])
    meeting(britain, piotr, title="With both", people=[kept, lost])
    promise(britain, piotr, person=lost)
    say_apart(lost, other, embassy=britain, by=piotr, now=NOW)
    say_apart(third, lost, embassy=britain, by=piotr, now=NOW)
    merge(lost, older, embassy=britain, by=piotr, now=NOW)
    return kept, lost


@pytest.fixture
def two_unions(britain: Embassy, piotr: Member) -> tuple[Organisation, Organisation]:
    """Return one organisation twice, likewise; the kept one is said to be a part of the other."""
    lost = organisation(britain, piotr, "TWU", names={"en": "Testers"}, links=["https://b.example"])
    part = organisation(britain, piotr, "Test Branch", parent=lost)
    kept = organisation(britain, piotr, parent=part, links=["https://a.example"])
    other = organisation(britain, piotr, "Test Body")
    older = organisation(britain, piotr, "Test WU")
    officer, guest = (official(britain, piotr, f"{each}-Test") for each in ("Eva", "Uma"))
    placed(officer, kept, by=piotr, embassy=britain, office="Chair")
    placed(officer, lost, by=piotr, embassy=britain, office="Chair")
    placed(guest, other, by=piotr, embassy=britain, on_behalf_of=lost)
    chair = Position.objects.get(organisation=lost)
    soon = NOW.date() + timedelta(days=9)
    for each in (
        ContactDetail(organisation=lost, kind="phone", value="020 7946 0123"),
        ContactDetail(position=chair, kind="email", value="chair@example.org"),
        Relationship(from_organisation=lost, to_organisation=other, kind="funds"),
        Relationship(from_organisation=other, to_organisation=lost, kind="funds"),
        Stance(embassy=britain, organisation=lost, issue="Visas", on="2026", source="A page"),
        Stewardship(embassy=britain, organisation=kept, owner=piotr, next_on=soon),
        Stewardship(embassy=britain, organisation=lost, owner=piotr, next_on=soon),
    ):
        record_entry(each, embassy=britain, by=piotr, now=NOW)
    meeting(britain, piotr, organisations=[kept, lost])
    promise(britain, piotr, organisation=lost)
    say_apart(lost, other, embassy=britain, by=piotr, now=NOW)
    say_apart(organisation(britain, piotr, "TUW"), lost, embassy=britain, by=piotr, now=NOW)
    merge(lost, older, embassy=britain, by=piotr, now=NOW)
    return kept, lost


@pytest.mark.parametrize("pair", ["two_people", "two_unions"])
def test_undo_brings_back_every_row_of_every_table(
    britain: Embassy, piotr: Member, pair: str, *, request: pytest.FixtureRequest
) -> None:
    kept, lost = request.getfixturevalue(pair)
    model = type(kept)
    assert left_at(lost) == {
        f"{each._meta.label}.{field.name}" for each, field in pointing_at(model)
    }, "a row of each kind is about the lost one"
    before = dump()

    merged = merge(kept, lost, embassy=britain, by=piotr, now=NOW)

    assert not model.objects.filter(pk=lost.pk).exists()
    assert left_at(lost) == set()
    assert dump() != before
    undone = undo_merge(merged, embassy=britain, by=piotr, now=NOW)
    assert undone == lost
    assert dump() == before
    lines = LedgerLine.objects.order_by("-number")[:2]
    assert [(each.verb, each.subject) for each in lines] == [
        ("merge_undone", kept.subject),
        ("merged", kept.subject),
    ]


def test_what_may_stand_once_stands_once(
    britain: Embassy, piotr: Member, two_unions: tuple[Organisation, Organisation]
) -> None:
    kept, lost = two_unions

    merge(kept, lost, embassy=britain, by=piotr, now=NOW)

    kept.refresh_from_db()
    assert (kept.parent, kept.links) == (None, ["https://a.example", "https://b.example"])
    chair = kept.positions.get()
    assert (chair.holders.count(), chair.details.get().value) == (2, "chair@example.org")
    assert kept.stewardships.count() == kept.interactions.count() == 1
    spelt = kept.spellings.values_list("text", "language")
    assert {("TWU", ""), ("Testers", "")} < set(spelt)


def test_name_of_the_lost_one_finds_the_kept_one(
    britain: Embassy, piotr: Member, two_people: tuple[Person, Person]
) -> None:
    kept, lost = two_people
    merge(kept, lost, embassy=britain, by=piotr, now=NOW)

    assert kept in people_found(britain, "vasil kanareika")
    assert not Relationship.objects.filter(from_person=kept, to_person=kept).exists()


def test_what_is_not_one_stays_two(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    union, hartley = organisation(britain, piotr), official(britain, piotr)
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")
    theirs = private_person(norland, nils, "Gareth Pugh-Test")

    for kept, lost in ((pugh, pugh), (hartley, pugh), (union, hartley), (pugh, theirs)):
        with pytest.raises(Refused):
            merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    with pytest.raises(Refused):
        merge(hartley, official(britain, piotr), embassy=britain, by=nils, now=NOW)
    assert not Merge.objects.exists()


def test_undo_names_what_is_in_its_way(
    britain: Embassy, piotr: Member, two_people: tuple[Person, Person]
) -> None:
    kept, lost = two_people
    merged = merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    stance = Stance.objects.get()
    remove_entry(stance, embassy=britain, by=piotr, now=NOW)
    Interaction.objects.get(title="A meeting").people.clear()

    with pytest.raises(Refused, match="stance") as refusal:
        undo_merge(merged, embassy=britain, by=piotr, now=NOW)

    assert "meeting or message" in str(refusal.value)
    assert Merge.objects.filter(pk=merged.pk).exists()


def test_what_else_was_written_since_stays(
    britain: Embassy, piotr: Member, two_people: tuple[Person, Person]
) -> None:
    kept, lost = two_people
    merged = merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    kept.refresh_from_db()
    kept.honorific = "Dr"
    change_entry(kept, version=2, embassy=britain, by=piotr, now=NOW)

    undo_merge(merged, embassy=britain, by=piotr, now=NOW)

    kept.refresh_from_db()
    assert (kept.honorific, kept.version) == ("Dr", 4)
    assert lost in people_found(britain, "vasil kanareika")


def test_second_merge_is_undone_first(
    britain: Embassy, piotr: Member, two_people: tuple[Person, Person]
) -> None:
    kept, lost = two_people
    first = merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    third = private_person(britain, piotr, "Vasil K-Test")
    second = merge(third, kept, embassy=britain, by=piotr, now=NOW)

    with pytest.raises(Refused, match="merged once more"):
        undo_merge(first, embassy=britain, by=piotr, now=NOW)
    for each in (second, first):
        undo_merge(each, embassy=britain, by=piotr, now=NOW)
    assert Person.objects.filter(pk__in=[kept.pk, lost.pk, third.pk]).count() == 3


def test_merge_is_forgotten_after_ninety_days(
    britain: Embassy, piotr: Member, two_people: tuple[Person, Person]
) -> None:
    merged = merge(*two_people, embassy=britain, by=piotr, now=NOW + timedelta(days=1))

    last = NOW + timedelta(days=91)
    with pytest.raises(Refused, match="any more"):
        undo_merge(merged, embassy=britain, by=piotr, now=last)
    assert forget_merges(now=last - timedelta(seconds=1)) == 1
    assert forget_merges(now=last) == 1
    assert not Merge.objects.exists()


def test_anonymising_reaches_what_merges_hold(
    britain: Embassy, piotr: Member, two_people: tuple[Person, Person]
) -> None:
    kept, lost = two_people
    organisations = [
        organisation(britain, piotr, "Test Guild", sources=[f"{lost.name} said so"])
        for _each in range(2)
    ]
    merge(*organisations, embassy=britain, by=piotr, now=NOW)
    merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    assert "Kanareika" in repr(dump())

    anonymise(kept, embassy=britain, by=piotr, now=NOW, is_dry=False)

    assert [each for each in ("Kanar", "Канар", "v@example") if each in repr(dump())] == []
    assert not Merge.objects.exists()


def test_reason_to_keep_somebody_comes_along(
    britain: Embassy, piotr: Member, two_people: tuple[Person, Person]
) -> None:
    kept, lost = two_people
    merge(kept, lost, embassy=britain, by=piotr, now=NOW)

    assert LegalBasis.objects.filter(person=kept).count() == 3

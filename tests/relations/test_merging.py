"""Two that are the same become one, and two again exactly as they were."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import (
    change_entry,
    forget_merges,
    merge,
    record_entry,
    remove_entry,
    say_apart,
    undo_merge,
)
from ambasada.relations.actions.spellings import Spelt
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
from tests.factories.staff import seat

NOW = timezone.now()
WORKED_OUT = ("MatchKey", "Word")  # and anew, with other numbers
Pair = tuple[Any, Any]
Known = dict[Any, Any]


def dump() -> dict[str, list[Any]]:
    """Return all rows of all tables of contacts."""
    found = {}
    for model in apps.get_app_config("relations").get_models(include_auto_created=True):
        columns = [each.column for each in model._meta.concrete_fields]
        if model.__name__ in WORKED_OUT:
            columns.remove("id")
        with connection.cursor() as cursor:
            chosen = ", ".join(f'"{each}"' for each in columns)
            cursor.execute(f'SELECT {chosen} FROM "{model._meta.db_table}"')  # noqa: S608 -- ours
            found[model._meta.label] = sorted(cursor.fetchall(), key=repr)
    return found


def left_at(lost: Organisation | Person) -> set[models.Field[Any, Any]]:
    """Return the foreign keys that point at somebody."""
    return {
        each
        for each in pointing_at(type(lost))
        if rows_of(each.model).filter(**{each.name: lost.pk}).exists()
    }


def point_at(field: models.Field[Any, Any], lost: Organisation | Person, known: Known) -> None:
    """Make a row of a kind that this file does not know, which is about somebody."""
    try:
        _made(field.model, known | {type(lost): lost}, also={field.name}).save()
    except (DatabaseError, TypeError, ValueError):
        pytest.fail(
            f"two_people or two_unions needs a row with {field.model.__name__}.{field.name}"
        )


def _made(model: type[models.Model], known: Known, *, also: set[str]) -> models.Model:
    values = {}
    for field in model._meta.concrete_fields:
        is_needed = field.name in also or not (field.null or field.blank or field.has_default())
        if is_needed and not field.primary_key:
            values[field.name] = _some(field, known)
    return model(**values)


def _some(field: models.Field[Any, Any], known: Known) -> object:
    if field.related_model:
        if field.related_model not in known:
            made = _made(field.related_model, known, also=set())
            made.save()
            known[field.related_model] = made
        return known[field.related_model]
    if field.choices:
        return field.choices[0][0]
    written: dict[str, object] = {"DateTimeField": NOW, "DateField": NOW.date()}
    written |= {"JSONField": {}, "UUIDField": uuid4()}
    kind = field.get_internal_type()
    return written.get(kind, 1 if "Integer" in kind else "2026")


@pytest.fixture
def lead(piotr: Member) -> Member:  # noqa: ARG001 -- whose coordinator it is
    """Return a coordinator of Britain, who merges what all embassies know."""
    return Member.objects.get(username="piotr-lead")


@pytest.fixture
def known(britain: Embassy, piotr: Member) -> Known:
    return {Embassy: britain, Member: piotr}


@pytest.fixture
def two_people(britain: Embassy, piotr: Member) -> Pair:
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
def two_unions(britain: Embassy, norland: Embassy, lead: Member) -> Pair:
    """Return one organisation twice, likewise; the kept one is said to be a part of the other."""
    names = {"en": "Testers", "be": "Тэстары"}
    lost = organisation(britain, lead, "TWU", names=names, links=["https://b.example"])
    part = organisation(britain, lead, "Test Branch", parent=lost)
    own = {"en": "Test Workers"}
    kept = organisation(britain, lead, parent=part, names=own, links=["https://a.example"])
    other = organisation(britain, lead, "Test Body")
    older = organisation(britain, lead, "Test WU", identifiers=["charity: 1"], since="2021-05")
    officer, guest = (official(britain, lead, f"{each}-Test") for each in ("Eva", "Uma"))
    placed(officer, kept, by=lead, embassy=britain, office="Chair")
    placed(officer, lost, by=lead, embassy=britain, office="Chair")
    placed(guest, other, by=lead, embassy=britain, on_behalf_of=lost)
    chair = Position.objects.get(organisation=lost)
    soon = NOW.date() + timedelta(days=9)
    for each in (
        ContactDetail(organisation=lost, kind="phone", value="020 7946 0123"),
        ContactDetail(organisation=lost, kind="phone", value="020 7946 0124"),
        ContactDetail(organisation=kept, kind="phone", value="020 7946 0124"),
        ContactDetail(position=chair, kind="email", value="chair@example.org"),
        Relationship(from_organisation=lost, to_organisation=other, kind="funds"),
        Relationship(from_organisation=other, to_organisation=lost, kind="funds"),
    ):
        record_entry(each, embassy=britain, by=lead, now=NOW)
    for embassy, by in ((britain, lead), (norland, seat("norland-lead", norland))):
        for note in (
            Stance(organisation=lost, issue="Visas", on="2026", source="A page"),
            Stewardship(organisation=kept, owner=by, next_on=soon),
            Stewardship(organisation=lost, owner=by, next_on=soon, interval=7),
        ):
            record_entry(note, embassy=embassy, by=by, now=NOW)
        meeting(embassy, by, organisations=[kept, lost])
        promise(embassy, by, organisation=lost)
    say_apart(lost, other, embassy=britain, by=lead, now=NOW)
    say_apart(organisation(britain, lead, "TUW"), lost, embassy=britain, by=lead, now=NOW)
    merge(lost, older, embassy=britain, by=lead, now=NOW)
    return kept, lost


@pytest.mark.parametrize("pair", ["two_people", "two_unions"])
def test_undo_brings_back_every_row_of_every_table(
    britain: Embassy, lead: Member, known: Known, *, pair: str, request: pytest.FixtureRequest
) -> None:
    kept, lost = request.getfixturevalue(pair)
    fields = set(pointing_at(type(kept)))
    for each in fields - left_at(lost):
        point_at(each, lost, known)
    assert left_at(lost) == fields, "a row of each kind is about the lost one"
    before = dump()

    merged = merge(kept, lost, embassy=britain, by=lead, now=NOW)

    assert not type(kept).objects.filter(pk=lost.pk).exists()
    assert left_at(lost) == set()
    assert dump() != before
    undone = undo_merge(merged, embassy=britain, by=lead, now=NOW)
    assert undone == lost
    assert dump() == before
    lines = LedgerLine.objects.order_by("-number")[:2]
    assert [(each.verb, each.subject) for each in lines] == [
        ("merge_undone", kept.subject),
        ("merged", kept.subject),
    ]


def test_what_may_stand_once_stands_once(britain: Embassy, lead: Member, two_unions: Pair) -> None:
    kept, lost = two_unions

    merge(kept, lost, embassy=britain, by=lead, now=NOW)

    kept.refresh_from_db()
    assert (kept.parent, kept.since, kept.identifiers) == (None, "2021-05", ["charity: 1"])
    assert kept.links == ["https://a.example", "https://b.example"]
    chair = kept.positions.get()
    assert (chair.holders.count(), chair.details.get().value) == (2, "chair@example.org")
    assert list(kept.stewardships.values_list("interval", flat=True)) == [90, 90]
    assert kept.interactions.count() == 2
    spelt = set(kept.spellings.values_list("text", "language"))
    assert {("TWU", ""), ("Testers", ""), ("Тэстары", "be"), ("Test WU", "")} < spelt
    assert kept.details.count() == 2


def test_name_and_reasons_of_the_lost_one_are_the_kept_one_s(
    britain: Embassy, piotr: Member, two_people: Pair
) -> None:
    kept, lost = two_people
    merge(kept, lost, embassy=britain, by=piotr, now=NOW)

    assert kept in people_found(britain, "vasil kanareika")
    assert not Relationship.objects.filter(from_person=kept, to_person=kept).exists()
    assert LegalBasis.objects.filter(person=kept).count() == 3


def test_what_is_not_one_stays_two(
    britain: Embassy, norland: Embassy, piotr: Member, *, lead: Member, nils: Member
) -> None:
    union, hartley = organisation(britain, piotr), official(britain, piotr)
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")
    theirs = private_person(norland, nils, "Gareth Pugh-Test")
    before = dump()

    for pair, why in (
        ((pugh, pugh), "one entry already"),
        ((hartley, pugh), "this embassy alone"),
        ((pugh, hartley), "this embassy alone"),
        ((union, hartley), "never the same"),
        ((pugh, theirs), "not here"),
        ((theirs, pugh), "not here"),
    ):
        with pytest.raises(Refused, match=why):
            merge(*pair, embassy=britain, by=lead, now=NOW)
    assert dump() == before


def test_what_all_embassies_know_is_merged_and_taken_apart_by_coordinators(
    britain: Embassy, piotr: Member, lead: Member, *, norland: Embassy, nils: Member
) -> None:
    pair = [official(britain, piotr) for _each in range(2)]

    with pytest.raises(Refused, match="coordinator"):
        merge(*pair, embassy=britain, by=piotr, now=NOW)
    with pytest.raises(Refused, match="keep contacts"):
        merge(*pair, embassy=britain, by=nils, now=NOW)
    merged = merge(*pair, embassy=britain, by=lead, now=NOW)
    with pytest.raises(Refused, match="coordinator"):
        undo_merge(merged, embassy=britain, by=piotr, now=NOW)
    with pytest.raises(Refused, match="any more"):
        undo_merge(merged, embassy=norland, by=nils, now=NOW)
    undo_merge(merged, embassy=britain, by=lead, now=NOW)
    with pytest.raises(Refused, match="any more"):
        undo_merge(merged, embassy=britain, by=lead, now=NOW)
    assert Person.objects.count() == 2


def test_undo_names_what_is_in_its_way(britain: Embassy, piotr: Member, two_people: Pair) -> None:
    kept, lost = two_people
    merged = merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    remove_entry(Stance.objects.get(), embassy=britain, by=piotr, now=NOW)
    Interaction.objects.get(title="A meeting").people.clear()
    before = dump()

    with pytest.raises(Refused, match="stance") as refusal:
        undo_merge(merged, embassy=britain, by=piotr, now=NOW)

    assert "meeting or message" in str(refusal.value)
    assert dump() == before


def test_what_another_embassy_does_meanwhile_is_theirs_and_not_told(
    britain: Embassy, norland: Embassy, lead: Member, *, two_unions: Pair
) -> None:
    kept, lost = two_unions
    merged = merge(kept, lost, embassy=britain, by=lead, now=NOW)
    Stance.objects.get(embassy=norland).delete()
    Interaction.objects.get(embassy=norland).delete()

    undo_merge(merged, embassy=britain, by=lead, now=NOW)

    assert Stance.objects.get(organisation=lost).embassy == britain
    intervals = Stewardship.objects.filter(organisation=lost).values_list("interval", flat=True)
    assert list(intervals) == [7, 7]


def test_what_else_was_written_since_stays(
    britain: Embassy, piotr: Member, two_people: Pair
) -> None:
    kept, lost = two_people
    merged = merge(kept, lost, embassy=britain, by=piotr, now=NOW)
    kept.refresh_from_db()
    kept.honorific = "Dr"
    names = [Spelt(each.text, each.language) for each in kept.spellings.all()]
    names += [Spelt("Basil Canary-Test", "en")]
    change_entry(kept, version=2, embassy=britain, by=piotr, now=NOW, names=names)

    undo_merge(merged, embassy=britain, by=piotr, now=NOW)

    kept.refresh_from_db()
    assert (kept.honorific, kept.version) == ("Dr", 4)
    assert {each.text for each in kept.spellings.all()} == {kept.name, "Basil Canary-Test"}
    assert lost in people_found(britain, "vasil kanareika")


def test_form_that_was_open_before_a_merge_writes_nothing_back(
    britain: Embassy, piotr: Member, two_people: Pair
) -> None:
    kept, lost = two_people
    stale = Stance.objects.get()
    merge(kept, lost, embassy=britain, by=piotr, now=NOW)

    with pytest.raises(Exception, match="changed meanwhile"):
        change_entry(stale, version=stale.version, embassy=britain, by=piotr, now=NOW)

    assert Stance.objects.get().person == kept


def test_later_merge_is_undone_first(britain: Embassy, lead: Member, two_people: Pair) -> None:
    kept, lost = two_people
    how: Any = {"embassy": britain, "by": lead, "now": NOW}
    before = dump()
    first = merge(kept, lost, **how)
    fourth = private_person(britain, lead, "Vasil Qanareika-Test")
    into = merge(kept, fourth, **how)
    third = private_person(britain, lead, "Vasil K-Test")
    away = merge(third, kept, **how)

    for each in (first, into):
        with pytest.raises(Refused, match="merged once more"):
            undo_merge(each, **how)
    undo_merge(away, **how)
    with pytest.raises(Refused, match="merged once more"):
        undo_merge(first, **how)
    for each in (into, first):
        undo_merge(each, **how)
    for person in (third, fourth):
        person.delete()
    assert dump() == before


def test_undo_makes_nothing_a_part_of_itself(
    britain: Embassy, lead: Member, two_unions: Pair
) -> None:
    kept, lost = two_unions
    above = organisation(britain, lead, "Test Federation")
    Organisation.objects.filter(pk=lost.pk).update(parent=above)
    merged = merge(kept, lost, embassy=britain, by=lead, now=NOW)
    Organisation.objects.filter(pk=above.pk).update(parent=kept)

    with pytest.raises(Refused, match="part of itself"):
        undo_merge(merged, embassy=britain, by=lead, now=NOW)

    assert not Organisation.objects.filter(pk=lost.pk).exists()


def test_merge_is_forgotten_after_ninety_days(
    britain: Embassy, piotr: Member, two_people: Pair
) -> None:
    merged = merge(*two_people, embassy=britain, by=piotr, now=NOW + timedelta(days=1))

    last = NOW + timedelta(days=91)
    with pytest.raises(Refused, match="any more"):
        undo_merge(merged, embassy=britain, by=piotr, now=last)
    assert forget_merges(now=last - timedelta(seconds=1)) == 1
    assert forget_merges(now=last) == 1
    assert not Merge.objects.exists()

"""The directory: names in any script, places that are closed and never written over."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.accounts.queries import ledger_page
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy, Seat
from ambasada.relations.actions import (
    Overtaken,
    change_entry,
    close_membership,
    record_entry,
    remove_entry,
)
from ambasada.relations.models import (
    Area,
    ContactDetail,
    LegalBasis,
    Membership,
    Organisation,
    Position,
    Postcode,
    Relationship,
    Spelling,
)
from ambasada.relations.queries import organisations_found, people_found
from tests.factories.contacts import official, organisation, placed, private_person
from tests.factories.staff import seat

NOW = timezone.now()


def names(rows: object) -> list[str]:
    return [each.name for each in rows.order_by("sort_key")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "typed",
    ["Сасноўскі", "сасноуски", "Sasnouski", "Sasnoŭski", "сосновский", "sosn", "test sasn"],
)
def test_person_is_found_in_every_script(britain: Embassy, piotr: Member, typed: str) -> None:
    private_person(britain, piotr, "Сасноўскі-Test", "Сосновский")
    private_person(britain, piotr, "Hartley-Test")

    assert names(people_found(britain, typed)) == ["Сасноўскі-Test"]


@pytest.mark.parametrize("typed", ["Светлана", "Svetlana", "Sviatlana", "Śviatłana", "святл"])
@pytest.mark.parametrize("name", ["Святлана Hartley-Test", "Светлана Hartley-Test"])
def test_spellings_of_a_given_name_find_each_other(
    britain: Embassy, piotr: Member, *, name: str, typed: str
) -> None:
    private_person(britain, piotr, name)
    private_person(britain, piotr, "Sviatapolk-Test")

    assert names(people_found(britain, typed)) == [name]


@pytest.mark.parametrize("typed", ["Hartley Pugh", "artley", "Ζ"])
def test_person_is_not_found_by_other_words(britain: Embassy, piotr: Member, typed: str) -> None:
    private_person(britain, piotr, "Hartley-Test")

    assert names(people_found(britain, typed)) == []


def test_name_that_was_changed_is_found_no_more(britain: Embassy, piotr: Member) -> None:
    held = organisation(britain, piotr, "Test Guild", names={"be": "Тэставая гільдыя"})
    held.name = "Test League"
    change_entry(held, version=1, embassy=britain, by=piotr, now=NOW, names=[])

    assert names(organisations_found(britain, "guild")) == []
    assert names(organisations_found(britain, "гільд")) == []
    assert names(organisations_found(britain, "leag")) == ["Test League"]
    assert Spelling.objects.count() == 1


def test_each_verb_writes_its_line(britain: Embassy, piotr: Member) -> None:
    before = LedgerLine.objects.count()
    union = organisation(britain, piotr)
    pugh = official(britain, piotr, "Gareth Pugh-Test")
    place = placed(pugh, union, by=piotr, embassy=britain)
    close_membership(place, "2026", embassy=britain, by=piotr, now=NOW)
    remove_entry(place, embassy=britain, by=piotr, now=NOW)

    lines = LedgerLine.objects.order_by("number")[before:]
    assert [(each.verb, each.subject) for each in lines] == [
        ("recorded", f"relations.organisation:{union.pk}"),
        ("recorded", f"relations.person:{pugh.pk}"),
        ("recorded", f"relations.legalbasis:{LegalBasis.objects.get(person=pugh).pk}"),
        ("recorded", f"relations.membership:{place.pk}"),
        ("closed", f"relations.membership:{place.pk}"),
        ("removed", f"relations.membership:{place.pk}"),
    ]
    assert {each.actor for each in lines} == {f"member:{piotr.pk}"}


def test_second_change_of_one_version_is_told_what_stands(britain: Embassy, piotr: Member) -> None:
    union = organisation(britain, piotr)
    mine, theirs = (Organisation.objects.get(pk=union.pk) for _each in range(2))
    theirs.classification = "federation"
    change_entry(theirs, version=1, embassy=britain, by=piotr, now=NOW)
    mine.classification = "union"

    with pytest.raises(Overtaken) as found:
        change_entry(mine, version=1, embassy=britain, by=piotr, now=NOW)

    assert found.value.held == theirs
    assert Organisation.objects.get().classification == "federation"


def test_organisation_is_no_part_of_itself(britain: Embassy, piotr: Member) -> None:
    top = organisation(britain, piotr, "Test Ministry")
    middle = organisation(britain, piotr, "Test Department", parent=top)
    low = organisation(britain, piotr, "Test Office", parent=middle)

    top.parent = low

    with pytest.raises(ValidationError, match="part of itself"):
        top.full_clean()


def test_change_of_minister_closes_one_place_and_opens_another(
    britain: Embassy, piotr: Member
) -> None:
    ministry = organisation(britain, piotr, "Test Ministry")
    first, second = (official(britain, piotr, name) for name in ("Anna One-Test", "Bo Two-Test"))
    before = placed(first, ministry, by=piotr, embassy=britain, office="Minister", since="2024")

    close_membership(before, "2026-05", embassy=britain, by=piotr, now=NOW)
    placed(second, ministry, by=piotr, embassy=britain, office="Minister", since="2026-05-09")

    assert Position.objects.count() == 1
    places = Membership.objects.order_by("since")
    assert [(each.person, each.since, each.until) for each in places] == [
        (first, "2024", "2026-05"),
        (second, "2026-05-09", ""),
    ]
    with pytest.raises(Refused, match="closed meanwhile"):
        close_membership(before, "2026-06", embassy=britain, by=piotr, now=NOW)


@pytest.mark.parametrize(
    ("since", "until", "is_kept"),
    [("2021-05", "2021", True), ("2021", "2021-05", True), ("2021-05", "2021-04-30", False)],
)
def test_nothing_ends_before_it_begins(
    britain: Embassy, piotr: Member, *, since: str, until: str, is_kept: bool
) -> None:
    union = organisation(britain, piotr)
    place = placed(official(britain, piotr), union, by=piotr, embassy=britain, since=since)

    if is_kept:
        close_membership(place, until, embassy=britain, by=piotr, now=NOW)
    else:
        with pytest.raises(Refused, match="before it begins"):
            close_membership(place, until, embassy=britain, by=piotr, now=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.update(until=until)


def test_what_is_about_a_private_person_is_the_embassys_alone(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    union = organisation(britain, piotr)
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")
    rows = [
        placed(pugh, union, by=piotr, embassy=britain),
        ContactDetail(person=pugh, kind="email", value="pugh@example.org"),
        Relationship(from_person=pugh, to_organisation=union, kind="knows"),
    ]
    for each in rows[1:]:
        record_entry(each, embassy=britain, by=piotr, now=NOW, is_shared=True)

    assert {each.embassy for each in rows} == {britain}  # type: ignore[attr-defined]
    for each in rows:
        assert not type(each).objects.seen_by(norland).exists()  # type: ignore[attr-defined]
    assert names(people_found(norland, "pugh")) == []


def test_detail_of_somebody_public_is_shared_only_if_its_writer_says_so(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    hartley = official(britain, piotr)
    for number, is_shared in (("020 7946 0001", True), ("07700 900001", False)):
        row = ContactDetail(person=hartley, kind="phone", value=number)
        record_entry(row, embassy=britain, by=piotr, now=NOW, is_shared=is_shared)

    seen = ContactDetail.objects.seen_by(norland).values_list("value", flat=True)
    assert list(seen) == ["020 7946 0001"]


def test_detail_is_of_exactly_one(britain: Embassy, piotr: Member) -> None:
    both = {"person": official(britain, piotr), "organisation": organisation(britain, piotr)}

    for owners in (both, {}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactDetail.objects.create(kind="web", value="https://example.org", **owners)


def test_postcode_may_be_of_several_areas(db: None) -> None:  # noqa: ARG001 -- the tables
    areas = [Area.objects.create(name=name) for name in ("Lingiari", "Solomon")]
    for each in areas:
        Postcode.objects.create(code="0822", area=each)

    found = Area.objects.filter(postcodes__code="0822").order_by("name")
    assert list(found) == areas


def test_who_keeps_no_contacts_or_those_of_another_embassy_does_nothing(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")
    editor = seat("editor", britain, role=Seat.Role.EDITOR)

    for member in (editor, nils):
        with pytest.raises(Refused):
            organisation(britain, member)
        with pytest.raises(Refused):
            change_entry(pugh, version=1, embassy=britain, by=member, now=NOW)
    with pytest.raises(Refused):
        change_entry(pugh, version=1, embassy=nils.seats.get().embassy, by=nils, now=NOW)


def test_what_others_hang_on_is_not_removed(britain: Embassy, piotr: Member) -> None:
    union = organisation(britain, piotr)
    place = placed(official(britain, piotr), union, by=piotr, embassy=britain, office="Chair")
    detail = ContactDetail(membership=place, kind="email", value="chair@example.org")
    record_entry(detail, embassy=britain, by=piotr, now=NOW)

    assert place.position is not None
    for entry in (union, place.person, place.position, place):
        with pytest.raises(Refused, match="Others hang on this"):
            remove_entry(entry, embassy=britain, by=piotr, now=NOW)


def test_ledger_shows_contacts_to_who_keeps_those_of_the_actors_embassy(
    britain: Embassy, piotr: Member, nils: Member
) -> None:
    union = organisation(britain, piotr)

    for reader, what in ((piotr, "recorded"), (nils, "contacts")):
        row = ledger_page(before=None, reader=reader).rows[0]
        assert row.what == what
        assert row.subject == (union.subject if reader == piotr else "")

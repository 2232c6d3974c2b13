"""Who is on public record, and who is one embassy’s alone again."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import make_private, make_public, record_entry
from ambasada.relations.actions.standing import ways_to_embassy
from ambasada.relations.models import (
    ContactDetail,
    LegalBasis,
    Membership,
    Person,
    Position,
    Relationship,
    Spelling,
    Stance,
)
from ambasada.relations.queries import people_found
from tests.factories.contacts import (
    meeting,
    official,
    organisation,
    placed,
    private_person,
    promise,
)
from tests.factories.staff import coordinator_of, member_in, signed_in

NOW = timezone.now()
HERE = "/admin/relations/gb/people/"
Words = Callable[[Any], str]


@pytest.fixture
def lead(piotr: Member) -> Member:  # noqa: ARG001 -- whom the coordinator let keep contacts
    return Member.objects.get(username="piotr-lead")


def why(basis: str = "interest", **others: Any) -> LegalBasis:
    return LegalBasis(basis=basis, source="A test", review_on=NOW.date(), **others)


def test_office_holder_becomes_known_to_all_with_the_offices_alone(
    britain: Embassy, norland: Embassy, piotr: Member, *, lead: Member
) -> None:
    pugh = private_person(britain, piotr, "Gareth Pugh-Test", "Гарэт П’ю")
    house = organisation(britain, piotr, "Test House")
    Position.objects.create(organisation=house, label="Member")
    office = placed(pugh, house, by=piotr, embassy=britain, office="Member")
    placed(pugh, house, by=piotr, embassy=britain, role="our friend there")
    detail = ContactDetail(person=pugh, kind="email", value="pugh@example.org")
    record_entry(detail, embassy=britain, by=piotr, now=NOW)
    before = LedgerLine.objects.count()

    basis = why(purpose="Member")
    make_public(pugh, basis, embassy=britain, by=lead, now=NOW)

    seen = people_found(norland, "гарэт").get()
    assert (seen.public_since, seen.is_private, seen.version) == (NOW.date(), False, 2)
    assert list(Membership.objects.seen_by(norland)) == [office]
    assert not ContactDetail.objects.seen_by(norland).exists()
    assert not LegalBasis.objects.seen_by(norland).exists()
    assert LegalBasis.objects.get(pk=basis.pk).basis == "public_office"
    lines = LedgerLine.objects.order_by("number")[before:]
    assert [(each.verb, each.subject) for each in lines][-1] == ("published", pugh.subject)
    with pytest.raises(Refused, match="already"):
        make_public(pugh, why(), embassy=britain, by=lead, now=NOW)


def test_others_find_nothing_of_who_is_private_again(
    britain: Embassy, norland: Embassy, piotr: Member, *, lead: Member
) -> None:
    hartley, union = official(britain, piotr), organisation(britain, piotr)
    place = placed(hartley, union, by=piotr, embassy=britain, office="Chair")
    hanging = [
        ContactDetail(person=hartley, kind="phone", value="020 7946 0001"),
        ContactDetail(membership=place, kind="phone", value="020 7946 0002"),
        Relationship(from_organisation=union, to_person=hartley, kind="knows"),
    ]
    for each in hanging:
        record_entry(each, embassy=britain, by=piotr, now=NOW, is_shared=True)
    meeting(britain, piotr, people=[hartley])

    make_private(hartley, why(), in_danger=False, embassy=britain, by=lead, now=NOW)

    for model in (Person, Spelling, Membership, ContactDetail, Relationship):
        rows: Any = model
        about = rows.objects.seen_by(norland)
        if model is Spelling:
            about = about.filter(person__isnull=False)
        assert not about.exists(), model
    assert Membership.objects.seen_by(britain).get() == place
    assert list(hartley.bases.values_list("basis", flat=True)) == ["interest"]
    hartley.refresh_from_db()
    assert (hartley.embassy, hartley.public_since) == (britain, None)
    line = LedgerLine.objects.order_by("number").last()
    assert line is not None
    assert (line.verb, line.subject) == ("withdrawn", hartley.subject)


@pytest.mark.parametrize(
    "kind", ["meeting", "promise", "stance", "basis", "relation", "detail", "of a place"]
)
def test_nobody_is_taken_from_an_embassy_that_keeps_something_about_them(
    britain: Embassy, norland: Embassy, nils: Member, *, piotr: Member, lead: Member, kind: str
) -> None:
    hartley, union = official(britain, piotr), organisation(britain, piotr)
    place = placed(hartley, union, by=piotr, embassy=britain, office="Chair")
    if kind == "meeting":
        meeting(norland, nils, people=[hartley])
    elif kind == "promise":
        promise(norland, nils, person=hartley)
    else:
        made = {
            "stance": Stance(person=hartley, issue="Visas", value=1, on="2026", source="a"),
            "basis": why(person=hartley),
            "relation": Relationship(from_organisation=union, to_person=hartley, kind="knows"),
            "detail": ContactDetail(person=hartley, kind="web", value="https://example.org"),
            "of a place": ContactDetail(membership=place, kind="web", value="https://example.org"),
        }[kind]
        record_entry(made, embassy=norland, by=nils, now=NOW)

    with pytest.raises(Refused, match="nothing was changed"):
        make_private(hartley, why(), in_danger=False, embassy=britain, by=lead, now=NOW)

    assert people_found(norland, "hartley").exists()


def test_every_kind_of_row_that_names_a_person_says_whose_it_is() -> None:
    kinds = {relation.related_model for relation in Person._meta.related_objects}

    assert len(kinds) > 6
    assert {each for each in kinds if not ways_to_embassy(each)} == set()


def test_only_a_coordinator_says_who_is_known_to_all(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    pugh, hartley = private_person(britain, piotr, "Pugh-Test"), official(britain, piotr)
    foreign = Member.objects.get(username="nils-lead")

    for embassy, by in ((britain, piotr), (norland, nils), (britain, foreign), (norland, foreign)):
        with pytest.raises(Refused):
            make_public(pugh, why(), embassy=embassy, by=by, now=NOW)
    with pytest.raises(Refused):
        make_private(hartley, why(), in_danger=False, embassy=britain, by=piotr, now=NOW)
    assert [each.is_private for each in (pugh, hartley)] == [True, False]


def test_nobody_in_danger_becomes_private_without_their_consent(
    britain: Embassy, piotr: Member, lead: Member
) -> None:
    hartley = official(britain, piotr)
    how: dict[str, Any] = {"embassy": britain, "by": lead, "now": NOW}

    with pytest.raises(Refused, match="Ask for their consent first"):
        make_private(hartley, why(), in_danger=True, **how)
    with pytest.raises(Refused, match="public office"):
        make_private(hartley, why("public_office"), in_danger=False, **how)
    consent = why("consent", text_version="May", given_on=NOW.date())
    make_private(hartley, consent, in_danger=True, **how)
    assert Person.objects.get().is_private


@pytest.mark.screens
def test_screen_shows_what_all_will_see_and_asks_why(britain: Embassy, said: Words) -> None:
    browser = coordinator_of(britain)
    by = member_in(browser)
    pugh = private_person(britain, by, "Gareth Pugh-Test", "Garet Piu-Test")
    page, path = f"{HERE}{pugh.ref}/", f"{HERE}{pugh.ref}/standing/"

    assert "Onto the public record" in said(browser.get(page))
    assert "Garet Piu-Test" in said(browser.get(path))
    sent = {"was": "private", "office": "Minister", "source": "The gazette"}
    assert "This field is required." in said(browser.post(path, {**sent, "office": ""}))
    stale = {**sent, "was": "public", "in_danger": "no", "purpose": "Work"}
    assert "Look at it again." in str(next(iter(browser.post(path, stale).context["messages"])))
    browser.post(path, sent)
    shown = said(browser.get(page))
    assert "On public record" in shown
    assert "Since " in shown
    back = {"was": "public", "in_danger": "no", "purpose": "To work", "source": "Themselves"}
    browser.post(path, back)
    assert "Known to this embassy alone." in said(browser.get(page))


@pytest.mark.screens
def test_who_does_not_lead_is_told_who_may(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")

    text = said(browser_of_piotr.get(f"{HERE}{pugh.ref}/standing/"))
    assert "Only a coordinator of the same embassy can do this." in text
    assert "Let every embassy know them" not in text
    assert "Onto the public record" not in said(signed_in(piotr).get(f"{HERE}{pugh.ref}/"))

"""Letting go of a person takes nothing from those whose words they are not."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ambasada.accounts.models import LedgerLine, Member
from ambasada.network.models import Embassy
from ambasada.relations.actions import anonymise, let_go_again, record_entry
from ambasada.relations.models import (
    ContactDetail,
    Interaction,
    Organisation,
    Person,
    Position,
    Stance,
)
from ambasada.relations.queries import organisations_found
from ambasada.relations.redacting import Redaction
from tests.factories.contacts import meeting, official, organisation, private_person
from tests.factories.staff import seat

NOW = timezone.now()
MARKET = "The market will mark what Markus said"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ён прыйшо\u0301ў", "Ён прыйшо\u0301ў"),
        ("Cafe\u0301 with Vasil Qanareyka\u200b at noon", "Cafe\u0301 with […] at noon"),
        ("का\u0301 Vasil Qana\u0301reyka का", "का\u0301 […] का"),
    ],
)
def test_what_does_not_name_them_stays_as_it_was_written(text: str, left: str) -> None:
    assert Redaction(["Vasil Qanareyka"]).of(text, is_about=False) == left


def test_name_of_one_word_goes_as_it_is_written_and_from_texts_about_them_alone() -> None:
    taken = Redaction(["Mark"])

    assert taken.of(MARKET, is_about=False) == MARKET
    assert taken.of("Mark will, said Markus", is_about=True) == "[…] will, said Markus"


@pytest.mark.parametrize("written", ["02079460777", "+44 20 7946 0777", "(020) 7946-0777"])
def test_number_goes_however_it_is_written(written: str) -> None:
    taken = Redaction([], ["020 7946 0777"])

    assert taken.of(f"Call {written}.", is_about=False) == "Call […]."
    assert taken.of("In 2026, 1020 of 79460778", is_about=False) == "In 2026, 1020 of 79460778"


def test_value_that_is_short_or_stands_within_a_word_takes_nothing() -> None:
    taken = Redaction([], ["a", "q@example.org"])

    assert taken.of("We agreed", is_about=False) == "We agreed"
    assert taken.of("xq@example.orgs", is_about=False) == "xq@example.orgs"


def test_what_is_typed_of_somebody_takes_nothing_from_other_embassies(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    quiet = private_person(britain, piotr, "Quiet-Test", "Mark", "trade union")
    for kind, value in (("other", "We agreed"), ("phone", "020 7946 0001")):
        row = ContactDetail(person=quiet, kind=kind, value=value)
        record_entry(row, embassy=britain, by=piotr, now=NOW)
    ministry = organisation(britain, piotr, "Test Ministry, a trade union")
    desk = ContactDetail(organisation=ministry, kind="phone", value="020 7946 0001")
    record_entry(desk, embassy=britain, by=piotr, now=NOW, is_shared=True)
    theirs = meeting(norland, nils, note=f"{MARKET}: We agreed with the trade union")

    taken = anonymise(quiet, embassy=britain, by=piotr, now=NOW, is_dry=False)

    for each in (theirs, ministry, desk):
        before = each.version
        each.refresh_from_db()
        assert each.version == before
    assert theirs.note == f"{MARKET}: We agreed with the trade union"
    assert desk.value == "020 7946 0001"
    assert taken.texts == []
    assert taken.hints == [ministry], "a member looks at it"


def test_somebody_public_goes_from_other_embassies_by_whole_names_alone(
    britain: Embassy, norland: Embassy, piotr: Member, *, nils: Member
) -> None:
    hartley, lead = official(britain, piotr), seat("lead", britain)
    record_entry(
        Stance(person=hartley, issue="Sanctions", on="2026", source="Herself"),
        embassy=norland,
        by=nils,
        now=NOW,
    )
    theirs = meeting(
        norland,
        nils,
        people=[hartley],
        title="With Imogen Hartley-Test",
        note="Hartley hesitates; the imogen hartley-test is a plant",
    )
    ours = meeting(britain, piotr, title="Hartley was praised", note="I met HARTLEY")

    taken = anonymise(hartley, embassy=britain, by=lead, now=NOW, is_dry=True)

    assert "stances" not in taken.rows, "another embassy’s notes are not counted"
    assert taken == anonymise(hartley, embassy=britain, by=lead, now=NOW, is_dry=False)
    theirs.refresh_from_db()
    assert theirs.title == "With […]"
    assert theirs.note == "Hartley hesitates; the imogen hartley-test is a plant"
    assert taken.texts == []
    assert taken.hints == [ours]


def test_office_of_somebody_is_found_by_their_name_no_more(britain: Embassy, piotr: Member) -> None:
    hartley, lead = official(britain, piotr), seat("lead", britain)
    names = {"be": "Бюро Imogen Hartley-Test"}
    bureau = organisation(britain, piotr, "Imogen Hartley-Test Bureau", names=names)
    for label in ("Aide of Imogen Hartley-Test", "Aide of IMOGEN HARTLEY-TEST", "Aide of […]"):
        Position.objects.create(organisation=bureau, label=label)

    anonymise(hartley, embassy=britain, by=lead, now=NOW, is_dry=False)

    held = Organisation.objects.get()
    assert (held.name, held.sort_key) == ("[…] Bureau", "bureau")
    assert sorted(each.text for each in held.spellings.all()) == ["[…] Bureau", "Бюро […]"]
    assert not organisations_found(britain, "hartley").exists()
    labels = Position.objects.values_list("label", flat=True)
    assert sorted(labels) == ["Aide of […]", "Aide of […] 2", "Aide of […] 3"]


def test_what_somebody_writes_meanwhile_is_kept(
    britain: Embassy, piotr: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    quiet = private_person(britain, piotr, "Quiet-Test")
    met = meeting(britain, piotr, title="With Quiet-Test", outcome="")
    redact = Redaction.of

    def written_meanwhile(self: Redaction, text: str, **how: Any) -> str:
        Interaction.objects.filter(pk=met.pk, outcome="").update(outcome="A letter")
        return redact(self, text, **how)

    monkeypatch.setattr(Redaction, "of", written_meanwhile)
    anonymise(quiet, embassy=britain, by=piotr, now=NOW, is_dry=False)

    met.refresh_from_db()
    assert (met.title, met.outcome) == ("With […]", "A letter")


def test_dry_run_writes_nothing(britain: Embassy, piotr: Member) -> None:
    quiet = private_person(britain, piotr, "Quiet-Test")
    meeting(britain, piotr, title="With Quiet-Test")

    with CaptureQueriesContext(connection) as asked:
        taken = anonymise(quiet, embassy=britain, by=piotr, now=NOW, is_dry=True)

    assert [str(each) for each in taken.texts] == ["With […]"]
    # DECLARE is how PostgreSQL reads many rows piece by piece.
    assert {each["sql"].split()[0] for each in asked} <= {"SELECT", "DECLARE"}
    assert len(asked)
    assert Person.objects.exists()


def test_whoever_was_let_go_of_after_a_backup_goes_again_once_it_came_back(
    britain: Embassy, piotr: Member
) -> None:
    stays = private_person(britain, piotr, "Anna Other-Test")
    quiet = private_person(britain, piotr, "Quiet-Test")
    title = meeting(britain, piotr, people=[quiet], title="With Quiet-Test")
    ref = quiet.ref
    anonymise(quiet, embassy=britain, by=piotr, now=NOW, is_dry=False)
    assert not let_go_again(now=NOW)
    back = private_person(britain, piotr, "Quiet-Test")
    Person.objects.filter(pk=back.pk).update(ref=ref)
    Interaction.objects.filter(pk=title.pk).update(title="With Quiet-Test")

    assert let_go_again(now=NOW)

    assert list(Person.objects.all()) == [stays]
    assert Interaction.objects.get().title == "With […]"
    line = LedgerLine.objects.latest("number")
    assert (line.verb, line.actor) == ("anonymised", "clock")

"""Areas and postcodes: who stands for whom, never guessed, kept or sent to anybody."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Actor, LedgerLine, Member
from ambasada.config.cli import main
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import change_entry, import_postcodes, record_entry
from ambasada.relations.actions.postcodes import TakenIn
from ambasada.relations.models import Area, Position, Postcode
from ambasada.relations.postcode_table import read_postcodes
from ambasada.relations.queries import areas_of_postcode
from tests.factories.contacts import official, organisation, placed, private_person

NOW = timezone.now()
HERE = "/admin/relations/gb/"
TABLE = "postcode,electorate\n0800,Solomon\n0822,Lingiari\n0822,Solomon\n"
Words = Callable[[Any], str]


def taken_in(text: str, kind: str = "") -> TakenIn:
    read = read_postcodes(io.BytesIO(text.encode()))
    return import_postcodes(read.pairs, kind=kind, by=Actor.OPERATOR, now=NOW, digest="")


def codes(name: str) -> list[str]:
    return sorted(Postcode.objects.filter(area__name=name).values_list("code", flat=True))


def asked(embassy: Embassy, text: str) -> list[str]:
    return [each.area.name for each in areas_of_postcode(embassy, text)]


def test_postcode_gives_its_areas_all_of_them_and_no_others(britain: Embassy) -> None:
    taken_in(TABLE)

    assert asked(britain, "0800") == ["Solomon"]
    assert asked(britain, " 08-22 ") == ["Lingiari", "Solomon"]
    for unknown in ("080", "0823", "", "-", "0" * 30):
        assert asked(britain, unknown) == []


@pytest.mark.django_db
def test_table_says_what_its_areas_have_and_nothing_of_others() -> None:
    taken_in("0900,Elsewhere\n0800,Solomon\n")
    before = LedgerLine.objects.count()

    first, again = taken_in(TABLE), taken_in(TABLE)

    assert first == TakenIn(areas_made=1, added=2, removed=0, same=1, unclear=[])
    assert again == TakenIn(areas_made=0, added=0, removed=0, same=3, unclear=[])
    assert taken_in("0822,Solomon\n").removed == 1
    assert (codes("Solomon"), codes("Elsewhere")) == (["0822"], ["0900"])
    line = LedgerLine.objects.order_by("number")[before]
    assert (line.verb, line.subject) == ("imported", "relations.postcode_table:unknown")


@pytest.mark.django_db
def test_area_is_found_by_code_or_by_a_name_that_one_alone_has() -> None:
    county = Area.objects.create(name="Test Vale", classification="county")
    seat = Area.objects.create(name="Test Vale", classification="constituency", code="E14")

    both = taken_in("postcode;name\nAB1 2CD;Test Vale\n")
    coded = taken_in("postcode\tcode\tname\nAB1 2CE\tE14\tTest Vale West\n")
    among = taken_in("AB1 2CF,Test Vale\n", kind="County")

    assert both == TakenIn(0, 0, 0, 0, [2])
    assert (coded.added, among.added) == (1, 1)
    assert [each.code for each in seat.postcodes.all()] == ["AB12CE"]
    assert [each.code for each in county.postcodes.all()] == ["AB12CF"]


@pytest.mark.django_db
def test_lines_that_tell_nothing_are_left_out_and_named() -> None:
    read = read_postcodes(
        io.BytesIO(b"postcode,area\n0800,Solomon\n,Solomon\n0801,\n---,Solomon\n")
    )

    assert read.unread == [3, 4]
    done = import_postcodes(read.pairs, kind="", by=Actor.OPERATOR, now=NOW, digest="")
    assert (done.added, done.unclear) == (1, [5])
    with pytest.raises(Refused, match="two columns"):
        read_postcodes(io.BytesIO(b"postcode\n0800\n"))


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_command_tries_first_and_then_imports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ambasada.config.cli._require_folder", lambda **_: None)
    file = tmp_path / "table.csv"
    file.write_text(TABLE)

    assert main(["import", "postcodes", str(file), "--dry-run"]) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    assert not Postcode.objects.exists()
    assert main(["import", "postcodes", str(file), "--kind", "electorate"]) == 0
    assert "Postcodes added: 3\n" in capsys.readouterr().out
    assert {each.classification for each in Area.objects.all()} == {"electorate"}
    assert main(["import", "postcodes", str(tmp_path / "none.csv")]) == 1


def test_area_within_itself_is_refused_by_the_verb(britain: Embassy, piotr: Member) -> None:
    top, low = Area(name="Top"), Area(name="Low")
    record_entry(top, embassy=britain, by=piotr, now=NOW)
    low.parent = top
    record_entry(low, embassy=britain, by=piotr, now=NOW)

    top.parent = low
    with pytest.raises(Refused, match="part of itself"):
        change_entry(top, version=1, embassy=britain, by=piotr, now=NOW)

    assert Area.objects.get(name="Top").parent is None


@pytest.mark.screens
def test_areas_are_added_shown_and_kept_from_going_in_a_circle(
    browser_of_piotr: Client, said: Words
) -> None:
    browser_of_piotr.post(f"{HERE}areas/add/", {"name": "Test Land", "classification": "country"})
    sent = {"name": "Test Vale", "code": "E14", "parent": "test land (country)"}
    answer = browser_of_piotr.post(f"{HERE}areas/add/", sent)

    vale, land = Area.objects.get(code="E14"), Area.objects.get(name="Test Land")
    assert answer.headers["Location"] == f"{HERE}areas/{vale.ref}/"
    assert "Within it Test Vale" in said(browser_of_piotr.get(f"{HERE}areas/{land.ref}/"))
    assert "Test Vale E14 Test Land" in said(browser_of_piotr.get(f"{HERE}areas/?q=vale"))
    nowhere = browser_of_piotr.post(f"{HERE}areas/add/", {"name": "A", "parent": "Nowhere"})
    assert "No area of this name or code is here." in said(nowhere)
    path = f"{HERE}areas/{land.ref}/edit/"
    circle = {"name": "Test Land", "version": 1, "parent": "E14"}
    assert "It would be a part of itself." in said(browser_of_piotr.post(path, circle))
    renamed = {"name": "Test Realm", "classification": "country", "version": 1}
    browser_of_piotr.post(path, renamed)
    second = said(browser_of_piotr.post(path, {**renamed, "name": "Test Kingdom"}))
    assert "Somebody changed this while you were writing." in second
    assert "Test Realm Test Kingdom" in second


@pytest.mark.screens
def test_first_page_leads_from_a_postcode_to_who_stands_for_it(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    taken_in(TABLE)
    land = Area.objects.create(name="Test Territory")
    Area.objects.filter(name="Solomon").update(parent=land)
    house = organisation(britain, piotr, "Test House")
    sent = {"label": "Member for Solomon", "area": "solomon"}
    browser_of_piotr.post(f"{HERE}organisations/{house.ref}/positions/add/", sent)
    Position.objects.create(organisation=house, label="Senator", area=land)
    Position.objects.create(organisation=house, label="Once", area=land, until="2020")
    how: dict[str, Any] = {"by": piotr, "embassy": britain}
    placed(official(britain, piotr), house, office="Member for Solomon", **how)
    gone = official(britain, piotr, "Gone Before-Test")
    placed(gone, house, office="Member for Solomon", until="2022", **how)

    assert "Who stands for a postcode" in said(browser_of_piotr.get(HERE))
    one = said(browser_of_piotr.post(f"{HERE}postcode/", {"postcode": "0800"}))
    two = said(browser_of_piotr.post(f"{HERE}postcode/", {"postcode": "0822"}))
    none = said(browser_of_piotr.post(f"{HERE}postcode/", {"postcode": "0823"}))

    assert "Solomon Member for Solomon Test House · Imogen Hartley-Test" in one
    assert "Test Territory Senator Test House · vacant" in one
    assert ("Gone Before-Test" in one, "Once" in one, "Lingiari" in one) == (False, False, False)
    assert "This postcode is of 2 areas. Ask whoever lives there" in two
    assert ("Lingiari" in two, "No office for this area is written down." in two) == (True, True)
    assert "This postcode is not in the tables here" in none
    assert "Solomon" not in none


def test_who_one_embassy_alone_knows_is_shown_to_no_other(
    britain: Embassy, norland: Embassy, piotr: Member
) -> None:
    taken_in(TABLE)
    house = organisation(britain, piotr, "Test House")
    Position.objects.create(
        organisation=house, label="Secretary", area=Area.objects.get(name="Solomon")
    )
    pugh = private_person(britain, piotr, "Gareth Pugh-Test")
    placed(pugh, house, by=piotr, embassy=britain, office="Secretary")

    for embassy, count in ((britain, 1), (norland, 0)):
        (shown,) = areas_of_postcode(embassy, "0800")
        assert len(shown.offices[0].holders) == count

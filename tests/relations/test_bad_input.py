"""What cannot be so is refused by the verbs with a calm sentence, and by the forms before them."""

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from ambasada.accounts.models import Member
from ambasada.lib.contacts.column_days import Ambiguous
from ambasada.lib.contacts.reasons import Reason
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy
from ambasada.relations.actions import Form, change_entry, export_contacts, record_entry
from ambasada.relations.actions.importing.drafts import ENDS_FIRST
from ambasada.relations.files import opened
from ambasada.relations.models import ContactDetail, Membership, Organisation, Person, Position
from ambasada.relations.queries import people_found
from ambasada.relations.returned import Returned
from tests.factories.contacts import keeper, meeting, official, organisation, placed
from tests.factories.files import taken

NOW = timezone.now()
HERE = "/admin/relations/gb/"
Words = Callable[[Any], str]


def test_two_organisations_are_not_made_part_of_each_other(britain: Embassy, piotr: Member) -> None:
    top = organisation(britain, piotr, "Test Ministry")
    low = organisation(britain, piotr, "Test Office")
    # Both were read before either was changed, as by two members at once.
    before = Organisation.objects.select_related("parent").get(pk=top.pk)
    low.parent = top
    change_entry(low, version=1, embassy=britain, by=piotr, now=NOW)

    before.parent = Organisation(pk=low.pk, name=low.name)  # as it was, part of nothing
    with pytest.raises(Refused, match="part of itself"):
        change_entry(before, version=1, embassy=britain, by=piotr, now=NOW)

    top.refresh_from_db()
    assert (top.parent, top.version) == (None, 1)


def test_what_ends_before_it_begins_is_refused_in_a_sentence(
    britain: Embassy, piotr: Member
) -> None:
    union, hartley = organisation(britain, piotr), official(britain, piotr)
    span = {"since": "2024-05", "until": "2024-04-30"}
    office = Position(organisation=union, label="Chair", **span)
    detail = ContactDetail(organisation=union, kind="web", value="https://example.org", **span)

    for made in (office, detail):
        with pytest.raises(Refused, match="ends before it begins"):
            record_entry(made, embassy=britain, by=piotr, now=NOW)
    with pytest.raises(Refused, match="ends before it begins"):
        placed(hartley, union, by=piotr, embassy=britain, office="Chair", **span)
    union.since, union.until = "2024", "2023"
    with pytest.raises(Refused, match="ends before it begins"):
        change_entry(union, version=1, embassy=britain, by=piotr, now=NOW)
    assert not Membership.objects.exists()
    assert not Position.objects.exists()


@pytest.mark.screens
def test_forms_say_what_cannot_be_so_and_keep_what_was_written(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    top = organisation(britain, piotr, "Test Ministry")
    organisation(britain, piotr, "Test Office", parent=top)
    official(britain, piotr)
    path = f"{HERE}organisations/{top.ref}/"

    circle = {"name": "Test Ministry", "circle": "unions", "version": 1, "parent_find": "office"}
    assert "It would be a part of itself." in said(browser_of_piotr.post(f"{path}edit/", circle))
    span = {"person_find": "hartley", "role": "guest", "since": "2024", "until": "2023-12"}
    answer = browser_of_piotr.post(f"{path}places/add/", span)
    assert "It ends before it begins." in said(answer)
    assert 'value="guest"' in answer.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.screens
def test_second_of_two_editors_sees_both_in_every_form_that_changes_a_row(
    browser_of_piotr: Client, piotr: Member, britain: Embassy, *, said: Words
) -> None:
    union, hartley = organisation(britain, piotr), official(britain, piotr)
    met = meeting(britain, piotr, organisations=[union])
    office = Position.objects.create(organisation=union, label="Chair")
    detail = ContactDetail(organisation=union, kind="web", value="https://example.org/1")
    record_entry(detail, embassy=britain, by=piotr, now=NOW)
    of_meeting = {"kind": "meeting", "status": "held", "on": "2026-02-03", "directed": "no"}
    of_meeting |= {"organisations": str(union.ref), "zone": "Europe/London"}
    forms: dict[str, tuple[str, dict[str, Any]]] = {
        f"people/{hartley.ref}/edit/": ("name", {}),
        f"meetings/{met.ref}/edit/": ("title", of_meeting),
        f"rows/positions/{office.ref}/": ("label", {}),
        f"rows/details/{detail.ref}/": ("value", {"kind": "web"}),
    }

    for path, (name, values) in forms.items():
        sent = {**values, "version": 1}
        first = browser_of_piotr.post(f"{HERE}{path}", {**sent, name: "The first"})
        assert first.status_code == 302, path
        text = said(browser_of_piotr.post(f"{HERE}{path}", {**sent, name: "The second"}))
        assert "Somebody changed this while you were writing." in text, path
        assert "The first The second" in text, path


CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Pugh-Test;Anna;;;\r\nFN:Anna\r\nPugh-Test\r\n"
    "NOTE:She likes tea\r\nand no milk\r\nEMAIL:anna@exam\r\nple.org\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Hartley-Test;Imogen\r\nFN:Imogen Hartley-Test\r\n"
    "NOTE;ENCODING=QUOTED-PRINTABLE:Caf=C3=\r\n=A9 at noon=\r\n, on Monday\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:3.0\r\nNOTE:Nobody\r\nEND:VCARD\r\n"
)
BROKEN = (
    b"name,email/1,note\n"
    b"Anna Pugh-Test,anna@example.org,Tea\n"
    b'Bo Pugh-Test,"open,Tea\n'
    b"Cy Pugh-Test,cy@example.org,Tea,and,milk\n"
    b"Di Pugh-Test,di@example.org,\x00\n"
    b",,Tea\n"
    b"Ed Pugh-Test,ed@example.org,Tea\n"
)


def names() -> list[str]:
    return list(Person.objects.order_by("sort_key").values_list("name", flat=True))


@pytest.mark.both_databases
def test_row_that_cannot_be_read_comes_back_with_its_reason_and_the_rest_goes_in(
    britain: Embassy, piotr: Member
) -> None:
    opened_once = opened(io.BytesIO(BROKEN), "a.csv")
    returned = Returned(opened_once.rows)

    with pytest.raises(Refused, match="nothing was"):
        taken(BROKEN, britain, piotr, is_whole=True)
    assert names() == []
    counts, told = taken(BROKEN, britain, piotr)

    assert counts == {"new": 2, "refused": 4}
    assert names() == ["Anna Pugh-Test", "Ed Pugh-Test"]
    for verdict in told:
        returned.tell(verdict)
    rows = list(csv.reader(io.StringIO(returned.text.removeprefix("\ufeff"))))
    assert [(row[0], row[1], row[2]) for row in rows[1:]] == [
        ("3", Reason.QUOTES, "Bo Pugh-Test"),
        ("4", Reason.WIDTH, "Cy Pugh-Test"),
        ("5", Reason.CONTROL, "Di Pugh-Test"),
        ("6", Reason.NAMELESS, ""),
    ]


def test_table_of_a_thousand_columns_goes_in_whole(britain: Embassy, piotr: Member) -> None:
    more = range(998)
    header = ",".join(("name", "email/1", *(f"Answer {each}" for each in more)))
    cells = ",".join(("Anna Pugh-Test", "anna@example.org", *(f"yes {each}" for each in more)))
    text = f"{header}\n{cells}\n"

    assert taken(text, britain, piotr)[0] == {"new": 1}
    assert taken(text, britain, piotr)[0] == {"same": 1}
    lines = Person.objects.get().leftovers.get().lines
    assert (len(lines), lines[-1]) == (998, "column Answer 997: yes 997")


def test_columns_without_a_header_or_with_the_same_lose_nothing(
    britain: Embassy, piotr: Member
) -> None:
    text = "name,,email/1,email/1,note,note\nAnna Pugh-Test,Tea,a@b.c,d@e.f,One,Two\n"

    assert taken(text, britain, piotr)[0] == {"new": 1}
    anna = Person.objects.get()
    assert {each.value for each in anna.details.all()} == {"a@b.c", "d@e.f"}
    assert anna.leftovers.get().lines == [
        "note: One",
        "column Column 2: Tea",
        "column note (2): Two",
    ]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig", "utf-8", "koi8-r"])
def test_table_in_an_old_encoding_is_the_same_table(
    britain: Embassy, piotr: Member, encoding: str
) -> None:
    text = "name;note\nВера Канарейка-Test;Пьёт чай\nАлесь Канарейка-Test;Прыйдзе пазней\n"
    if encoding == "koi8-r":
        text = text.replace("й", "и")

    assert taken(text.encode(encoding), britain, piotr)[0] == {"new": 2}
    assert taken(text, britain, piotr)[0] == {"same": 2}


@pytest.mark.both_databases
def test_formula_is_kept_as_text_and_calculates_nothing_when_it_leaves(
    britain: Embassy, piotr: Member
) -> None:
    formula = "=cmd|'/c calc'!A0"
    text = f'name,prefix,note,email/1\n"@Anna Pugh-Test",-Dr,"{formula}",+1@example.org\n'
    taken(text, britain, piotr)

    anna = Person.objects.get()
    assert (anna.name, anna.honorific) == ("@Anna Pugh-Test", "-Dr")
    assert anna.leftovers.get().lines == [f"note: {formula}"]
    found = people_found(britain, "")
    made = export_contacts(found, Form.CSV, embassy=britain, by=piotr, now=NOW)
    back = b"".join(made.pieces).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(back))
    assert (row["name"], row["prefix"], row["note"]) == ("'@Anna Pugh-Test", "'-Dr", f"'{formula}")
    assert not any(cell.startswith(("=", "@", "-", "+")) for cell in row.values())
    assert taken(back, britain, piotr)[0] == {"same": 1}


@pytest.mark.parametrize(
    ("order", "cells"),
    [
        ("YMD", ("2021-05-09", "2021/12/31")),
        ("DMY", ("9.5.2021", "31.12.2021")),
        ("MDY", ("5/9/2021", "12/31/2021")),
        ("YDM", ("2021.09.05", "2021.31.12")),
        ("DYM", ("09.2021.05", "31.2021.12")),
        ("MYD", ("05.2021.09", "12.2021.31")),
    ],
)
def test_days_are_read_in_six_orders(britain: Embassy, order: str, cells: tuple[str, str]) -> None:
    people = zip(("Anna Pugh-Test", "Imogen Hartley-Test"), cells, strict=True)
    rows = "".join(f"{name},Test Union,{day}\n" for name, day in people)
    text = f"name,organisation/1,start/1\n{rows}"

    counts, told = taken(text, britain, keeper(britain, "piotr"), circle="unions")

    assert counts == {"new": 2}, (order, told)
    days = Membership.objects.order_by("pk").values_list("since", flat=True)
    assert list(days) == ["2021-05-09", "2021-12-31"], order


def test_day_that_can_be_read_in_two_ways_is_asked_about_and_nothing_goes_in(
    britain: Embassy, piotr: Member
) -> None:
    text = "name,organisation/1,start/1\nAnna Pugh-Test,Test Union,05/09/2021\n"

    with pytest.raises(Ambiguous):
        taken(text, britain, piotr, circle="unions")
    assert not Organisation.objects.exists()


@pytest.mark.both_databases
def test_card_with_broken_folding_is_mended_and_one_without_a_name_comes_back(
    britain: Embassy, piotr: Member
) -> None:
    with pytest.raises(Refused, match="nothing was"):
        taken(CARDS, britain, piotr, name="a.vcf", is_whole=True)

    counts, told = taken(CARDS, britain, piotr, name="a.vcf")

    assert counts == {"new": 2, "refused": 1}
    assert [each.reason for each in told if each.reason] == [Reason.NAMELESS]
    anna, imogen = Person.objects.order_by("pk")
    assert (anna.name, anna.details.get().value) == ("Anna Pugh-Test", "anna@example.org")
    assert "note: She likes tea\nand no milk" in anna.leftovers.get().lines
    assert "note: Café at noon, on Monday" in imogen.leftovers.get().lines


@pytest.mark.both_databases
def test_circle_of_parents_comes_back_and_what_is_here_is_no_part_of_its_parts(
    britain: Embassy, piotr: Member
) -> None:
    def body(number: int, parent: int) -> dict[str, str]:
        names = {"id": f"o{number}", "name": f"Test Body {number}", "x_circle": "unions"}
        return names | ({"parent_id": f"o{parent}"} if parent else {})

    ring = [body(1, 2), body(2, 3), body(3, 1), body(4, 4), body(5, 1), body(6, 0)]
    text = json.dumps({"organizations": ring})
    with pytest.raises(Refused, match="nothing was"):
        taken(text, britain, piotr, name="a.json", is_whole=True)

    counts, told = taken(text, britain, piotr, name="a.json")

    assert counts == {"new": 2, "refused": 4}
    assert {each.reason for each in told if each.reason} == {Reason.CIRCLE}
    taken(json.dumps({"organizations": [body(7, 6)]}), britain, piotr, name="a.json")
    counts, told = taken(json.dumps({"organizations": [body(6, 7)]}), britain, piotr, name="a.json")
    six, seven = (Organisation.objects.get(name=f"Test Body {each}") for each in (6, 7))
    assert (six.parent, seven.parent) == (None, six), told
    assert six.leftovers.get().lines == ["part of: o7"]


@pytest.mark.both_databases
def test_place_that_ends_before_it_starts_comes_back_and_the_others_go_in(
    britain: Embassy, piotr: Member
) -> None:
    bodies = [{"id": "o1", "name": "Test Parliament", "x_circle": "government"}]
    people = [{"id": "p1", "name": "Anna Pugh-Test"}, {"id": "p2", "name": "Bo Pugh-Test"}]
    taken(json.dumps({"organizations": bodies, "persons": people}), britain, piotr, name="a.json")

    def place(person: str, start: str, end: str) -> dict[str, str]:
        who = {"person_id": person, "organization_id": "o1", "role": f"guest {start}"}
        return who | {"start_date": start, "end_date": end}

    wrong = [place("p1", "2021", "2020"), place("p2", "2021-05-09", "2021-05-08")]
    right = [place("p1", "2021-05", "2021"), place("p2", "soon", ""), place("p2", "2022", "")]
    text = json.dumps({"memberships": wrong + right})
    with pytest.raises(Refused, match="nothing was"):
        taken(text, britain, piotr, name="a.json", is_whole=True)

    counts, told = taken(text, britain, piotr, name="a.json")

    assert counts == {"changed": 2, "refused": 3}
    assert sorted(each.reason for each in told if each.reason) == [
        str(Reason.DAY),
        ENDS_FIRST,
        ENDS_FIRST,
    ]
    days = Membership.objects.order_by("since").values_list("since", "until")
    assert list(days) == [("2021-05", "2021"), ("2022", "")]

"""Cards of every version: what becomes of what they say, and of what can't be read."""

import pytest

from ambasada.lib.contacts.reasons import Reason
from ambasada.lib.contacts.records import (
    CARD,
    ContactDetail,
    Extra,
    Link,
    Membership,
    Organisation,
    OtherName,
    Person,
)
from ambasada.lib.contacts.vcards import read_cards, write_cards
from ambasada.lib.refused import Refused
from tests.factories.cards import VENDORS


def person(name: str) -> Person:
    (found,) = read_cards(VENDORS[name]).people
    return found


def card(*lines: str) -> bytes:
    return "\r\n".join(("BEGIN:VCARD", *lines, "END:VCARD", "")).encode()


def extra(found: Person, name: str) -> str:
    return next(each.value for each in found.extra if each.form == CARD and each.name == name)


def test_card_of_apple_is_read_with_its_labels() -> None:
    found = person("apple")

    assert (found.name, found.given, found.family) == (
        "Dr. Ales Ivanavich Novak-Test",
        "Ales",
        "Novak-Test",
    )
    assert (found.patronymic, found.honorific_prefix) == ("Ivanavich", "Dr.")
    assert [(each.type, each.label, each.value) for each in found.details] == [
        ("email", "work", "ales@example.org"),
        ("email", "Evenings", "ales@home.example.org"),
        ("cell", "", "07700 900001"),
        ("voice", "other", "020 7946 0001"),
        ("address", "home", "1 Example Street\nFlat 2, N1 1AA London, United Kingdom"),
    ]
    assert found.details[-1].parts == (
        "",
        "",
        "1 Example Street\nFlat 2",
        "London",
        "",
        "N1 1AA",
        "United Kingdom",
    )
    assert found.links == (Link(url="http://example.org/ales", note="homepage"),)
    assert found.memberships == (
        Membership(organisation="Union of Examples", unit="Press", position="Head of press"),
    )
    assert found.id == "11111111-2222-3333-4444-555555555555"
    assert extra(found, "item3.X-ABADR") == "gb"
    assert extra(found, "item5.X-ABLABEL") == "_$!<Friend>!$_"
    assert extra(found, "PHOTO").startswith("data:image/png;base64,iVBORw0KGgo")
    assert " " not in extra(found, "PHOTO")


def test_quoted_parameter_keeps_its_colon_and_semicolon() -> None:
    found = person("apple-quoted")
    said = {each.name: each.parameters for each in found.extra}

    assert found.details[0] == ContactDetail(type="cell", value="07700 900002")
    assert said["TEL"] == (("X-NOTE", "after six: call; or write"),)
    assert said["ADR"] == (("X-APPLE-X", "a:b"),)
    assert found.details[2] == ContactDetail(type="im", value="xmpp:vera@example.org", label="home")


@pytest.mark.parametrize("vendor", ["apple-company", "gmail-company", "organisation"])
def test_card_of_a_company_is_an_organisation(vendor: str) -> None:
    read = read_cards(VENDORS[vendor])

    assert read.people == ()
    assert [each.name for each in read.organisations] == [
        {
            "apple-company": "Examples Ltd",
            "gmail-company": "Shop of Examples",
            "organisation": "Ministry of Examples",
        }[vendor]
    ]


def test_old_android_card_is_read_in_its_letters() -> None:
    found = person("android")

    assert (found.name, found.family) == ("Алесь Тэст-Test", "Тэст-Test")
    assert found.memberships[0].organisation == "Міністэрства прыкладаў"
    assert [(each.type, each.label) for each in found.details] == [
        ("cell", ""),
        ("fax", "home"),
        ("email", "work"),
    ]


def test_value_cut_within_a_letter_is_kept_as_it_was() -> None:
    found = person("android-cut")

    assert found.notes == ()
    assert extra(found, "NOTE").endswith("=D1")


def test_soft_line_breaks_of_outlook_are_joined() -> None:
    found = person("outlook-2003")

    assert found.notes == ("First line\nSecond line, with a comma\n\nThird",)
    assert found.memberships == (
        Membership(organisation="Examples, Inc", unit="Sales", position="Clerk", role="Trader"),
    )
    assert found.other_names == (OtherName(text="Joe", note="nickname"),)


def test_card_in_an_old_encoding_is_read_and_said_to_be_assumed() -> None:
    read = read_cards(VENDORS["outlook-ru"])

    assert read.people[0].name == "Вера Ивановна Почта-Test"
    assert (read.encoding, read.is_assumed) == ("cp1251", True)


def test_each_property_may_be_in_an_encoding_of_its_own() -> None:
    data = (
        b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=windows-1251:"
        + "Алесь Тэст-Test".encode("cp1251")
        + b"\r\nNOTE;CHARSET=UTF-8:"
        + "Нататка".encode()
        + b"\r\nEND:VCARD\r\n"
    )

    (found,) = read_cards(data).people

    assert (found.name, found.notes) == ("Алесь Тэст-Test", ("Нататка",))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_card_is_the_same_in_every_encoding_and_with_every_line_end(
    encoding: str, end: str
) -> None:
    text = "BEGIN:VCARD\nVERSION:3.0\nFN:Алесь Тэст-Test\nNOTE:адзін\n два\nEND:VCARD\n"

    (found,) = read_cards(text.replace("\n", end).encode(encoding)).people

    assert (found.name, found.notes) == ("Алесь Тэст-Test", ("адзіндва",))


def test_broken_folding_is_mended() -> None:
    full = "NOTE:" + "x" * 70
    found = read_cards(card("FN:A-Test", full, "yy", "NOTE:short", "next line")).people[0]

    assert found.notes == ("x" * 70 + "yy", "short\nnext line")


def test_property_that_is_folded_before_its_colon_is_one_property() -> None:
    found = read_cards(
        card("FN:A-Test", "UID:1", f'TEL;X-NOTE="{"x" * 60};', ' y";TYPE=CELL:07700 900001')
    ).people[0]

    assert found.id == "1"
    assert found.details == (ContactDetail(type="cell", value="07700 900001"),)


def test_parameter_of_a_strange_name_is_kept() -> None:
    read = read_cards(card("FN:A-Test", 'X-A;<b=1;=c;"d;e"=f:g'))

    assert read.people[0].extra[0].parameters == (("<B", "1"), ("TYPE", "c"), ("DE", "f"))
    assert read_cards(write_cards(read.people)).people == read.people


def test_card_without_an_end_does_not_swallow_the_next() -> None:
    read = read_cards(
        b"BEGIN:VCARD\nFN:One-Test\nBEGIN:VCARD\nFN:Two-Test\nEND:VCARD\nBEGIN:VCARD\nFN:Three-Test"
    )

    assert [each.name for each in read.people] == ["One-Test", "Two-Test", "Three-Test"]


def test_card_within_a_card_stays_in_it() -> None:
    found = person("agent")

    assert [each.value for each in found.details] == ["020 7946 0012"]
    assert "Helper-Test" in extra(found, "AGENT")


def test_agent_without_an_end_does_not_swallow_the_next() -> None:
    read = read_cards(
        b"BEGIN:VCARD\nFN:One-Test\nAGENT:\nBEGIN:VCARD\nFN:In-Test\n"
        b"BEGIN:VCARD\nFN:Two-Test\nEND:VCARD\n"
    )

    assert [each.name for each in read.people] == ["One-Test", "Two-Test"]


def test_what_cannot_be_read_is_returned_with_its_line_and_the_rest_goes_in() -> None:
    deep = b"BEGIN:VCARD\nFN:Deep-Test\n" + b"AGENT:\nBEGIN:VCARD\n" * 7 + b"END:VCARD\n" * 8
    read = read_cards(
        b"Sent from my telephone\n"
        b"BEGIN:VCARD\nno property\nEND:VCARD\n"
        b"BEGIN:VCARD\nPHOTO:x\nEND:VCARD\n"
        b"BEGIN:VCARD\nFN:Good-Test\nEND:VCARD\n"
        b"BEGIN:VCARD\nKIND:group\nFN:Friends\nMEMBER:urn:uuid:1\nEND:VCARD\n"
        b"BEGIN:VCARD\nFN:Nul\0-Test\nEND:VCARD\n" + deep
    )

    assert [each.name for each in read.people] == ["Good-Test"]
    assert [(each.line, each.reason) for each in read.rejected] == [
        (1, Reason.OUTSIDE),
        (2, Reason.NO_PROPERTY),
        (5, Reason.NAMELESS),
        (11, Reason.A_LIST),
        (16, Reason.CONTROL),
        (19, Reason.TOO_DEEP),
    ]
    assert read.rejected[1].cells == ("BEGIN:VCARD\nno property\nEND:VCARD",)


def test_letter_that_the_encoding_does_not_have_costs_its_card_alone() -> None:
    good = "BEGIN:VCARD\nFN:Алесь Добры-Test\nNOTE:Сустрэча з прыкладамі\nEND:VCARD\n".encode()
    bad = b"BEGIN:VCARD\nFN:Bad \xff-Test\nEND:VCARD\nBEGIN:VCARD\nFN;X=\xff:B-Test\nEND:VCARD\n"
    read = read_cards(good + bad + good)

    assert [each.name for each in read.people] == ["Алесь Добры-Test"] * 2
    assert [(each.line, each.reason) for each in read.rejected] == [
        (5, Reason.ENCODING),
        (8, Reason.ENCODING),
    ]
    assert (read.encoding, read.is_assumed) == ("utf-8", True)


@pytest.mark.parametrize("data", [b"", b"Dear sir,\n", b"\xff\xfe", b"<html></html>"])
def test_file_without_a_card_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="no card"):
        read_cards(data)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("N:Test;Vera;;;", "Vera Test"),
        ("NICKNAME:Verka-Test", "Verka-Test"),
        ("EMAIL:vera@example.org", "vera@example.org"),
        ("TEL:020 7946 0001", "020 7946 0001"),
    ],
)
def test_card_without_a_name_is_called_as_address_books_call_it(line: str, name: str) -> None:
    assert read_cards(card("VERSION:3.0", line)).people[0].name == name


def test_memberships_are_kept_apart_by_group_or_by_order() -> None:
    by_group = read_cards(
        card("FN:A-Test", "a.ORG:One", "b.ORG:Two", "b.TITLE:Head of two", "a.TITLE:Head of one")
    )
    by_order = read_cards(card("FN:A-Test", "ORG:One", "ORG:Two", "TITLE:Head of one"))

    assert by_group.people[0].memberships == (
        Membership(organisation="One", position="Head of one"),
        Membership(organisation="Two", position="Head of two"),
    )
    assert by_order.people[0].memberships == (
        Membership(organisation="One", position="Head of one"),
        Membership(organisation="Two"),
    )


def test_written_card_is_of_version_four_folded_within_75_bytes() -> None:
    data = write_cards([Person(name="Алесь Тэст-Test", notes=("я" * 200 + ", line\nnext",))])
    lines = data.decode().split("\r\n")

    assert lines[:4] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:individual", "FN:Алесь Тэст-Test"]
    assert max(len(line.encode()) for line in lines) <= 75
    assert "\\, line\\nnext" in "".join(line.removeprefix(" ") for line in lines)


def test_record_that_came_from_elsewhere_adds_no_property_to_a_card() -> None:
    bad = Extra(
        form=CARD,
        name="X\r\nTEL:020 7946 0001\r\nX",
        value="y\nEND:VCARD",
        parameters=(("a\n", "b"),),
    )
    found = Person(name="A\r\nTEL:1-Test", extra=(bad,), id="1\r\nNOTE:x", notes=("\x0b\x00n",))
    (again,) = read_cards(write_cards([found])).people

    assert (again.details, again.notes, again.id) == ((), ("n",), "1\nNOTE:x")


def test_what_cards_have_no_place_for_comes_back() -> None:
    found = Person(
        name="Vera Test",
        memberships=(
            Membership(
                organisation="Ministry",
                position="Minister",
                on_behalf_of="Party",
                start="2021-05",
                end="2024",
                sources=(Link(url="https://example.org/1"),),
            ),
            Membership(position="Poet"),
        ),
        details=(
            ContactDetail(type="twitter", value="@vera", note="says “no”", valid_until="2025"),
            ContactDetail(type="email", value="v@example.org", valid_from="2024-02-29"),
        ),
        other_names=(OtherName(text="Вера Тэст", language="be", start="2001"),),
        extra=(Extra(form="row", name="Favourite; colour", value="red, blue"),),
    )
    body = Organisation(name="Ministry", circle="government", parent="State", founded="1991")
    again = read_cards(write_cards([found, body]))

    assert (again.people, again.organisations) == ((found,), (body,))

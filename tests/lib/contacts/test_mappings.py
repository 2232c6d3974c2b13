"""Tables of programs we know, and of those we do not: their columns become fields."""

import io

import pytest

from ambasada.lib.contacts.column_days import Ambiguous
from ambasada.lib.contacts.mappings import Columns, NotAMapping, mapping_of, read_mapping
from ambasada.lib.contacts.presets import preset_for
from ambasada.lib.contacts.reasons import Reason, Rejected
from ambasada.lib.contacts.records import (
    ROW,
    ContactDetail,
    Extra,
    Identifier,
    Link,
    Membership,
    Organisation,
    OtherName,
    Person,
)
from ambasada.lib.contacts.row_people import people_in
from ambasada.lib.contacts.rows import Rows
from ambasada.lib.contacts.suggestions import columns_of

GOOGLE_OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Maiden Name,Notes,Group Membership,"
    "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,"
    "Phone 2 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title,"
    "Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City\n"
    "Ales Novak-Test,Ales,Ivanavich,Novak-Test,,Old-Test,A note,* myContacts ::: Press,* Work,"
    "a@example.org ::: b@example.org,Mobile,07700 900001,Work Fax,020 7946 0001,,Union,Head,Home,"
    '"1 Example Street\nLondon",1 Example Street,London\n'
)
GOOGLE_NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,File As,Organization Name,"
    "Organization Title,Organization Department,Labels,E-mail 1 - Label,E-mail 1 - Value,"
    "Phone 1 - Label,Phone 1 - Value,Website 1 - Label,Website 1 - Value\n"
    "Vera,,Test,,Dr.,,Union,Head,Press,* myContacts,Other,v@example.org,Main,020 7946 0002,Blog,"
    "https://example.org\n"
    ",,,,,,Shop of Examples,,,,,,Work,020 7946 0003,,\n"
    ",,,,,,,,,,,,,,,\n"
    ",,,,,,,,,* myContacts,,,,,,\n"
)
OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,"
    "Business City,Business Postal Code,Business Country/Region,Business Fax,Business Phone,"
    "Business Phone 2,Mobile Phone,E-mail Address,E-mail 2 Address,Web Page,Anniversary\n"
    'Ms.,Eva,,Mail-Test,,Examples AG,Sales,Clerk,"2 Example Street",London,N1 1AA,United Kingdom,'
    "020 7946 0004,020 7946 0005,020 7946 0006,07700 900002,e@example.org,f@example.org,"
    "http://example.org,1/1/2000\n"
)
LINKEDIN = (
    'Notes:\n"Some of the addresses are missing, since, ""privacy"""\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Jan,Link-Test,https://example.org/in/jan,,Examples BV,Engineer,28 Sep 2026\n"
)
CIVICRM = (
    "Contact ID,Contact Type,Contact Subtype,Sort Name,Display Name,First Name,Last Name,"
    "Organization Name,Job Title,Current Employer,Email,Phone,Phone Type,Street Address,City\n"
    '7,Individual,,"Vi-Test, Ci","Ci Vi-Test",Ci,Vi-Test,,Clerk,Union,c@example.org,07700 900003,'
    "Mobile,3 Example Street,London\n"
    "8,Organization,Union,Union,Union,,,Union,,,u@example.org,,,,\n"
)
TABLES = {
    "Google Contacts, old": GOOGLE_OLD,
    "Google Contacts": GOOGLE_NEW,
    "Outlook": OUTLOOK,
    "LinkedIn Connections": LINKEDIN,
    "CiviCRM": CIVICRM,
}


def read(text: str, mapping: Columns | None = None) -> list[Person | Organisation | Rejected]:
    rows = Rows(io.BytesIO(text.encode()))
    known = mapping or preset_for(rows.header)
    assert known is not None
    return list(people_in(rows, known))


def only(text: str) -> Person:
    found = read(text)[0]
    assert isinstance(found, Person)
    return found


@pytest.mark.parametrize("name", TABLES)
def test_table_of_a_program_is_told_by_its_headers_in_any_order(name: str) -> None:
    header = Rows(io.BytesIO(TABLES[name].encode())).header

    for order in (header, header[::-1], sorted(header), [each.upper() for each in header]):
        known = preset_for(order)
        assert known is not None
        assert known.name == name


def test_old_google_table_is_read() -> None:
    found = only(GOOGLE_OLD)

    assert (found.name, found.patronymic) == ("Ales Novak-Test", "Ivanavich")
    assert found.other_names == (OtherName(text="Old-Test", note="maiden name"),)
    assert found.details == (
        ContactDetail(type="email", value="a@example.org", label="work"),
        ContactDetail(type="email", value="b@example.org", label="work"),
        ContactDetail(type="cell", value="07700 900001"),
        ContactDetail(type="fax", value="020 7946 0001", label="work"),
        ContactDetail(
            type="address",
            value="1 Example Street\nLondon",
            label="home",
            parts=("", "", "1 Example Street", "London", "", "", ""),
        ),
    )
    assert found.memberships == (Membership(organisation="Union", position="Head"),)
    assert found.extra == (
        Extra(form=ROW, name="Group Membership", value="* myContacts ::: Press"),
    )


def test_new_google_table_is_read_with_companies_and_without_nobody() -> None:
    person, body, nobody = read(GOOGLE_NEW)

    assert isinstance(person, Person)
    assert person.name == "Dr. Vera Test"
    assert person.memberships == (Membership(organisation="Union", unit="Press", position="Head"),)
    assert person.links == (Link(url="https://example.org", note="Blog"),)
    assert [(each.value, each.label) for each in person.details] == [
        ("v@example.org", "other"),
        ("020 7946 0002", "main"),
    ]
    assert body == Organisation(
        name="Shop of Examples",
        details=(ContactDetail(type="voice", value="020 7946 0003", label="work"),),
    )
    assert isinstance(nobody, Rejected)
    assert (nobody.line, nobody.reason) == (5, Reason.NAMELESS)


def test_outlook_table_is_read() -> None:
    found = only(OUTLOOK)

    assert (found.name, found.honorific_prefix) == ("Ms. Eva Mail-Test", "Ms.")
    assert [(each.type, each.label, each.value) for each in found.details] == [
        ("email", "", "e@example.org"),
        ("email", "", "f@example.org"),
        ("voice", "work", "020 7946 0005"),
        ("voice", "work", "020 7946 0006"),
        ("cell", "", "07700 900002"),
        ("fax", "work", "020 7946 0004"),
        ("address", "work", "2 Example Street, N1 1AA London, United Kingdom"),
    ]
    assert found.extra == (Extra(form=ROW, name="Anniversary", value="1/1/2000"),)


def test_linkedin_table_is_read() -> None:
    found = only(LINKEDIN)

    assert found.name == "Jan Link-Test"
    assert found.links == (Link(url="https://example.org/in/jan", note="profile"),)
    assert found.extra == (Extra(form=ROW, name="Connected On", value="28 Sep 2026"),)


def test_civicrm_table_holds_people_and_organisations() -> None:
    person, body = read(CIVICRM)

    assert isinstance(person, Person)
    assert person.memberships == (Membership(organisation="Union", position="Clerk"),)
    assert person.details[1] == ContactDetail(type="cell", value="07700 900003")
    assert isinstance(body, Organisation)
    assert (body.name, body.classification) == ("Union", "Union")
    assert body.identifiers == (Identifier(value="8", scheme="civicrm"),)


MAPPING = """
name = "Journalists"
separator = ";"

[columns]
"Full name" = "name"
"Phones" = "voice/work"
"Ministry" = "organisation/1"
"Since" = "start/1"
"Secret" = "skip"
"""


def test_any_table_is_read_by_a_mapping() -> None:
    text = (
        "FULL NAME,phones,Ministry,Since,Colour,Secret\n"
        "Vera Test,1;2,Ministry,13.04.2021,red,x\nAles Test,,Ministry,2020,,\n"
        "Jan Test,,Ministry,soon,,\n"
    )
    first, second, third = read(text, read_mapping(MAPPING.encode()))

    assert first == Person(
        name="Vera Test",
        details=(
            ContactDetail(type="voice", value="1", label="work"),
            ContactDetail(type="voice", value="2", label="work"),
        ),
        memberships=(Membership(organisation="Ministry", start="2021-04-13"),),
        extra=(Extra(form=ROW, name="Colour", value="red"),),
    )
    assert isinstance(second, Person)
    assert second.memberships[0].start == "2020"
    assert isinstance(third, Rejected)
    assert (third.line, third.cells[0], third.reason) == (4, "Jan Test", Reason.DAY)


def test_days_that_can_be_read_in_two_ways_are_asked_about_unless_the_mapping_says() -> None:
    text = "Full name,Since\nVera Test,03.04.2021\n"
    mapping = read_mapping(MAPPING.encode())
    with pytest.raises(Ambiguous) as asked:
        read(text, mapping)
    said = mapping_of({"columns": dict(mapping.columns), "days": {"Since": "DMY"}})
    (found,) = read(text, said)

    assert (asked.value.column, asked.value.cell) == ("Since", "03.04.2021")
    assert isinstance(found, Person)
    assert found.memberships[0].start == "2021-04-03"


def test_mapping_is_saved_and_read_again() -> None:
    mapping = Columns(
        'a "name"\n', {"Ф.И.О. \\ x": "name", "y\x7f": "email/1"}, {"z": "MDY"}, ";", 1950
    )

    assert read_mapping(mapping.to_toml().encode()) == mapping


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("columns = 1", "not as expected"),
        ("[columns]", "not as expected"),
        ("x = 1\n[columns]\na = 'name'", "not as expected"),
        ("[columns]\na = 'colour'", "“colour”, which there is not"),
        ("[columns]\na = 'start'\n[days]\na = 'DDD'", "Say one of"),
        ("name = 1\n[columns]\na = 'name'", "are texts"),
        ("century_from = true\n[columns]\na = 'name'", "a year such as"),
        ("[columns", "not TOML"),
        ("[columns]\na = 'name'", "None of the columns"),
    ],
)
def test_what_is_no_mapping_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NotAMapping, match=said):
        read("Full name,b\nVera Test,2\n", read_mapping(text.encode()))


def test_unknown_table_yields_its_columns_with_suggestions() -> None:
    rows = Rows(
        io.BytesIO(
            "Ф.И.О.;Телефон;Телефон 2;Связь;Должность;Цвет\n"
            "Вера Test;020 7946 0001;07700 900001;v@example.org;Министр;red\n".encode("cp1251")
        )
    )

    assert preset_for(rows.header) is None
    assert [(each.header, each.suggested) for each in columns_of(rows)] == [
        ("Ф.И.О.", "name"),
        ("Телефон", "voice/1"),
        ("Телефон 2", "voice/2"),
        ("Связь", "email/1"),
        ("Должность", "position/1"),
        ("Цвет", ""),
    ]
    assert columns_of(rows)[3].cells == ("v@example.org",)

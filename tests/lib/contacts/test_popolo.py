"""Popolo both ways: nested and flat, of the standard and of parliaments' archives."""

import json
from typing import Any

import pytest

from ambasada.lib.contacts.popolo import read_popolo
from ambasada.lib.contacts.popolo_writing import write_popolo
from ambasada.lib.contacts.reasons import Reason
from ambasada.lib.contacts.records import (
    CARD,
    POPOLO,
    ROW,
    ContactDetail,
    Extra,
    Link,
    Membership,
    Organisation,
    OtherName,
    Person,
    Records,
)
from ambasada.lib.refused import Refused

FLAT: dict[str, Any] = {
    "persons": [
        {
            "id": "p1",
            "name": "Vera Test",
            "given_name": "Vera",
            "family_name": "Test",
            "patronymic_name": "Ivanauna",
            "email": "vera@example.org",
            "gender": "female",
            "birth_date": "1980",
            "other_names": [{"name": "Вера Тэст", "lang": "be", "note": "Cyrillic", "x": 1}],
            "contact_details": [{"type": "phone", "label": "Office", "value": "020 7946 0001"}],
            "links": [{"url": "https://example.org", "note": "website"}],
            "identifiers": [{"scheme": "wikidata", "identifier": "Q0"}],
            "sources": [{"url": "https://example.org/source"}],
        }
    ],
    "organizations": [
        {"id": "o1", "name": "Assembly", "classification": "legislature", "seats": 110},
        {"id": "o2", "name": "Party", "parent_id": "o1", "founding_date": "1991-05"},
    ],
    "posts": [{"id": "post1", "label": "Member for Brest", "organization_id": "o1"}],
    "areas": [{"id": "a1", "name": "Brest", "type": "constituency"}],
    "memberships": [
        {
            "person_id": "p1",
            "post_id": "post1",
            "on_behalf_of_id": "o2",
            "role": "member",
            "start_date": "2019",
            "end_date": "2020-08",
            "legislative_period_id": "term/7",
        }
    ],
    "events": [{"id": "term/7"}],
}


def packed(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def test_flat_file_is_read_with_names_for_ids_and_unknown_keys_kept() -> None:
    read = read_popolo(packed(FLAT))
    (person,) = read.people

    assert (person.name, person.patronymic) == ("Vera Test", "Ivanauna")
    assert person.details == (
        ContactDetail(type="voice", label="Office", value="020 7946 0001"),
        ContactDetail(type="email", value="vera@example.org"),
    )
    assert person.memberships == (
        Membership(
            organisation="Assembly",
            organisation_id="o1",
            position="Member for Brest",
            position_id="post1",
            role="member",
            on_behalf_of="Party",
            on_behalf_of_id="o2",
            start="2019",
            end="2020-08",
            extra=(Extra(form=POPOLO, name="legislative_period_id", value='"term/7"'),),
        ),
    )
    assert [each.name for each in person.extra] == ["gender", "birth_date"]
    assert read.organisations[0].extra == (Extra(form=POPOLO, name="seats", value="110"),)
    assert (read.organisations[1].parent, read.organisations[1].founded) == ("Assembly", "1991-05")
    assert read.areas[0].extra == (Extra(form=POPOLO, name="type", value='"constituency"'),)
    assert read.extra == (Extra(form=POPOLO, name="events", value='[{"id": "term/7"}]'),)


def test_written_file_is_read_as_the_same() -> None:
    read = read_popolo(packed(FLAT))

    assert read_popolo(write_popolo(read)) == read


def test_nested_file_is_read_like_a_flat_one() -> None:
    person = FLAT["persons"][0] | {
        "memberships": [
            {
                "role": "member",
                "organization": {"name": "Assembly", "id": "o1"},
                "post": {"label": "Member for Brest"},
                "on_behalf_of": {"name": "Party"},
            }
        ]
    }
    in_list, alone = read_popolo(packed([person])), read_popolo(packed(person))

    assert in_list == alone
    assert in_list.people[0].memberships == (
        Membership(
            organisation="Assembly",
            organisation_id="o1",
            position="Member for Brest",
            role="member",
            on_behalf_of="Party",
        ),
    )


def test_memberships_with_people_in_them_make_people() -> None:
    said = {
        "organizations": [
            {
                "id": "o1",
                "name": "Union",
                "posts": [{"id": "x", "label": "Chair"}],
                "memberships": [
                    {"post_id": "x", "person": {"name": "Vera Test"}},
                    {"person": {"id": "p2", "name": "Ales Test"}},
                ],
            }
        ]
    }
    read = read_popolo(packed(said))

    assert [(each.name, each.memberships[0].organisation) for each in read.people] == [
        ("Vera Test", "Union"),
        ("Ales Test", "Union"),
    ]
    assert read.people[0].memberships[0].position == "Chair"


ARCHIVE = {
    "organizations": [
        {"id": "commons", "name": "House of Commons"},
        {"id": "ministry", "name": "Ministry of examples"},
        {"id": "ministry", "name": "Ministry of Examples"},
    ],
    "persons": [
        {
            "id": "uk.org.publicwhip/person/1",
            "identifiers": [{"identifier": "172", "scheme": "datadotparl_id"}],
            "other_names": [
                {
                    "given_name": "Vera",
                    "family_name": "Before-Test",
                    "note": "Main",
                    "end_date": "2001",
                },
                {"given_name": "Vera", "family_name": "After-Test", "note": "Main"},
                {"name": "V. After-Test", "note": "Alternate"},
            ],
            "shortcuts": {"current_party": "Examples"},
        },
        {
            "id": "uk.org.publicwhip/person/2",
            "other_names": [
                {
                    "given_name": "John",
                    "honorific_prefix": "Lord",
                    "lordname": "Example-Test",
                    "lordofname": "Testing",
                    "note": "Main",
                    "surname": "Smith",
                }
            ],
        },
        {"id": "uk.org.publicwhip/person/3", "redirect": "uk.org.publicwhip/person/1"},
    ],
    "posts": [
        {
            "area": {"name": "North"},
            "id": "uk.org.publicwhip/cons/1",
            "label": "MP for North",
            "organization_id": "commons",
            "role": "MP",
        }
    ],
    "memberships": [
        {
            "id": "uk.org.publicwhip/member/1",
            "on_behalf_of_id": "examples",
            "person_id": "uk.org.publicwhip/person/1",
            "post_id": "uk.org.publicwhip/cons/1",
            "start_date": "1997-05-01",
            "start_reason": "general_election",
        },
        {
            "id": "uk.org.publicwhip/moffice/1",
            "organization_id": "ministry",
            "person_id": ["uk.org.publicwhip/person/9"],
            "role": "Minister",
            "start_date": "2001-06-08",
            "end_date": "9999-12-31",
        },
    ],
}


def test_archive_of_a_parliament_is_read() -> None:
    read = read_popolo(packed(ARCHIVE))

    assert [each.name for each in read.people] == [
        "Vera After-Test",
        "Lord Example-Test of Testing",
    ]
    assert [each.text for each in read.people[0].other_names] == [
        "Vera Before-Test",
        "Vera After-Test",
        "V. After-Test",
    ]
    assert read.people[0].memberships[0].organisation == "House of Commons"
    assert read.people_elsewhere == ("uk.org.publicwhip/person/9",)
    assert read.memberships[0].organisation == "Ministry of examples"
    assert read.organisations[1].other_names == (OtherName(text="Ministry of Examples"),)
    assert [(each.part, each.line, each.reason) for each in read.rejected] == [
        ("persons", 3, Reason.MOVED)
    ]
    assert read_popolo(write_popolo(read)).people == read.people


def test_object_that_cannot_be_read_is_returned_and_the_others_go_in() -> None:
    said = {
        "persons": [
            {"id": "a", "name": "Vera Test"},
            {"id": "a", "name": "Ales Test", "gender": "male"},
            {"id": "b"},
            {"name": {"en": "Jan Test"}},
            {"name": "Nul\0 Test"},
            "Jan Test",
        ],
        "organizations": [{"name": "Union", "founding_date": "long ago"}, {}],
        "memberships": [
            {"person_id": "a", "start_date": "31.12.2020"},
            {"person_id": "a", "role": "member"},
            {"person_id": "a", "contact_details": "none"},
        ],
    }
    read = read_popolo(packed(said))

    assert [(each.name, len(each.memberships)) for each in read.people] == [("Vera Test", 1)]
    assert [(each.part, each.line, each.reason) for each in read.rejected] == [
        ("organizations", 1, Reason.DAY),
        ("organizations", 2, Reason.SHAPE),
        ("persons", 2, Reason.DOUBLE),
        ("persons", 3, Reason.SHAPE),
        ("persons", 4, Reason.SHAPE),
        ("persons", 5, Reason.SHAPE),
        ("persons", 6, Reason.SHAPE),
        ("memberships", 1, Reason.DAY),
        ("memberships", 3, Reason.SHAPE),
    ]
    assert json.loads(read.rejected[2].cells[0])["name"] == "Ales Test"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff{}", "no JSON"),
        (b'{"persons": [NaN]}', "no JSON"),
        (b'{"persons": [1' + b"0" * 5_000 + b"]}", "no JSON"),
        (b"[" * 100_000, "nested deeper"),
        (b'{"persons": [{"name": "\\ud800"}]}', "half of a letter"),
        (b"{}", "no people"),
        (b'"x"', "no people"),
        (b'{"persons": {}}', "no people"),
    ],
)
def test_file_that_is_no_popolo_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_popolo(data)


def test_key_of_ours_that_is_somebody_elses_is_kept() -> None:
    read = read_popolo(packed({"persons": [{"name": "Vera Test", "x_extra": [1]}], "x_extra": "y"}))

    assert read.people[0].extra == (Extra(form=POPOLO, name="x_extra", value="[1]"),)
    assert read.extra == (Extra(form=POPOLO, name="x_extra", value='"y"'),)
    assert read_popolo(write_popolo(read)).extra == read.extra


def test_what_other_formats_had_comes_back() -> None:
    person = Person(
        name="Vera Test",
        id="p",
        notes=("A note",),
        memberships=(Membership(organisation="Union", unit="Press", position="Head"),),
        details=(ContactDetail(type="address", value="x", parts=("", "", "x", "", "", "", "")),),
        extra=(
            Extra(form=CARD, name="X-A", value="b", parameters=(("C", "d"),)),
            Extra(form=ROW, name="Colour", value="red"),
            Extra(form=POPOLO, name="name", value='"other"'),
            Extra(form=POPOLO, name="broken", value="{"),
        ),
    )
    body = Organisation(name="Union", circle="trade unions", parent="Congress", notes=("n",))
    records = Records(
        people=(person,),
        organisations=(body,),
        memberships=(Membership(person="elsewhere", sources=(Link(url="https://example.org"),)),),
    )

    assert read_popolo(write_popolo(records)) == records

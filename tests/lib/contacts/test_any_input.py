"""Whatever a file holds: it is refused with a sentence, or read with reasons; nothing else."""

import io
import json
import string
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ambasada.lib.contacts.mappings import Columns, read_mapping
from ambasada.lib.contacts.popolo import read_popolo
from ambasada.lib.contacts.popolo_writing import write_popolo
from ambasada.lib.contacts.records import (
    CARD,
    ROW,
    TELEPHONES,
    ContactDetail,
    Extra,
    Identifier,
    Link,
    Membership,
    Organisation,
    OtherName,
    Person,
    Records,
)
from ambasada.lib.contacts.row_people import people_in
from ambasada.lib.contacts.rows import Row, Rows
from ambasada.lib.contacts.vcards import read_cards, write_cards
from ambasada.lib.refused import Refused
from tests.factories.cards import VENDORS

# How fast a busy machine makes examples says nothing about what is read.
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

pieces = st.sampled_from(
    [
        *("BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "VERSION:4.0", "AGENT:", "FN:", "N:;", "ORG"),
        *("TEL;", "ADR:", ":", ";", ",", "=", "=D0", "=\n", "\n ", "\n", "\r", "\t", '"', "\\"),
        *(";ENCODING=QUOTED-PRINTABLE:", ";ENCODING=b:", ";CHARSET=cp1251:", ";TYPE=", "a.", "^"),
        *(
            "name",
            "start",
            "01/02/03",
            "2020",
            "'",
            "-",
            "|",
            "Ж",
            "é",
            "\0",
            "\ud800"[:0],
            "A" * 80,
        ),
        *("X-ABLabel:", "X-AMBASADA-MORE={", "X-AMBASADA-EXTRA:", "sep=;", "@", "x@example.org"),
    ]
)
texts = st.lists(pieces | st.text(max_size=4), max_size=40).map("".join)
files = st.one_of(
    st.binary(max_size=200),
    texts.map(lambda text: text.encode("utf-8", "replace")),
    texts.map(lambda text: text.encode("utf-16", "replace")[:-1]),
    texts.map(lambda text: ("BEGIN:VCARD\n" + text).encode("cp1251", "replace")),
    st.tuples(
        st.sampled_from(sorted(VENDORS.values())), st.integers(0, 800), st.binary(max_size=9)
    ).map(lambda each: each[0][: each[1]] + each[2] + each[0][each[1] + 3 :]),
)
keys = st.sampled_from(
    [
        *("persons", "people", "organizations", "memberships", "posts", "areas", "id", "name"),
        *("person", "person_id", "organization", "other_names", "contact_details", "start_date"),
        *("note", "given_name", "x_extra", "x_parts", "x_notes", "redirect", "parent", "email"),
    ]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)


def cards_of(data: bytes) -> None:
    read = read_cards(data)
    known: list[Person | Organisation] = [*read.people, *read.organisations]
    if known:
        again = read_cards(write_cards(known))
        assert (again.people, again.organisations) == (read.people, read.organisations)
        assert again.rejected == ()


def rows_of(data: bytes) -> None:
    rows = Rows(io.BytesIO(data))
    for row in rows:
        shown = "".join(row.cells)
        shown.encode()
        assert not isinstance(row, Row) or len(row.cells) == len(rows.header)
    fields = ("name", "email/1", "start/1", "organisation/1", "address.city/home")
    mapping = Columns("any", dict(zip(rows.header, fields, strict=False)))
    write_cards(each for each in people_in(rows, mapping) if isinstance(each, Person))


def popolo_of(data: bytes) -> None:
    read = read_popolo(data)
    write_cards(read.people)
    again = read_popolo(write_popolo(read))
    assert again.rejected == ()
    assert len(again.people) == len(read.people)


READERS: list[Callable[[bytes], Any]] = [cards_of, rows_of, popolo_of, read_mapping]


@pytest.mark.parametrize("read", READERS)
@FEW
@given(data=files)
def test_any_file_is_read_or_refused(read: Callable[[bytes], Any], data: bytes) -> None:
    with suppress(Refused):
        read(data)


@FEW
@given(said=st.dictionaries(keys, values, max_size=6) | st.lists(values, max_size=4))
def test_any_json_is_read_or_refused(said: object) -> None:
    with suppress(Refused):
        popolo_of(json.dumps(said).encode())


letters = string.ascii_letters + "абвіўЁ ,;:\\\"^'=\n()é😀-"
words = st.text(letters, max_size=30).map(lambda text: " ".join(text.split(" ")).strip())
lines = words.map(lambda text: text.replace("\n", " ").strip())
full = lines.filter(bool).filter(lambda text: bool(text.strip("; \t")))
days = st.sampled_from(["", "2020", "2020-02", "2020-02-29"])
schemeless = full.filter(lambda text: not text.lower().startswith(("tel:", "mailto:")))
details = st.builds(
    ContactDetail,
    type=st.sampled_from(["email", "im", "twitter", *TELEPHONES]),
    value=schemeless,
    label=st.sampled_from(["", "work", "home", "Office; two", "бюро"]),
    note=words,
    valid_from=days,
)
members = st.builds(
    Membership,
    organisation=full,
    unit=st.sampled_from(["", "Press; two", "a,b"]),
    position=full | st.just(""),
    role=full | st.just(""),
    on_behalf_of=lines,
    start=days,
    end=days,
)
people = st.builds(
    Person,
    name=full,
    id=st.sampled_from(["", "urn:x:1", "a\\b,c"]),
    given=lines,
    family=full,
    patronymic=lines,
    other_names=st.lists(
        st.builds(OtherName, text=full, language=st.just("be"), start=days), max_size=2
    ).map(tuple),
    details=st.lists(details, max_size=3).map(tuple),
    memberships=st.lists(members, max_size=3).map(tuple),
    links=st.lists(st.builds(Link, url=full, note=st.just("")), max_size=2).map(tuple),
    notes=st.lists(full, max_size=2).map(tuple),
    identifiers=st.lists(st.builds(Identifier, value=full, scheme=lines), max_size=2).map(tuple),
    extra=st.lists(
        st.builds(Extra, form=st.just(CARD), name=st.just("X-A"), value=st.just("b"))
        | st.builds(Extra, form=st.just(ROW), name=full, value=words),
        max_size=3,
    ).map(tuple),
)


@FEW
@given(person=people)
def test_any_person_comes_back_from_a_card(person: Person) -> None:
    read = read_cards(write_cards([person]))

    assert (read.people, read.rejected) == ((person,), ())


@FEW
@given(person=people, name=full)
def test_any_person_comes_back_from_popolo(person: Person, name: str) -> None:
    records = Records(people=(person,), organisations=(Organisation(name=name),))
    (again,) = read_popolo(write_popolo(records)).people

    assert again.name == person.name
    assert (again.details, again.memberships) == (person.details, person.memberships)
    assert (again.notes, again.extra) == (person.notes, person.extra)

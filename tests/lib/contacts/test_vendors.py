"""Cards as many programs write them: all are read, no property is lost, each comes back equal."""

import re
from collections import Counter

import pytest

from ambasada.lib.contacts.records import Organisation, Person, Records
from ambasada.lib.contacts.vcards import read_cards, write_cards
from tests.factories.cards import VENDORS

_PROPERTY = re.compile(r"(?:[\w-]+\.)?([A-Za-z][\w-]*)(?:;[^:]*)?:")
_FRAME = {"BEGIN", "END", "VERSION"}
# What only the card that is written says.
_ADDED = {"KIND", "FN", "ORG", "N"}


def records_of(read: Records) -> list[Person | Organisation]:
    return [*read.people, *read.organisations]


def counted(data: bytes) -> Counter[str]:
    """Count properties line by line, in a way that shares nothing with the reader."""
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1251")
    text = ""
    for encoding in encodings:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    found: Counter[str] = Counter()
    goes_on = is_inside = False
    for line in re.split("\r\n|\r|\n", text):
        name = "" if goes_on else (match[1].upper() if (match := _PROPERTY.match(line)) else "")
        is_inside = is_inside or name == "AGENT"
        if name and name not in _FRAME and (not is_inside or name == "AGENT"):
            found[name] += 1
        is_inside = is_inside and name != "END"
        is_quoted = goes_on or "QUOTED-PRINTABLE" in line.partition(":")[0]
        goes_on = is_quoted and line.endswith("=")
    return found


def test_there_are_cards_of_at_least_eighteen_vendors() -> None:
    assert len(VENDORS) >= 18
    assert sum(sum(counted(data).values()) for data in VENDORS.values()) > 200


@pytest.mark.parametrize("vendor", VENDORS)
def test_card_is_read_and_no_property_is_lost(vendor: str) -> None:
    read = read_cards(VENDORS[vendor])
    lost = counted(VENDORS[vendor]) - counted(write_cards(records_of(read)))

    assert (len(records_of(read)), read.rejected) == (1, ())
    assert lost == Counter()


@pytest.mark.parametrize("vendor", VENDORS)
def test_card_that_is_written_is_read_as_the_same(vendor: str) -> None:
    read = read_cards(VENDORS[vendor])
    again = read_cards(write_cards(records_of(read)))

    assert records_of(again) == records_of(read)
    assert again.rejected == ()


@pytest.mark.parametrize("vendor", VENDORS)
def test_card_that_is_written_adds_no_property_but_names(vendor: str) -> None:
    read = read_cards(VENDORS[vendor])
    added = counted(write_cards(records_of(read))) - counted(VENDORS[vendor])

    assert added.keys() <= _ADDED


def test_all_cards_in_one_file_are_read() -> None:
    whole = b"".join(
        data for name, data in VENDORS.items() if name not in {"samsung", "outlook-ru", "nokia"}
    )

    assert len(records_of(read_cards(whole))) == len(VENDORS) - 3

"""vCard 2.1, 3.0 and 4.0, read as programs and telephones write them; written as 4.0."""

import re
from collections.abc import Iterable

from ambasada.lib.contacts.card_lines import Block, blocks_in, unfolded
from ambasada.lib.contacts.card_reading import record_of
from ambasada.lib.contacts.card_values import Bytes, Property, again_in, as_is, property_of
from ambasada.lib.contacts.card_writing import card_of
from ambasada.lib.contacts.encodings import decode
from ambasada.lib.contacts.reasons import Fault, Reason, Rejected
from ambasada.lib.contacts.records import Organisation, Person, Records
from ambasada.lib.refused import Refused

LARGEST = 100_000_000  # bytes
MOST_CARDS = 100_000
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LOST = re.compile("[\ud800-\udfff]")
_CHARSET = re.compile(rb";CHARSET=", re.IGNORECASE)
_OLD = re.compile(r"VERSION\s*:\s*2\.1", re.IGNORECASE)
_KINDS = ("KIND", "X-ADDRESSBOOKSERVER-KIND")


def read_cards(data: bytes) -> Records:
    """Return the people and organisations of a file of cards, and the cards that were not read.

    Raises Refused if there is no card in it, or more than anybody’s address book has.
    """
    if len(data) > LARGEST:
        message = f"The file is larger than {LARGEST // 1_000_000} MB. Split it, and try again."
        raise Refused(message)
    text, encoding = decode(data)
    again: Bytes = as_is
    if encoding.is_assumed and _CHARSET.search(data) and b"\0" not in data:
        # Each property may be in an encoding of its own; latin-1 keeps their bytes apart.
        text, again = data.decode("latin-1"), again_in(encoding.name)
    people: list[Person] = []
    organisations: list[Organisation] = []
    rejected: list[Rejected] = []
    number = 0
    for number, block in enumerate(blocks_in(text), start=1):
        if number > MOST_CARDS:
            raise Refused(Fault.CARDS)
        found = _record(block, again)
        if isinstance(found, Person):
            people.append(found)
        elif isinstance(found, Organisation):
            organisations.append(found)
        else:
            rejected.append(Rejected(line=block.line, cells=("\n".join(block.raw),), reason=found))
    if not number or (number == 1 and rejected and rejected[0].reason is Reason.OUTSIDE):
        raise Refused(Fault.NO_CARD)
    return Records(
        people=tuple(people),
        organisations=tuple(organisations),
        rejected=tuple(rejected),
        encoding=encoding.name,
        is_assumed=encoding.is_assumed,
    )


def write_cards(records: Iterable[Person | Organisation]) -> bytes:
    """Return a file of cards of version 4.0; reading it gives these records again."""
    return "".join(map(card_of, records)).encode()


def _record(block: Block, again: Bytes) -> Person | Organisation | Reason:
    raw = "\n".join(block.raw)
    if block.reason is None and _NO_TEXT.search(raw):
        block.reason = Reason.CONTROL
    elif block.reason is None and not raw.isascii() and _LOST.search(raw):
        block.reason = Reason.ENCODING
    lines = unfolded(block) if block.reason is None else []
    if block.reason is not None or lines is None:
        return block.reason or Reason.NO_PROPERTY
    is_old = any(map(_OLD.match, lines))
    properties = [property_of(line, is_old=is_old, again=again) for line in lines]
    if any(each.name in _KINDS and each.value.lower() == "group" for each in properties):
        return Reason.A_LIST
    if _is_lost(properties):
        return Reason.ENCODING
    return record_of(properties) or Reason.NAMELESS


def _is_lost(properties: list[Property]) -> bool:
    """Return whether a value has a byte that its encoding does not have."""
    return any(not each.value.isascii() and _LOST.search(each.value) for each in properties)

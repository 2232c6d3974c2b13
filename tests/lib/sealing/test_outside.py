"""What a server says of bytes that it cannot open."""

import base64

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambasada.lib.sealing.files import seal
from ambasada.lib.sealing.frames import framed
from ambasada.lib.sealing.keys import Identity
from ambasada.lib.sealing.outside import (
    Malformed,
    check_attachment,
    check_header,
    check_letter,
    check_wrap,
    check_wraps,
)
from tests.factories.sealing import a_correspondence

READER = Identity.new()
LETTER = a_correspondence(letters=1).sealed[0]
KEY = base64.b64encode(bytes(range(32))).rstrip(b"=")
BODY = bytes(16) + bytes(4096 + 16)  # a nonce, and as much as is sealed of the smallest letter


def to_reader(size: int) -> bytes:
    return seal(bytes(size), to=READER.recipient)


def is_malformed(sealed: bytes) -> bool:
    try:
        check_letter(sealed)
    except Malformed:
        return True
    return False


def with_stanzas(*stanzas: bytes, mac: bytes = b"--- " + KEY) -> bytes:
    return b"age-encryption.org/v1\n" + b"".join(stanzas) + mac + b"\n" + BODY


def stanza(arguments: bytes, *lines: bytes) -> bytes:
    return b"-> " + arguments + b"\n" + b"".join(line + b"\n" for line in lines)


OURS = stanza(b"X25519 " + KEY, KEY)
GREASE = stanza(b"a%b-grease x y", b"A" * 64, b"QUJD")
EMPTY_GREASE = stanza(b"-grease", b"")


@pytest.mark.parametrize(
    "stanzas", [[OURS], [OURS, GREASE], [EMPTY_GREASE, OURS, GREASE]], ids=["alone", "one", "two"]
)
def test_one_recipient_is_taken_with_what_means_nothing(stanzas: list[bytes]) -> None:
    check_letter(with_stanzas(*stanzas))


MALFORMED = {
    "nothing": b"",
    "no recipient": with_stanzas(),
    "nothing that means anything": with_stanzas(GREASE),
    "two recipients": with_stanzas(OURS, OURS),
    "a passphrase": with_stanzas(stanza(b"scrypt " + KEY + b" 18", KEY)),
    "another kind beside ours": with_stanzas(OURS, stanza(b"ssh-ed25519 x " + KEY, KEY)),
    "a kind in small letters": with_stanzas(stanza(b"x25519 " + KEY, KEY)),
    "a key too short": with_stanzas(stanza(b"X25519 " + KEY[:-2], KEY)),
    "a key with a second spelling": with_stanzas(stanza(b"X25519 " + KEY[:-1] + b"9", KEY)),
    "a key with padding": with_stanzas(stanza(b"X25519 " + KEY + b"=", KEY)),
    "an argument more": with_stanzas(stanza(b"X25519 " + KEY + b" x", KEY)),
    "a body too short": with_stanzas(stanza(b"X25519 " + KEY, KEY[:-2])),
    "a body lacks": with_stanzas(stanza(b"X25519 " + KEY)),
    "two bodies": with_stanzas(stanza(b"X25519 " + KEY, KEY, KEY)),
    "no last line": with_stanzas(OURS, stanza(b"x-grease", b"A" * 64)),
    "a line too long": with_stanzas(OURS, stanza(b"x-grease", b"A" * 65, b"")),
    "no base64": with_stanzas(OURS, stanza(b"x-grease", b"A-_A")),
    "two spaces": with_stanzas(OURS, stanza(b"x-grease  y", b"")),
    "a space behind": with_stanzas(OURS, stanza(b"x-grease ", b"")),
    "a letter beyond ASCII": with_stanzas(OURS, stanza("x-grease ж".encode(), b"")),
    "the end of a line of Windows": with_stanzas(OURS).replace(b"\n", b"\r\n", 3),
    "another version": with_stanzas(OURS).replace(b"v1", b"v2", 1),
    "a proof too short": with_stanzas(OURS, mac=b"--- " + KEY[:-1]),
    "a proof without its space": with_stanzas(OURS, mac=b"---" + KEY),
    "something before it": b" " + with_stanzas(OURS),
    "a header without an end": b"age-encryption.org/v1\n" + GREASE * 100,
    "a header of many things that mean nothing": with_stanzas(OURS, *[GREASE] * 100),
    "armour": b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.b64encode(LETTER),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_file_with_another_header_is_malformed(name: str) -> None:
    assert is_malformed(MALFORMED[name])


@pytest.mark.parametrize("size", [0, 1, 74, 4095, 4097, 4224, 65_536 + 1, 2**18 + 4096])
def test_letter_of_a_size_that_is_none_is_malformed(size: int) -> None:
    assert is_malformed(to_reader(size))


@pytest.mark.parametrize("size", [4096, 4352, 8192, 65_536, 2**17, 2**18])
def test_letter_of_a_size_of_frames_is_taken(size: int) -> None:
    check_letter(to_reader(size))


def test_wrap_holds_as_much_as_an_identity() -> None:
    check_wrap(to_reader(74))

    for size in (73, 75, 0, 4096):
        with pytest.raises(Malformed):
            check_wrap(to_reader(size))


def test_header_of_a_case_has_the_smallest_frame() -> None:
    check_header(to_reader(4096))

    for size in (74, 4095, 4352):
        with pytest.raises(Malformed):
            check_header(to_reader(size))


def test_attachment_is_known_by_its_beginning_and_its_size() -> None:
    sealed = to_reader(len(framed(bytes(700_000))))

    check_attachment(sealed[:2048], size=len(sealed))

    for size in (len(sealed) - 1, len(sealed) + 1, 0, 2048):
        with pytest.raises(Malformed):
            check_attachment(sealed[:2048], size=size)


def test_attachment_larger_than_a_file_may_be_is_malformed() -> None:
    start = to_reader(4096)[:2048]
    header = start.index(b"\n", start.index(b"\n---") + 1) + 1

    def sealed_size(frame: int) -> int:
        return header + 16 + frame + 16 * -(-frame // 65_536)

    check_attachment(start, size=sealed_size(len(framed(bytes(20 * 2**20)))))
    with pytest.raises(Malformed):
        check_attachment(start, size=sealed_size(len(framed(bytes(22 * 2**20)))))


def test_there_is_one_wrap_for_each_label_and_no_other() -> None:
    wraps = [(label, to_reader(74)) for label in ("a", "b", "person")]
    labels = ("a", "b", "person")

    check_wraps(wraps, labels=labels)

    wrong = [
        wraps[:2],
        [*wraps, wraps[0]],
        [*wraps[:2], ("c", wraps[2][1])],
        [*wraps[:2], wraps[0]],
        [*wraps[:2], ("person", LETTER)],
        wraps * 1000,
        [],
    ]
    for each in wrong:
        with pytest.raises(Malformed):
            check_wraps(each, labels=labels)


def test_file_to_two_recipients_is_malformed() -> None:
    recipients = [
        pyrage.x25519.Recipient.from_str(each.recipient) for each in (READER, Identity.new())
    ]

    assert is_malformed(pyrage.encrypt(bytes(4096), recipients))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 400), st.integers(0, 300))
def test_any_bytes_are_taken_or_malformed(noise: bytes, place: int, length: int) -> None:
    # What is sealed may be any bytes, and what means nothing may go: but nothing else is raised.
    is_malformed(LETTER[:place] + noise + LETTER[place + length :])

    assert is_malformed(noise)
    assert is_malformed(LETTER + noise[:250] + b"x")

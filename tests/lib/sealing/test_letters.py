from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.canonical import NotCanonical
from ambasada.lib.sealing.contents import Attachment, Content, Kind, NotALetter
from ambasada.lib.sealing.files import CannotBeOpened, seal
from ambasada.lib.sealing.frames import framed
from ambasada.lib.sealing.keys import Identity, MemberKeys
from ambasada.lib.sealing.letters import (
    Header,
    open_header,
    open_letter,
    seal_by_member,
    seal_by_person,
    seal_header,
)
from ambasada.lib.sealing.outside import check_header, check_letter
from tests.factories.sealing import DAY, Correspondence, a_correspondence

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3000)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(Kind))
def test_letter_of_the_person_is_what_it_was(text: str, kind: Kind) -> None:
    case = Correspondence()
    content = case.by_person(body={"text": text}, kind=kind)

    sealed = seal_by_person(content, stream=case.stream)
    opened = open_letter(sealed, stream=case.stream)

    check_letter(sealed)
    assert opened.content == content
    assert opened.is_proved()


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_letter_of_a_member_is_what_it_was(text: str) -> None:
    case = a_correspondence(letters=1)
    content = case.by_member(body={"text": text})

    opened = open_letter(case.write(content), stream=case.stream)

    assert opened.content == content
    assert opened.is_proved(case.member.keys.verify_key)
    assert not opened.is_proved(MemberKeys.new().verify_key)


def test_what_was_said_does_not_show_in_a_traceback() -> None:
    case = Correspondence()
    file = Attachment("0" * 32, "канарейка.pdf", "application/pdf", 1, "0" * 64)
    content = case.by_person(body={"text": "канарейка"}, attachments=(file,))

    opened = open_letter(seal_by_person(content, stream=case.stream), stream=case.stream)

    assert "канарейка" not in repr(opened) + repr(content)
    assert "detained" not in repr(Header("be", "detained", ""))


def test_letters_of_all_lengths_look_like_few() -> None:
    case = Correspondence()
    sealed = [
        seal_by_person(case.by_person(body={"text": "x" * length}), stream=case.stream)
        for length in range(0, 3000, 50)
    ]

    # What remains is of the library: up to three hundred bytes that mean nothing.
    assert max(map(len, sealed)) < 4096 + 600


def test_member_cannot_be_shown_to_others_to_have_had_a_letter_of_the_person() -> None:
    # Whoever holds C can make the person's proof, and so it proves nothing to a third.
    case = Correspondence()
    forged = seal_by_person(case.by_person(body={"text": "forged"}), stream=case.stream)

    assert open_letter(forged, stream=case.stream).is_proved()


def test_letter_is_signed_only_by_whom_it_says() -> None:
    case = Correspondence()

    with pytest.raises(Refused):
        seal_by_person(case.by_member(), stream=case.stream)
    with pytest.raises(Refused):
        seal_by_member(case.by_person(), stream=case.stream, member=MemberKeys.new())


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": 0},
        {"seq": 2},
        {"prev": "f" * 64},
        {"epoch": 0},
        {"case": "C" * 64},
        {"kid": "0" * 16},
        {"roster": 1},
    ],
)
def test_what_a_reader_would_refuse_is_not_sealed(wrong: dict[str, Any]) -> None:
    case = Correspondence()
    content = case.by_person(**wrong)

    with pytest.raises(NotALetter):
        seal_by_person(content, stream=case.stream)


@pytest.mark.parametrize("wrong", [{"kid": ""}, {"kid": "A" * 16}, {"roster": 0}, {"roster": -1}])
def test_letter_of_a_member_of_no_roster_is_not_sealed(wrong: dict[str, Any]) -> None:
    case = Correspondence()
    content = case.by_member(**wrong)

    with pytest.raises(NotALetter):
        seal_by_member(content, stream=case.stream, member=case.member.keys)


@pytest.mark.parametrize("body", [{"a": 1.5}, {"1": 1}, {"a": "\udc00"}, {"a": {"ў": 1}}])
def test_body_without_a_canonical_form_is_not_sealed(body: dict[str, Any]) -> None:
    case = Correspondence()

    with pytest.raises(NotCanonical):
        seal_by_person(case.by_person(body=body), stream=case.stream)


def test_letter_that_is_too_long_is_refused_before_it_is_sealed() -> None:
    case = Correspondence()

    with pytest.raises(Refused, match="too long"):
        seal_by_person(case.by_person(body={"text": "x" * 270_000}), stream=case.stream)


def test_letter_opens_with_the_key_of_its_stream_alone() -> None:
    case = a_correspondence(letters=1)

    with pytest.raises(CannotBeOpened):
        open_letter(case.sealed[0], stream=Identity.new())


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_that_open_are_a_letter_or_told(inner: bytes) -> None:
    case = Correspondence()

    with pytest.raises(NotALetter):
        open_letter(seal(framed(inner), to=case.stream.recipient), stream=case.stream)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=100))
def test_any_text_is_no_content(said: str) -> None:
    with pytest.raises(NotALetter):
        Content.read(said.encode("utf-8", "surrogatepass"))


def test_header_of_a_case_is_what_it_was_and_always_as_long() -> None:
    stream = Identity.new()
    short, long = Header("be", "other", ""), Header("en", "detained" * 20, DAY.isoformat())

    for header in (short, long):
        sealed = seal_header(header, stream=stream)
        check_header(sealed)
        assert open_header(sealed, stream=stream) == header


@pytest.mark.parametrize(
    "inner", [b"", b"{}", b"[]", b'{"deadline":"","language":"be","type":1}', b'{"language":"be"}']
)
def test_what_is_no_header_is_told(inner: bytes) -> None:
    stream = Identity.new()

    with pytest.raises(NotALetter):
        open_header(seal(framed(inner), to=stream.recipient), stream=stream)

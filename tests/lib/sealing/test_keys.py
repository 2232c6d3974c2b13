import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambasada.lib.sealing.codes import CaseCode
from ambasada.lib.sealing.files import CannotBeOpened, seal, unseal
from ambasada.lib.sealing.keys import (
    IDENTITY_CHARACTERS,
    Identity,
    MemberKeys,
    NotAKey,
    decoded,
    derive,
    is_proved,
    is_signed,
    require_recipient,
)


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=32, max_size=32))
def test_any_scalar_is_an_identity_that_age_can_write(scalar: bytes) -> None:
    identity = Identity.of_scalar(scalar)

    assert len(identity.text) == IDENTITY_CHARACTERS
    assert Identity.read(identity.text) == identity
    assert require_recipient(identity.recipient) == identity.recipient


@pytest.mark.parametrize("length", [0, 31, 33])
def test_scalar_of_another_length_is_no_identity(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Identity.of_scalar(bytes(length))


def test_code_opens_one_case_at_each_embassy() -> None:
    code = CaseCode.new()
    here, there = derive(code, instance="xt"), derive(code, instance="xn")

    assert derive(code, instance="xt") == here
    assert not {here.lookup, here.auth} & {there.lookup, there.auth}
    assert here.identity != there.identity


def test_keys_do_not_show_in_a_traceback() -> None:
    keys, member = derive(CaseCode.new(), instance="xt"), MemberKeys.new()

    shown = repr(keys) + repr(member)

    assert keys.lookup.hex() not in shown
    assert repr(keys.auth) not in shown
    assert "AGE-SECRET-KEY" not in shown
    assert repr(member.seed) not in shown


def test_member_keys_are_what_they_were_after_writing_and_reading() -> None:
    keys = MemberKeys.new()

    assert MemberKeys.read(keys.bundle()) == keys
    assert MemberKeys.new() != keys


def test_proof_is_of_one_challenge_and_one_key() -> None:
    keys, other = MemberKeys.new(), MemberKeys.new()
    proof = keys.prove("a challenge")

    assert is_proved(proof, challenge="a challenge", verify_key=keys.verify_key)
    assert not is_proved(proof, challenge="another", verify_key=keys.verify_key)
    assert not is_proved(proof, challenge="a challenge", verify_key=other.verify_key)


@pytest.mark.parametrize(
    "proof", ["", "A", "A" * 88, "ж" * 88, base64.b64encode(bytes(63)).decode()]
)
def test_what_is_no_proof_is_refused_quietly(proof: str) -> None:
    assert not is_proved(proof, challenge="", verify_key=MemberKeys.new().verify_key)


@pytest.mark.parametrize("key", ["", "A" * 44, "*", base64.b64encode(bytes([255] * 32)).decode()])
def test_what_is_no_key_proves_nothing(key: str) -> None:
    assert not is_signed(bytes(64), b"", verify_key=key)


@pytest.mark.parametrize("text", ["QQ", "QR==", "QQ==\n", " QQ==", "Q-==", None, b"QQ=="])
def test_base64_has_one_spelling(text: object) -> None:
    with pytest.raises(NotAKey):
        decoded(text)


def test_nothing_is_sealed_to_what_is_no_recipient() -> None:
    for text in ("", "age1", Identity.new().text, Identity.new().recipient + "q"):
        with pytest.raises(NotAKey):
            seal(b"", to=text)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000))
def test_sealed_bytes_are_what_they_were(content: bytes) -> None:
    identity = Identity.new()

    assert unseal(seal(content, to=identity.recipient), by=identity) == content


def test_any_changed_bit_is_noticed() -> None:
    identity = Identity.new()
    sealed = seal(b"some words", to=identity.recipient)

    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CannotBeOpened):
            unseal(bytes(changed), by=identity)


def test_any_lost_end_is_noticed() -> None:
    identity = Identity.new()
    sealed = seal(bytes(70_000), to=identity.recipient)

    for length in [*range(0, 400, 7), 65_000, 65_900, len(sealed) - 1]:
        with pytest.raises(CannotBeOpened):
            unseal(sealed[:length], by=identity)

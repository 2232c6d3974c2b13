"""Vectors that both implementations run; tests/vectors/README.md has their format."""

import hashlib

import pytest

from ambasada.lib.sealing.canonical import NotCanonical, canonical, read_canonical
from ambasada.lib.sealing.codes import CaseCode, WrongCode
from ambasada.lib.sealing.fingerprints import fingerprint
from ambasada.lib.sealing.frames import NotAFrame, framed, padded_size, unframed
from ambasada.lib.sealing.keys import (
    Identity,
    MemberKeys,
    NotAKey,
    derive,
    is_proved,
    require_recipient,
)
from tests.vectors.reading import FILES, Vector, each, is_refused, pattern


def test_there_are_vectors_of_everything() -> None:
    lists = [
        values for file in FILES.values() for values in file.values() if isinstance(values, list)
    ]

    assert len(FILES) == 9
    assert sum(map(len, lists)) >= 250
    assert all(lists)


@each("canonical", "forms")
def test_canonical_form_is_read_and_written(vector: Vector) -> None:
    content = vector["text"].encode("utf-8")

    assert canonical(read_canonical(content)) == content


@each("canonical", "not_forms")
def test_other_forms_are_refused(vector: Vector) -> None:
    content = bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode("utf-8")

    with pytest.raises(NotCanonical):
        read_canonical(content)


@each("codes", "shown")
def test_code_is_shown(vector: Vector) -> None:
    code = CaseCode(bytes.fromhex(vector["secret"]))

    assert f"{code.check:02x}" == vector["check"]
    assert code.digits == vector["digits"]
    assert {language: code.words(language) for language in ("en", "be", "ru")} == vector["words"]
    for typed in (code.digits, *vector["words"].values()):
        assert CaseCode.read(typed) == code


@each("codes", "read")
def test_typed_code_is_read(vector: Vector) -> None:
    assert CaseCode.read(vector["typed"]).secret.hex() == vector["secret"]


@each("codes", "wrong")
def test_mistake_in_a_code_is_told(vector: Vector) -> None:
    with pytest.raises(WrongCode) as caught:
        CaseCode.read(vector["typed"])

    assert (caught.value.mistake, caught.value.place) == (vector["mistake"], vector["place"])


@each("derivation", "derived")
def test_keys_are_derived(vector: Vector) -> None:
    keys = derive(CaseCode(bytes.fromhex(vector["secret"])), instance=vector["instance"])

    assert (keys.lookup.hex(), keys.auth.hex()) == (vector["lookup"], vector["auth"])
    assert keys.lookup_sha256 == vector["lookup_sha256"] == keys.case == vector["case"]
    assert keys.auth_sha256 == vector["auth_sha256"]
    assert keys.identity.text == vector["identity"]
    assert keys.identity.recipient == vector["recipient"]


@each("derivation", "identities")
def test_identity_is_read(vector: Vector) -> None:
    if vector.get("is_refused"):
        assert is_refused(lambda: Identity.read(vector["text"]), NotAKey)
    else:
        assert Identity.read(vector["text"]).recipient == vector["recipient"]


@each("derivation", "recipients")
def test_recipient_is_read(vector: Vector) -> None:
    refused = is_refused(lambda: require_recipient(vector["text"]), NotAKey)

    assert refused == vector.get("is_refused", False)


@each("derivation", "members")
def test_member_has_these_keys(vector: Vector) -> None:
    keys = MemberKeys.read(vector["bundle"].encode())

    assert keys.identity.text == vector["identity"]
    assert (keys.seed.hex(), keys.verify_key) == (vector["seed"], vector["verify"])
    assert keys.recipient == vector["recipient"]
    assert keys.bundle().decode() == vector["bundle"]
    assert keys.prove(vector["challenge"]) == vector["proof"]
    assert is_proved(vector["proof"], challenge=vector["challenge"], verify_key=vector["verify"])


@each("derivation", "not_bundles")
def test_other_bundles_are_refused(vector: Vector) -> None:
    with pytest.raises(NotAKey):
        MemberKeys.read(vector["text"].encode())


@each("frames", "sizes")
def test_size_is_padded(vector: Vector) -> None:
    assert padded_size(vector["size"]) == vector["padded"]


@each("frames", "framed")
def test_frame_has_these_bytes(vector: Vector) -> None:
    frame = framed(pattern(vector["length"]))

    assert len(frame) == vector["size"]
    assert hashlib.sha256(frame).hexdigest() == vector["sha256"]
    assert unframed(frame) == pattern(vector["length"])


@each("frames", "read")
def test_frame_is_read(vector: Vector) -> None:
    start, end = bytes.fromhex(vector["start"]), bytes.fromhex(vector.get("end", ""))
    frame = start + bytes(vector["size"] - len(start) - len(end)) + end

    if vector.get("is_refused"):
        assert is_refused(lambda: unframed(frame), NotAFrame)
    else:
        assert len(unframed(frame)) == vector["length"]


@each("fingerprints", "read_out")
def test_fingerprint_of_a_key_is_eight_words(vector: Vector) -> None:
    assert fingerprint(vector["recipient"], vector["verify"]) == vector["words"]

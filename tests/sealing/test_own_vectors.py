"""Our own vectors, which tests/lib/sealing runs in Python, in the code of the pages."""

import hashlib

import pytest

from ambasada.lib.sealing import word_lists
from tests.sealing.laboratory import Laboratory, Thrown
from tests.vectors.reading import FILES, Vector, each, pattern


def lists() -> list[tuple[str, ...]]:
    return [word_lists.word_list(each) for each in word_lists.LANGUAGES]


@each("canonical", "forms")
def test_canonical_form_is_read_and_written(laboratory: Laboratory, vector: Vector) -> None:
    value = laboratory("readCanonical", vector["text"])

    assert laboratory("canonical", value) == vector["text"]


@each("canonical", "not_forms")
def test_what_is_no_canonical_form_is_refused(laboratory: Laboratory, vector: Vector) -> None:
    given = bytes.fromhex(vector["hex"]) if "hex" in vector else vector["text"].encode()

    with pytest.raises(Thrown) as refusal:
        laboratory("readCanonicalBytes", given)

    assert refusal.value.name == "NotCanonical"


@each("codes", "shown")
def test_code_is_shown_and_read(laboratory: Laboratory, vector: Vector) -> None:
    secret = bytes.fromhex(vector["secret"])

    assert laboratory("codeDigits", secret) == vector["digits"].split()
    assert laboratory("readCode", vector["digits"], []) == secret
    for language, words in vector["words"].items():
        shown = laboratory("codeWords", secret, word_lists.word_list(language))
        assert shown == words.split()
        assert laboratory("readCode", words, lists()) == secret


@each("codes", "read")
def test_typed_code_is_read(laboratory: Laboratory, vector: Vector) -> None:
    assert laboratory("readCode", vector["typed"], lists()).hex() == vector["secret"]


@each("codes", "wrong")
def test_mistyped_code_is_told_by_its_mistake(laboratory: Laboratory, vector: Vector) -> None:
    with pytest.raises(Thrown) as refusal:
        laboratory("readCode", vector["typed"], lists())

    assert refusal.value.name == "WrongCode"
    assert refusal.value.values["mistake"] == vector["mistake"]
    assert refusal.value.values["place"] == vector["place"]


@each("derivation", "derived")
def test_code_derives_its_keys(laboratory: Laboratory, vector: Vector) -> None:
    keys = laboratory("deriveCase", bytes.fromhex(vector["secret"]), vector["instance"])

    assert keys == {
        "lookup": vector["lookup"],
        "auth": vector["auth"],
        "lookupHash": vector["lookup_sha256"],
        "authHash": vector["auth_sha256"],
        "caseId": vector["case"],
        "identity": vector["identity"],
        "recipient": vector["recipient"],
    }


@each("derivation", "identities")
def test_identity_is_known(laboratory: Laboratory, vector: Vector) -> None:
    is_one = not vector.get("is_refused")

    assert laboratory("isIdentity", vector["text"]) == is_one
    if is_one:
        assert laboratory("recipientOf", vector["text"]) == vector["recipient"]


@each("derivation", "recipients")
def test_recipient_is_known_before_anything_is_sealed_to_it(
    laboratory: Laboratory, vector: Vector
) -> None:
    is_one = not vector.get("is_refused")

    assert laboratory("isRecipient", vector["text"]) == is_one
    if not is_one:
        with pytest.raises(Thrown):
            laboratory("wrapFor", "nothing of weight", vector["text"])


@each("derivation", "members")
def test_member_proves_their_key(laboratory: Laboratory, vector: Vector) -> None:
    keys = laboratory("keysIn", vector["bundle"].encode())

    assert {name: keys[name] for name in ("identity", "recipient", "verify")} == {
        name: vector[name] for name in ("identity", "recipient", "verify")
    }
    assert keys["seed"].hex() == vector["seed"]
    assert laboratory("bundleOf", keys).decode() == vector["bundle"]
    assert laboratory("proveMember", keys["seed"], vector["challenge"]) == vector["proof"]


@each("derivation", "not_bundles")
def test_what_is_no_bundle_is_refused(laboratory: Laboratory, vector: Vector) -> None:
    with pytest.raises(Thrown) as refusal:
        laboratory("keysIn", vector["text"].encode())

    assert refusal.value.name in {"NotABundle", "NotBase64", "NotCanonical"}


def test_frames_have_the_sizes_they_should(laboratory: Laboratory) -> None:
    vectors = FILES["frames"]["sizes"]

    assert [laboratory("paddedSize", each["size"]) for each in vectors] == [
        each["padded"] for each in vectors
    ]


@each("frames", "framed")
def test_content_is_framed(laboratory: Laboratory, vector: Vector) -> None:
    content = pattern(vector["length"])

    framed = laboratory("frame", content)

    assert len(framed) == vector["size"]
    assert hashlib.sha256(framed).hexdigest() == vector["sha256"]
    assert laboratory("unframe", framed) == content


@each("frames", "read")
def test_frame_is_read_strictly(laboratory: Laboratory, vector: Vector) -> None:
    start, end = (bytes.fromhex(vector.get(part, "")) for part in ("start", "end"))
    framed = start.ljust(vector["size"] - len(end), b"\0") + end

    if vector.get("is_refused"):
        with pytest.raises(Thrown) as refusal:
            laboratory("unframe", framed)
        assert refusal.value.name == "NotAFrame"
    else:
        assert laboratory("unframe", framed) == framed[4 : 4 + vector["length"]]


@each("fingerprints", "read_out")
def test_fingerprint_of_a_key_is_eight_words(laboratory: Laboratory, vector: Vector) -> None:
    english = word_lists.word_list("en")

    words = laboratory("fingerprint", vector["recipient"], vector["verify"], english)

    assert words == vector["words"].split()

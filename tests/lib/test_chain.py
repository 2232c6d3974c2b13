import hashlib
import hmac

from ambasada.lib.chain import is_seal_of, seal_of, sha256_of


def test_hash_is_of_canonical_json() -> None:
    text = '{"a":"\\u040e","b":1}'

    assert sha256_of({"b": 1, "a": "Ў"}) == hashlib.sha256(text.encode()).hexdigest()
    assert sha256_of({"a": "Ў", "b": 1}) == sha256_of({"b": 1, "a": "Ў"})


def test_values_are_not_taken_for_one_another() -> None:
    assert sha256_of({"a": "1", "b": ""}) != sha256_of({"a": "", "b": "1"})
    assert sha256_of({"a": 1}) != sha256_of({"a": "1"})


def test_seal_is_made_with_a_key_of_its_own() -> None:
    plain = hmac.new(b"secret", b"7:ab", "sha256").hexdigest()

    assert seal_of(7, "ab", secret="secret") != plain  # noqa: S106 -- of the test


def test_seal_holds_for_one_line_and_one_secret() -> None:
    seal = seal_of(7, "ab", secret="secret")  # noqa: S106 -- of the test

    assert is_seal_of(seal, 7, "ab", secret="secret")  # noqa: S106 -- likewise
    assert not is_seal_of(seal, 8, "ab", secret="secret")  # noqa: S106 -- likewise
    assert not is_seal_of(seal, 7, "ac", secret="secret")  # noqa: S106 -- likewise
    assert not is_seal_of(seal, 7, "ab", secret="another")  # noqa: S106 -- likewise
    assert not is_seal_of("", 7, "ab", secret="secret")  # noqa: S106 -- likewise
    assert not is_seal_of("Ў", 7, "ab", secret="secret")  # noqa: S106 -- likewise

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.codes import SECRET_BYTES, CaseCode, Mistake, WrongCode
from ambasada.lib.sealing.word_lists import LANGUAGES

SECRETS = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)
SEPARATORS = st.sampled_from([" ", "-", " – ", ", ", "\n", ". ", "  "])


def test_new_codes_differ() -> None:
    assert len({CaseCode.new() for _ in range(100)}) == 100


def test_code_does_not_show_in_a_traceback() -> None:
    code = CaseCode(b"secret1234")

    assert "secret" not in repr(code)


def test_ten_thousand_codes_are_read_in_all_forms() -> None:
    for code in (CaseCode.new() for _ in range(2500)):
        for shown in (code.digits, *(code.words(language) for language in LANGUAGES)):
            assert CaseCode.read(shown) == code


@settings(deadline=None)
@given(SECRETS, st.sampled_from(LANGUAGES), SEPARATORS)
def test_anything_may_stand_between(secret: bytes, language: str, separator: str) -> None:
    code = CaseCode(secret)

    assert CaseCode.read(code.words(language).replace(" ", separator)) == code
    assert CaseCode.read(code.digits.replace(" ", separator)) == code


@settings(deadline=None)
@given(SECRETS, st.sampled_from(LANGUAGES))
def test_four_letters_of_each_word_are_enough(secret: bytes, language: str) -> None:
    code = CaseCode(secret)
    short = " ".join(word.replace("’", "")[:4] for word in code.words(language).split())

    assert CaseCode.read(short.upper()) == code


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(WrongCode) as caught:
        CaseCode.read(typed)

    assert str(caught.value).endswith(".")


def test_nearly_every_wrong_digit_is_noticed() -> None:
    # One in 256 is not: the check is one byte, and the server has the last word.
    chance = random.Random(20)  # noqa: S311 -- the same mistakes each time
    noticed = sum(_is_noticed(chance) for _ in range(2000))

    assert 1970 <= noticed < 2000


def test_wrong_word_is_named_by_its_place_and_not_repeated() -> None:
    words = CaseCode(bytes(SECRET_BYTES)).words("be").split()
    words[2] = "qqqqqq"

    with pytest.raises(WrongCode) as caught:
        CaseCode.read(" ".join(words))

    assert (caught.value.mistake, caught.value.place) == (Mistake.WORD, 3)
    assert str(caught.value) == "Word 3 is in no list of ours; please look at its spelling."


def test_words_of_two_lists_are_no_code() -> None:
    code = CaseCode(bytes(range(SECRET_BYTES)))
    mixed = code.words("en").split()[:4] + code.words("be").split()[4:]

    with pytest.raises(WrongCode):
        CaseCode.read(" ".join(mixed))


def test_wrong_code_is_a_refusal_that_may_be_shown() -> None:
    assert issubclass(WrongCode, Refused)


@pytest.mark.parametrize("secret", [b"", bytes(9), bytes(11)])
def test_secret_of_another_length_is_no_code(secret: bytes) -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        CaseCode(secret)


def _is_noticed(chance: random.Random) -> bool:
    digits = list(CaseCode(chance.randbytes(SECRET_BYTES)).digits.replace(" ", ""))
    place = chance.randrange(len(digits))
    digits[place] = chance.choice([each for each in "0123456789" if each != digits[place]])
    try:
        CaseCode.read("".join(digits))
    except WrongCode:
        return True
    return False

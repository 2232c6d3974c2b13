"""Codes in the words of every language there is, shown and read on a page as in Python."""

import random

import pytest

from ambasada.lib.sealing import word_lists
from ambasada.lib.sealing.codes import CaseCode, WrongCode
from ambasada.lib.sealing.word_lists import LANGUAGES
from tests.sealing.laboratory import Laboratory

# How somebody with the other keyboard, or in haste, types.
_TO_LATIN = str.maketrans("аеосхурАВЕКМНОРСТХ", "aeocxypABEKMHOPCTX")
_TO_CYRILLIC = str.maketrans("aeocxyABEKMHOPCTX", "аеосхуАВЕКМНОРСТХ")


def codes(language: str) -> list[CaseCode]:
    chance = random.Random(language)  # noqa: S311 -- the same each time, and no secret
    return [CaseCode(chance.randbytes(10)) for _ in range(200)]


def lists() -> list[tuple[str, ...]]:
    return [word_lists.word_list(each) for each in LANGUAGES]


def read_in_python(typed: str) -> bytes | list[object]:
    try:
        return CaseCode.read(typed).secret
    except WrongCode as mistake:
        return [mistake.mistake.value, mistake.place]


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_shown_as_in_python(laboratory: Laboratory, language: str) -> None:
    made = codes(language)
    secrets = [each.secret for each in made]

    shown = laboratory("showCodes", secrets, word_lists.word_list(language))

    assert shown == [[each.words(language), each.digits] for each in made]


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_read_however_they_are_typed(laboratory: Laboratory, language: str) -> None:
    made = codes(language)
    words = [each.words(language).split() for each in made]
    forms = {
        "beginnings in capitals": [" ".join(word[:4] for word in each).upper() for each in words],
        "letters that look alike": ["-".join(each).translate(_TO_LATIN) for each in words],
        "the reverse": [", ".join(each).upper().translate(_TO_CYRILLIC) for each in words],
        "in lines with numbers": [
            "\n".join(f"{number}. {word}" for number, word in enumerate(each, start=1))
            for each in words
        ],
    }

    for form, typed in forms.items():
        assert laboratory("readCodes", typed, lists()) == [each.secret for each in made], form


@pytest.mark.parametrize("language", LANGUAGES)
def test_mistakes_are_told_as_in_python(laboratory: Laboratory, language: str) -> None:
    words = codes(language)[0].words(language).split()
    others = word_lists.word_list(language)
    typed = [
        " ".join([*words[:place], other, *words[place + 1 :]])
        for place in range(8)
        for other in (others[place + 1], "zzzz", "ъъъъ")
    ]

    assert laboratory("readCodes", typed, lists()) == [read_in_python(each) for each in typed]

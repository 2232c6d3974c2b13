import pytest

from ambasada.lib.sealing.word_lists import (
    LANGUAGES,
    WORDS,
    places,
    plain,
    telling,
    word_list,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_told_apart_however_carelessly_they_are_typed(language: str) -> None:
    words = word_list(language)

    assert len(words) == WORDS
    assert len({telling(plain(word), language) for word in words}) == WORDS
    assert len(places(language)) == WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_word_is_found_at_its_place(language: str) -> None:
    words = word_list(language)

    assert [places(language)[telling(plain(word.upper()), language)] for word in words] == list(
        range(WORDS)
    )


def test_cyrillic_words_are_found_in_latin_look_alikes() -> None:
    assert telling("мopкoвкa", "ru") == telling("морковка", "ru")
    assert telling(plain("BOДA"), "ru") == telling("вода", "ru")


def test_belarusian_words_are_found_without_letters_a_russian_keyboard_lacks() -> None:
    assert telling("ніва", "be") == telling("нива", "be") == telling(plain("НIВА"), "be")
    assert telling("воўк", "be") == telling("воук", "be")
    assert telling(plain("аб’ект"), "be") == telling(plain("абект"), "be")


def test_russian_words_are_found_without_the_dots_of_yo() -> None:
    assert telling("ёлка", "ru") == telling("елка", "ru")


def test_marks_of_stress_and_signs_that_do_not_show_are_left_out() -> None:
    assert plain("Бя\u0301ро\u00adза\u200b") == "бяроза"


def test_there_is_no_list_of_another_language() -> None:
    with pytest.raises(KeyError):
        word_list("../ru")

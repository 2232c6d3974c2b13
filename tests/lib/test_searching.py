"""Words as a search compares them."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ambasada.lib.searching import Lexicon, folded, is_small, stem, tidy, words_in

VECTORS = json.loads(Path(__file__).with_name("search_vectors.json").read_text(encoding="utf-8"))
PACK = Path(__file__).parents[2] / "content" / "gb" / "search.toml"


def lexicon_of(path: Path) -> Lexicon:
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    same = {
        code: "\n".join(", ".join(each.get(code, ())) for each in told["same"])
        for code in ("en", "be", "ru")
    }
    return Lexicon(told["forms"], same)


@pytest.fixture(scope="module")
def ours() -> Lexicon:
    return lexicon_of(PACK)


def folds(words: str) -> list[str]:
    return [each.folded for each in words_in(tidy(words))]


@pytest.mark.parametrize(("typed", "word", "stemmed"), VECTORS)
def test_word_is_folded_and_stemmed_as_written_down(typed: str, word: str, stemmed: str) -> None:
    """The script of a copy is held by the same list."""
    assert word in folds(typed)
    if stemmed:
        assert stem(word, "be") == stemmed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ўсё", "усе"),
        ("Іна", "Ина"),
        ("сям’я", "сям'я"),
        ("сям’я", "сямʼя"),
        ("сям’я", "сямъя"),
        ("МІНСК", "МІНCК"),  # with a Latin C
        ("бе\u0301лы", "белы"),  # with a stress mark
        ("бе\u00adлы", "белы"),  # with a soft hyphen
        ("и\u0306", "й"),  # taken apart
        ("ґанак", "ганак"),
        ("Šviatłana", "sviatlana"),
    ],
)
def test_one_word_is_the_same_however_it_is_typed(one: str, other: str) -> None:
    assert folds(one) == folds(other)


def test_letters_that_are_others_stay_apart() -> None:
    assert folds("й") != folds("и")
    assert folds("ceo") == ["ceo"]  # of look-alikes alone, and Latin


@pytest.mark.parametrize(
    ("classical", "official"),
    [("сьвет", "свет"), ("зьнешні", "знешні"), ("цьвёрды", "цвёрды"), ("ня", "не"), ("бяз", "без")],
)
def test_classical_spelling_finds_the_official_one(classical: str, official: str) -> None:
    assert stem(folded(classical), "be") == stem(folded(official), "be")


def test_words_of_the_site_find_one_another_in_every_form(ours: Lexicon) -> None:
    lines = ours.forms["be"].split("\n")
    words = [each for line in lines for each in line.split()]

    assert len(set(words)) > 500
    for line in lines:
        assert len({ours.stem(folded(each), "be") for each in line.split()}) == min(
            1, len(line.split())
        ), line
    of_the_nation = {
        ours.stem(folded(each), "be") for each in ("Беларусь", "Беларусі", "беларусаў")
    }
    assert len(of_the_nation) == 1


def test_words_of_the_site_that_are_others_stay_apart(ours: Lexicon) -> None:
    heads = [line.split()[0] for line in ours.forms["be"].split("\n") if line]
    stems = [ours.stem(folded(each), "be") for each in heads]

    assert len(stems) == len(set(stems))


def test_what_means_the_same_is_looked_for_in_every_language(ours: Lexicon) -> None:
    wanted = {("палитвязен",), ("политзаключен",), ("polit", "prison")}

    for typed in (
        "палітвязняў",
        "политзаключённого",
        "political prisoners",
        "палитзаключенные",  # of both languages at once, as people type
        "палитвязень",
        "палитвязней",
        "политвязни",
    ):
        [term] = ours.terms(typed)
        assert wanted <= set(term.any_of), typed


def test_small_words_are_looked_for_only_alone() -> None:
    assert [each.typed for each in Lexicon().terms("кот у ботах")] == ["кот", "ботах"]
    assert [each.typed for each in Lexicon().terms("что это")] == ["что", "это"]
    assert is_small("у")


def test_no_more_than_eight_words_are_looked_for() -> None:
    assert len(Lexicon().terms("слова " * 50)) == 8


@given(st.text(max_size=60))
def test_anything_can_be_folded_and_stemmed(text: str) -> None:
    tidied = tidy(text)
    for each in words_in(tidied):
        assert tidied[each.start : each.end]
        assert folded(each.folded) == each.folded
        for language in ("be", "ru", "en"):
            assert " " not in stem(each.folded, language)
    Lexicon().terms(text)

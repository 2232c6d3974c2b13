"""Slugs: table and pairs are read from docs/languages.md, so that it cannot drift."""

import re
import unicodedata
from pathlib import Path

import pytest

from ambasada.lib.slugs import LIMIT, NEIGHBOURS_TABLE, RUSSIAN_TABLE, slug_of

PAGE = (Path(__file__).parents[2] / "docs" / "languages.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return PAGE.partition(f"### {heading}\n")[2].partition("\n#")[0]


def pairs(heading: str) -> list[tuple[str, str]]:
    return re.findall(r"^\| (.+) \| `(.+)` \|$", section(heading), flags=re.MULTILINE)


BELARUSIAN = pairs("Belarusian pairs")
RUSSIAN = pairs("Russian pairs")


def test_page_has_ten_pairs_of_each_language() -> None:
    assert (len(BELARUSIAN), len(RUSSIAN)) == (10, 10)


@pytest.mark.parametrize(("title", "slug"), BELARUSIAN)
def test_belarusian_pair(title: str, slug: str) -> None:
    assert slug_of(title, "be") == slug


@pytest.mark.parametrize(("title", "slug"), RUSSIAN)
def test_russian_pair(title: str, slug: str) -> None:
    assert slug_of(title, "ru") == slug


def test_page_has_the_whole_russian_table() -> None:
    cells = re.findall(r"([а-яёіўґєї]) (?:`([a-z]+)`|dropped)", section("The Russian table"))

    assert dict(cells) == RUSSIAN_TABLE | NEIGHBOURS_TABLE


def test_russian_table_has_the_whole_alphabet() -> None:
    assert "".join(RUSSIAN_TABLE) == "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("People’s Embassy in Great Britain", "peoples-embassy-in-great-britain"),
        ("Łódź, Škoda & “Straße”", "lodz-skoda-strasse"),
        ("10 December 2020 — a decision", "10-december-2020-a-decision"),
        ("What «Вясна» reports", "what-vyasna-reports"),
        ("№ 5", "no-5"),
    ],
)
def test_english_title(title: str, slug: str) -> None:
    assert slug_of(title, "en") == slug


@pytest.mark.parametrize("apostrophe", ["\u2019", "\u0027", "\u02bc"])
@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("be", "Сям{}я", "siamja"),
        ("be", "П{}яць аб{}ектаў", "pjac-abjektau"),
        ("ru", "Д{}Артаньян", "dartanyan"),
        ("en", "Embassy{}s day", "embassys-day"),
    ],
)
def test_apostrophe_of_any_kind_gives_one_address(
    *, apostrophe: str, language: str, title: str, slug: str
) -> None:
    assert slug_of(title.replace("{}", apostrophe), language) == slug


@pytest.mark.parametrize(
    ("language", "title", "slug"),
    [
        ("be", "Ўсход і край", "uschod-i-kraj"),
        ("be", "Магілёў", "mahilou"),
        ("ru", "Ёлка и йод", "elka-i-yod"),
        ("en", "naïve", "naive"),
    ],
)
def test_letters_taken_apart_keep_their_marks(language: str, title: str, slug: str) -> None:
    apart = unicodedata.normalize("NFD", title)

    assert apart != title
    assert slug_of(apart, language) == slug_of(title, language) == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Беларус\u0069", "bielarusi"),
        ("\u0043ейм", "siejm"),
        ("\u0078\u006fр", "chor"),
        ("С\u0079ма", "suma"),
        ("IT-кампанія", "it-kampanija"),
        ("PDFфайл", "pdffajl"),
    ],
)
def test_latin_look_alikes_count_only_inside_cyrillic_words(title: str, slug: str) -> None:
    assert slug_of(title, "be") == slug


def test_stress_marks_and_soft_hyphens_are_ignored() -> None:
    marked = "За\u0301мак па\u00adма\u00adга\u0301е"

    assert slug_of(marked, "be") == slug_of("Замак памагае", "be")


def test_letters_of_a_neighbour_are_never_lost() -> None:
    assert slug_of("Щ ъ и", "be") == "shch-i"
    assert slug_of("Ўздым, Київ", "ru") == "uzdym-kiyiv"


@pytest.mark.parametrize("language", ["be-tarask", "be-Latn", "BE"])
def test_variants_of_a_language_follow_its_rule(language: str) -> None:
    assert slug_of("Грамада", language) == "hramada"


@pytest.mark.parametrize("language", ["be", "ru", "en"])
def test_long_title_ends_with_a_whole_word(language: str) -> None:
    title = "Слова " * 40

    slug = slug_of(title, language)

    assert len(slug) <= LIMIT
    assert set(slug.split("-")) == {slug_of("Слова", language)}


def test_word_that_ends_at_the_limit_is_kept() -> None:
    assert slug_of("a" * 40 + " " + "b" * 39 + " c", "en") == "a" * 40 + "-" + "b" * 39


def test_one_word_longer_than_the_limit_is_cut_inside() -> None:
    assert slug_of("а" * 200, "ru") == "a" * LIMIT


def test_script_without_a_rule_still_gets_a_lasting_address() -> None:
    slug = slug_of("საელჩო", "en")

    assert re.fullmatch(r"title-[0-9a-f]{8}", slug)
    assert slug == slug_of("საელჩო", "be")
    assert slug != slug_of("ამბავი", "en")


@pytest.mark.parametrize("title", ["ъь", "ь"])
def test_letters_the_table_drops_still_give_an_address(title: str) -> None:
    assert slug_of(title, "ru").startswith("title-")


@pytest.mark.parametrize("title", ["", "   ", "«…» — !", "’", "\u0301"])
def test_title_without_letter_or_digit_is_refused(title: str) -> None:
    with pytest.raises(ValueError, match="needs a letter or a digit"):
        slug_of(title, "be")


@pytest.mark.parametrize(
    ("title", "slug"), [("404", "404-1"), ("2026-05", "2026-05-1"), ("2026-05-01", "2026-05-01")]
)
def test_title_makes_no_address_that_every_site_has_already(title: str, slug: str) -> None:
    assert slug_of(title, "en") == slug

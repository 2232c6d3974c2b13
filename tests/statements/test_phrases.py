from datetime import date

import pytest

from ambasada.statements.phrases import PHRASES, names_in, sentences_of, written_days


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("Dec 10, 2020", "en", [date(2020, 12, 10)]),
        ("Sept. 1st, 2020", "en", [date(2020, 9, 1)]),
        ("DECEMBER 10 2020", "en", [date(2020, 12, 10)]),
        ("the 3rd of May 2020", "en", [date(2020, 5, 3)]),
        ("2020-12-10 and 11.12.2020", "en", [date(2020, 12, 10), date(2020, 12, 11)]),
        ("October 31 — November 1, 2020", "en", [date(2020, 11, 1)]),
        ("October 31, 2020 – November 1, 2020", "en", [date(2020, 11, 1)]),
        ("31 October-1 November 2020", "en", [date(2020, 11, 1)]),
        ("November 1-3, 2020", "en", [date(2020, 11, 3)]),
        ("1–3 лістапада 2020 года", "be", [date(2020, 11, 3)]),
        ("31 кастрычніка — 1 лістапада 2020", "be", [date(2020, 11, 1)]),
        ("3 траўня 2020 і 4 мая 2020", "be", [date(2020, 5, 3), date(2020, 5, 4)]),
        ("31 октября — 1 ноября 2020 г.", "ru", [date(2020, 11, 1)]),
        ("10 дек. 2020", "ru", [date(2020, 12, 10)]),
        ("31 February 2020", "en", [None]),
        ("10 eels 2020, May 2020, 10 May, 10 December 20201", "en", []),
        ("10 снежня 2020", "ru", []),
    ],
)
def test_written_days(text: str, language: str, days: list[date | None]) -> None:
    assert [written.day for written in written_days(text, PHRASES[language])] == days


@pytest.mark.parametrize("language", PHRASES)
def test_every_month_is_read(language: str) -> None:
    phrases = PHRASES[language]
    written = [f"7 {name.split()[0]} 2020" for name in phrases.months]

    days = [day.day for text in written for day in written_days(text, phrases)]

    assert days == [date(2020, month, 7) for month in range(1, 13)]


@pytest.mark.parametrize(
    ("clause", "language", "names"),
    [
        ("Ada Reed-Test.", "en", ["Ada Reed-Test"]),
        ("A, B and C", "en", ["A", "B", "C"]),
        (
            "A, B, and the Council for Arts and Crafts",
            "en",
            ["A", "B", "Council for Arts and Crafts"],
        ),
        ("the Union of Eels and Reeds and the Choir", "en", ["Union of Eels and Reeds", "Choir"]),
        ("the A and friends of the river", "en", ["A", "friends of the river"]),
        ("A, mayor of B, and C", "en", ["A, mayor of B", "C"]),
        ("A and B, which speak for C and D", "en", ["A", "B"]),
        ("A (of B and C) and “D, E and F”", "en", ["A (of B and C)", "“D, E and F”"]),
        ("Саветам, хорам ткачоў і Ад-Test", "be", ["Саветам", "хорам ткачоў", "Ад-Test"]),
        ("«Рыбы и раки» и хором, которые поют", "ru", ["«Рыбы и раки»", "хором"]),
        ("", "en", []),
    ],
)
def test_names_in(clause: str, language: str, names: list[str]) -> None:
    assert list(names_in(clause, PHRASES[language])) == names


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! “Three.” Four", ["One.", "Two!", "“Three.”", "Four"]),
        ("Dr. Ada B. Reed-Test of the EU. Two.", ["Dr. Ada B. Reed-Test of the EU.", "Two."]),
        ("Проф. А. Б. Тест-Test. Два.", ["Проф. А. Б. Тест-Test.", "Два."]),
        ("in 2020. more", ["in 2020. more"]),
    ],
)
def test_sentences_of(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences

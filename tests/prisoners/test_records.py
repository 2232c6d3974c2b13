"""What a row says of a person, and what of it waits for a human."""

from datetime import date

import pytest

from ambasada.prisoners.days import read_day
from ambasada.prisoners.records import Person, read_person, record_of, sha256_of

LISTED = date(2026, 11, 1)


def read(**cells: str) -> tuple[dict[str, object], str]:
    row = {"name": "Асоба-Test", "status": "active", **cells}
    found = read_person(row, language="be", listed_on=LISTED)
    return found.facts, found.waits_for


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-05-01", "2020-05-01"),
        ("2020-05-01T00:00:00", "2020-05-01"),
        ("01.05.2020", "2020-05-01"),
        ("1.5.2020", "2020-05-01"),
        ("2020-05", "2020-05"),
        ("2020", "2020"),
        ("29.02", "--02-29"),
        ("--02-29", "--02-29"),
    ],
)
def test_day_is_read_as_much_as_is_known(text: str, day: str) -> None:
    assert str(read_day(text, may_lack_year=True)) == day


@pytest.mark.parametrize("text", ["", "soon", "31.02.2020", "2020-13-01", "05/06/2020", "1.13"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, may_lack_year=True) is None


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({}, ""),
        ({"birthday": "05.11", "arrested": "2021"}, ""),
        ({"died": "2024-01-01"}, "death"),
        ({"died": "yes"}, "death"),
        ({"release_date": "2024-01-01"}, "release"),
        ({"release_date": "2030-01-01"}, "release"),
        ({"arrested": "someday"}, "date"),
        ({"arrested": "2027-01-01"}, "date"),
        ({"birthday": "1850-01-01"}, "date"),
        ({"birthday": "2015-01-01", "arrested": "2021-01-01"}, "date"),
        ({"arrested": "2021-01-01", "verdict_date": "2020-01-01"}, "date"),
        ({"arrested": "2021-01-01", "release_date": "2020-01-01"}, "date"),
    ],
)
def test_death_release_and_odd_date_wait_for_a_human(cells: dict[str, str], kind: str) -> None:
    assert read(**cells)[1] == kind


def test_word_of_status_and_names_stay_as_the_source_has_them() -> None:
    facts, _kind = read(status="Пад Вартай", name_en="Asoba-Test")

    assert facts["status"] == "Пад Вартай"
    assert facts["names"] == {"be": "Асоба-Test", "en": "Asoba-Test"}


@pytest.mark.parametrize(
    "text",
    [
        "Released to his mother B-Test",
        "Маці B-Test",
        "его жена B-Test",
        "разам з братам",
        "his wife, and others",
        "сын B-Test",
    ],
)
def test_cell_that_may_name_a_relative_is_left_out(text: str) -> None:
    row = {"name": "Асоба-Test", "status": "active", "decision": text, "penalty": "3 гады"}

    found = read_person(row, language="be", listed_on=LISTED)

    assert "decision" not in found.facts
    assert found.facts["penalty"] == "3 гады"
    assert found.left_out == 1


@pytest.mark.parametrize(
    "text", ["Жаночая калонія Test", "женская колония", "семь лет", "сямі гадоў"]
)
def test_word_that_only_looks_like_one_for_a_relative_stays(text: str) -> None:
    assert read(penalty=text)[0]["penalty"] == text


@pytest.mark.parametrize("url", ["http://x.example.org", "javascript:1", "https://a@b.org", "x"])
def test_link_that_is_not_safe_is_left_out(url: str) -> None:
    assert "url" not in read(url=url)[0]


def test_place_and_address_are_told_apart() -> None:
    facts, _kind = read(prison="Турма Test; вул. Ціхая 1")

    assert (facts["prison"], facts["address"]) == ("Турма Test", "вул. Ціхая 1")


def test_record_that_is_not_what_its_hash_says_is_nobody() -> None:
    record = record_of("a" * 16, read()[0], LISTED.isoformat())

    assert Person.read(record, sha256_of(record)) is not None
    assert Person.read(record.replace("active", "former"), sha256_of(record)) is None

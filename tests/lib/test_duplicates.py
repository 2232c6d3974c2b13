"""Duplicates: what is proposed and why, who meets whom, and that no block is compared whole."""

from collections.abc import Hashable
from itertools import combinations

import pytest

from ambasada.lib.duplicates import (
    PEOPLE,
    Block,
    Field,
    How,
    Read,
    Reason,
    Scheme,
    compare,
    keys_of,
    matches_of,
    pairs,
    read,
)
from ambasada.lib.duplicates.blocking import candidates
from ambasada.lib.duplicates.people import itself
from ambasada.lib.duplicates.values import BodyNames, Day, Exact, Mail, Number, Telephone, Words

PHONE = "+442079460018"
MAIL = "sviatlana@example.org"


def person(name: Hashable, *spellings: str, **values: str) -> Read:
    texts = {"name": list(spellings)} | {field: [text] for field, text in values.items()}
    return read(name, texts, PEOPLE)


def proposed(*records: Read) -> set[frozenset[Hashable]]:
    return {frozenset((pair.one, pair.other)) for pair in pairs(records, PEOPLE)}


def test_five_spellings_of_a_name_are_proposed_as_one() -> None:
    spellings = (
        "Святлана Прыклад-Тэст",
        "Светлана Приклад-Тест",
        "Śviatłana Prykład-Test",
        "Sviatlana Pryklad-Test",
        "Svetlana Priklad-Test",
    )
    people = [person(number, each) for number, each in enumerate(spellings)]

    assert proposed(*people) == {frozenset(pair) for pair in combinations(range(5), 2)}


def test_reasons_say_what_agrees() -> None:
    one = person(1, "Святлана Тэст", phone="020 7946 0018", born="1982-09-11", email=MAIL)
    other = person(2, "Svetlana Test", phone=PHONE, born="1982-11-09", email=f"mailto:{MAIL}")
    abroad = read(1, {"phone": ["+44 (0)20 7946 0018"], "name": ["Святлана Тэст"]}, PEOPLE)

    assert [str(each) for each in compare(one, other, PEOPLE).reasons] == [
        "name.same",
        "born.swapped",
        "email.same",
    ]
    assert compare(abroad, other, PEOPLE).reasons[-1] == Reason("phone", How.SAME)
    assert compare(one, other, PEOPLE).score > 0.99


def test_another_birthday_speaks_against_an_equal_name() -> None:
    born = person(1, "Анна Тест", born="1990-01-02")

    assert proposed(born, person(2, "Ганна Тэст", born="1971-05-30")) == set()
    assert proposed(born, person(2, "Ганна Тэст", born="1990")) == {frozenset((1, 2))}
    assert proposed(born, person(2, "Ганна Тэст")) == {frozenset((1, 2))}


def test_telephone_of_an_office_does_not_make_two_people_one() -> None:
    office = [person(1, "Марыя Тэст", phone=PHONE), person(2, "Пётр Іншы-Тэст", phone=PHONE)]

    assert proposed(*office) == set()
    assert keys_of(office[0], PEOPLE) & keys_of(office[1], PEOPLE) == {f"p:{PHONE}"}


def test_slip_weighs_less_and_is_found_by_what_else_agrees() -> None:
    names = ("Пётр Кавалёнак-Тэст", "Пётр Калавёнак-Тэст")
    one, slip = (person(number, name) for number, name in enumerate(names))
    mailed = [
        person(number, name.replace("-Тэст", ""), email=MAIL) for number, name in enumerate(names)
    ]

    assert compare(one, slip, PEOPLE).score < compare(one, one, PEOPLE).score
    assert proposed(*mailed) == {frozenset((0, 1))}


def test_any_spelling_on_record_may_agree() -> None:
    one = person(1, "Helen Other-Test", "Алена Тэст")

    assert proposed(one, person(2, "Елена Тест")) == {frozenset((1, 2))}


def test_two_who_are_not_the_same_are_left_out() -> None:
    people = [person(number, "Анна Тест") for number in range(3)]
    apart = {frozenset((0, 1)), frozenset((1, 2))}

    assert [(pair.one, pair.other) for pair in pairs(people, PEOPLE, apart=apart)] == [(0, 2)]
    assert [pair.other for pair in matches_of(people[0], people, PEOPLE, apart=apart)] == [2]


def test_one_against_others_lists_the_likeliest_first() -> None:
    one = person(1, "Анна Тест", email=MAIL)
    others = [
        one,
        person(2, "Hanna Test"),
        person(3, "Hanna Test", email=MAIL),
        person(4, "Ян Тэст"),
    ]

    found = matches_of(one, others, PEOPLE)

    assert [pair.other for pair in found] == [3, 2]
    assert all(keys_of(one, PEOPLE) & keys_of(other, PEOPLE) for other in others[1:3])


def test_nothing_known_makes_nobody_alike() -> None:
    nobody = read(1, {"unknown": ["x"], "phone": [" "]}, PEOPLE)

    assert keys_of(nobody, PEOPLE) == frozenset()
    assert compare(nobody, nobody, PEOPLE).reasons == ()
    assert compare(nobody, nobody, PEOPLE).score < PEOPLE.least


def test_large_block_is_compared_with_neighbours_alone() -> None:
    town = Scheme(
        fields=(Field("town", Exact(), 5, -5), Field("name", Words(), 9, -9)),
        blocks=(Block("t", {"town": itself}),),
        prior=-10,
    )
    many = 2_000
    records = [
        read(number, {"town": ["Test"], "name": [f"{number // 2:04}"]}, town)
        for number in range(many)
    ]
    met = list(candidates(records, town))
    found = {(pair.one, pair.other) for pair in pairs(reversed(records), town)}

    assert len(met) == len(set(met)) < many * 2 * town.window
    assert all(one < other for one, other in met)
    assert found == {(number + 1, number) for number in range(0, many, 2)}


def test_small_blocks_meet_each_pair_once() -> None:
    people = [person(number, "Анна Тест", phone=PHONE, email=MAIL) for number in range(20)]

    assert list(candidates(people, PEOPLE)) == list(combinations(range(20), 2))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1990-03-04", "19900304", (1.0, How.SAME)),
        ("1990-03-04", "1990-04-03", (0.9, How.SWAPPED)),
        ("1990-03-04", "1990-03", (0.8, How.PARTIAL)),
        ("1990-03-04", "1990-03-05", (0.8, How.SIMILAR)),
        ("1990-03-04", "1909-03-04", (0.8, How.SIMILAR)),
        ("1990-03-04", "1991-07-04", (0.0, How.SIMILAR)),
        ("1990-03-04", "1991", (0.0, How.SIMILAR)),
    ],
)
def test_days(one: str, other: str, expected: tuple[float, How]) -> None:
    kind = Day()
    first, second = kind.read(one), kind.read(other)

    assert first is not None
    assert second is not None
    assert kind.alike(first, second) == kind.alike(second, first) == expected


def test_day_that_is_none_is_left_out() -> None:
    assert Day().read("in spring") is None


@pytest.mark.parametrize(
    "written",
    ["020 7946 0018", "+44 20 7946 0018", "+44 (0)20 7946-0018", "0044 20 79460018", PHONE],
)
def test_telephone_is_one_however_it_is_written(written: str) -> None:
    assert Telephone("GB").read(written) == PHONE


def test_telephone_without_a_country_is_its_digits() -> None:
    assert Telephone().read("020 7946-0018") == "02079460018"
    assert Telephone().read("none") is None


def test_mail_is_read_without_what_follows_a_plus() -> None:
    assert Mail().read(" Anna+News@Example.ORG ") == "anna@example.org"
    assert Mail().read("anna") is None


def test_words_and_numbers_forgive_slips() -> None:
    street, register = Words(), Number()

    assert street.read("вул. Тэставая, 5а") == street.read("5А Тэставая вул")
    assert street.alike("test vul", "tset vul").ratio == pytest.approx(7 / 8)
    assert register.read("AB 12-34") == "ab1234"
    assert register.alike("1234", "1243").ratio == pytest.approx(3 / 4)
    assert Exact().alike("test", "tset").ratio == 0.0


def test_body_of_another_number_is_another_body() -> None:
    name = BodyNames()
    school = name.read("Школа № 23")

    assert school is not None
    for written, ratio in (("школа 023", 1.0), ("Школа № 7", 0.0), ("Школа", 0.0)):
        other = name.read(written)
        assert other is not None
        assert name.alike(school, other).ratio == ratio
        assert (name.key(school) == name.key(other)) is bool(ratio)


def test_body_may_be_called_by_a_number_alone() -> None:
    name = BodyNames()
    channel, other = name.read("24"), name.read("5")

    assert channel is not None
    assert other is not None
    assert name.alike(channel, channel).ratio == 1.0
    assert name.alike(channel, other).ratio == 0.0
    assert name.read("№") is None

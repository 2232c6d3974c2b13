"""Names: what finds them, and which spellings are one.

`name_families.json` holds the spellings of names that are on public record, and pairs that are two
people. Rules and thresholds were tuned on its first half; the second says what they are worth.
"""

import json
from itertools import combinations
from pathlib import Path

import pytest

from ambasada.lib.names import SAME, likeness, name_of, search_beginnings, search_words
from ambasada.lib.names.given import GIVEN
from ambasada.lib.names.sounding import sound

FAMILIES = json.loads(Path(__file__).with_name("name_families.json").read_bytes())
FIVE = [
    "Святлана Ціханоўская",
    "Светлана Тихановская",
    "Śviatłana Cichanoŭskaja",
    "Sviatlana Tsikhanouskaya",
    "Svetlana Tikhanovskaya",
]


def alike(one: str, other: str) -> float:
    return likeness(name_of(one), name_of(other))


def finds(typed: str, name: str) -> bool:
    kept = search_words(name)
    return all(
        any(word.startswith(tuple(beginnings)) for word in kept)
        for beginnings in search_beginnings(typed)
    )


@pytest.mark.parametrize(
    "typed", ["Свят", "Свет", "Sviat", "Śviat", "Svet", "Svyat", "svi", "СВЯТЛАНА"]
)
@pytest.mark.parametrize("name", FIVE)
def test_beginning_in_any_script_finds_every_spelling(typed: str, name: str) -> None:
    assert finds(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Нік", "Мікалай Гусоўскі"),
        ("Mikal", "Николай Гусовский"),
        ("Mikh", "Міхаіл Савіцкі"),
        ("Hus Mik", "Мікалай Гусоўскі"),
        ("Гринк", "Piotr Hrynkievič"),
        ("Hryn", "Пётр Гринкевич"),
        ("Дунін Марц", "Vincent Dunin-Marcinkievič"),
        ("Karatkievic", "Уладзімір Караткевіч"),
        ("О'Б", "Conan O’Brien"),
    ],
)
def test_words_typed_find_a_name_in_whatever_order(typed: str, name: str) -> None:
    assert finds(typed, name)


def test_beginning_of_another_name_finds_nothing() -> None:
    assert not finds("Март", "Марыя Іванова")
    assert not finds("Свят Быкаў", "Святлана Ціханоўская")


def test_search_words_are_plain_letters_and_never_empty() -> None:
    kept = search_words("Д-р Жан-Поль О’Брайен III 李")

    assert all(word.isascii() and word.isalpha() and word.islower() for word in kept)
    assert search_words("李 123 —") == frozenset()


@pytest.mark.parametrize("names", [FIVE, *FAMILIES["tuned"]], ids=lambda names: names[0])
def test_five_spellings_are_one(names: list[str]) -> None:
    assert min(alike(one, other) for one, other in combinations(names, 2)) >= SAME


def test_five_spellings_have_one_key() -> None:
    assert len({name_of(each).key for each in FIVE}) == 1


@pytest.mark.parametrize(
    ("half", "precision", "recall"), [("tuned", 1.0, 1.0), ("held_out", 0.996, 1.0)]
)
def test_families_are_found_and_kept_apart(half: str, precision: float, recall: float) -> None:
    """The one pair taken for one in the half held out is `Hlushko` and `Hlushkou`."""
    spellings = [(each, number) for number, names in enumerate(FAMILIES[half]) for each in names]
    pairs = [(one, other, of == by) for (one, of), (other, by) in combinations(spellings, 2)]
    pairs += [(one, other, False) for one, other in FAMILIES["apart"][half]]
    proposed = [is_one for one, other, is_one in pairs if alike(one, other) >= SAME]
    right = sum(proposed)

    assert right / len(proposed) >= precision
    assert right / sum(is_one for _one, _other, is_one in pairs) >= recall


def test_keys_are_one_for_nearly_every_family() -> None:
    """What differs is an initial’s, and a given name that has a form of its own."""
    families = [*FAMILIES["tuned"], *FAMILIES["held_out"]]
    whole = [names for names in families if len({name_of(each).key for each in names}) == 1]

    assert len(families) == 50
    assert len(whole) >= 47


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        ("Hrynkievič Grinkevich Грынкевіч Гринкевич Hrynkevich", "hrnkvc"),
        ("Uładzimir Vladimir Уладзімір Владимир Uladzimir", "vladimir"),
        ("Aliaksandr Alexander Aleksandr Аляксандр Alaksandr", "alieksandr"),
        ("Jury Yuri Yury Юрый Юрий Iurii", "iuri"),
        ("Siarhei Sergey Сяргей Siarhiej Syarhey", "sierhiei"),
        ("Кавалёў Ковалев Ковалёв Kavaliou Kovalyov Кавалева Ковалёва", "kvlv"),
        ("Вераб’ёў Воробьёв Verab'iou Vorobyev Верабʼёва", "vrbv"),
        ("Савіцкі Савицкая Savicki Savickaja Savitsky", "svtk"),
        ("Hanna Анна Ганна Anna", "hana"),
    ],
)
def test_word_has_one_key_in_every_spelling(spellings: str, key: str) -> None:
    assert {name_of(each).key for each in spellings.split()} == {key}


def test_family_shares_a_key_and_is_not_one_person() -> None:
    """A woman's surname and a man's: one family, and two people unless the given name agrees."""
    assert name_of("Іваноў").key == name_of("Иванова").key
    assert alike("Іваноў", "Иванова") < SAME
    assert alike("А. Іваноў", "А. Іванова") < SAME
    assert alike("Ганна Іваноў", "Анна Иванова") >= SAME


def test_order_and_what_is_left_out_matter_little() -> None:
    full = "Быков Василий Владимирович"

    assert alike("Васіль Быкаў", full) >= SAME
    assert alike("В. У. Быкаў", full) >= SAME
    assert alike("Быков", full) < SAME
    assert alike("Ганна Кавалёва", "Анна Ковалёва-Петрова") >= SAME


def test_patronymic_of_another_father_is_somebody_else() -> None:
    assert alike("Іван Мікалаевіч Лось", "Иван Николаевич Лось") == 1.0
    assert alike("Іван Мікалаевіч Лось", "Иван Петрович Лось") < SAME
    assert name_of("Петрович Иван Иванович").key == name_of("Иван Петрович").key


def test_two_letters_with_a_dot_are_an_initial() -> None:
    assert alike("Ю. Колас", "Юрий Колас") >= SAME
    assert alike("Yu. Kolas", "Юрий Колас") >= SAME
    assert alike("Yu. Kolas", "Святлана Колас") < SAME


def test_names_without_a_letter_are_like_nobody() -> None:
    assert alike("", "Анна") == alike("123", "123") == 0.0


def test_likeness_below_the_least_is_none() -> None:
    one, other = name_of("Марыя Іванова"), name_of("Марта Іванова")

    assert likeness(one, other) > 0.0
    assert likeness(one, other, least=SAME) == 0.0
    assert likeness(one, one, least=SAME) == 1.0


def test_likeness_is_the_same_whichever_comes_first() -> None:
    names = [each for family in FAMILIES["held_out"][:8] for each in family]

    assert [alike(a, b) for a, b in combinations(names, 2)] == [
        alike(b, a) for a, b in combinations(names, 2)
    ]


def test_no_form_is_of_two_given_names() -> None:
    assert all(GIVEN[each].key == given.key for given in GIVEN.values() for each in given.sounds)
    assert sound("Марыя") in GIVEN
    assert len({given.key for given in GIVEN.values()}) > 100

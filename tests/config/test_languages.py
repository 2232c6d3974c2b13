"""Dates, numbers and plurals as a reader meets them; see docs/languages.md."""

import shutil
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_ALT, WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import (
    FORMAT_SETTINGS,
    date_format,
    get_format,
    number_format,
    time_format,
)
from django.utils.timesince import timesince
from django.utils.translation import ngettext
from pytest_django import Settings

import ambasada
from ambasada.config.catalogues import compile_catalogues
from ambasada.formats import counted

LOCALE = Path(ambasada.__file__).parent / "locale"
DAY = date(2020, 12, 10)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("catalogues") / "locale"
    shutil.copytree(LOCALE, copy, ignore=shutil.ignore_patterns("*.mo"))
    compile_catalogues(copy)
    return copy


@pytest.fixture(autouse=True)
def catalogues(compiled: Path, settings: Settings) -> None:
    """Serve freshly compiled catalogues; setting the path makes Django read anew."""
    settings.LOCALE_PATHS = [compiled]


def test_settings_look_in_our_folders_first() -> None:
    project = import_module("ambasada.config.settings")

    assert Path(project.LOCALE_PATHS[0]) == LOCALE
    assert project.FORMAT_MODULE_PATH[0] == "ambasada.formats"
    assert project.LANGUAGES == [
        ("en", "English"),
        ("be", "Беларуская"),
        ("ru", "Русский"),
    ]


@pytest.mark.parametrize(
    ("language", "long", "short", "month", "anniversary"),
    [
        ("en", "10 December 2020", "10/12/2020", "December 2020", "10 December"),
        ("be", "10 снежня 2020", "10.12.2020", "снежань 2020", "10 снежня"),
        ("ru", "10 декабря 2020", "10.12.2020", "декабрь 2020", "10 декабря"),
        ("be-tarask", "10 снежня 2020", "10.12.2020", "снежань 2020", "10 снежня"),
        ("be-latn", "10 снежня 2020", "10.12.2020", "снежань 2020", "10 снежня"),
    ],
)
def test_date(*, language: str, long: str, short: str, month: str, anniversary: str) -> None:
    with translation.override(language):
        assert date_format(DAY) == long
        assert date_format(DAY, "SHORT_DATE_FORMAT") == short
        assert date_format(DAY, "YEAR_MONTH_FORMAT") == month
        assert date_format(DAY, "MONTH_DAY_FORMAT") == anniversary


@pytest.mark.parametrize(
    ("language", "moment"),
    [
        ("en", "10 December 2020, 16:05"),
        ("be", "10 снежня 2020, 16:05"),
        ("ru", "10 декабря 2020, 16:05"),
    ],
)
def test_time_has_twenty_four_hours(language: str, moment: str) -> None:
    with translation.override(language):
        afternoon = datetime(2020, 12, 10, 16, 5, tzinfo=UTC)
        assert date_format(afternoon, "DATETIME_FORMAT") == moment
        assert time_format(time(16, 5)) == "16:05"
        assert time_format(time(0, 0)) == "00:00"


@pytest.mark.parametrize("language", ["en", "be", "ru"])
def test_formats_leave_nothing_to_american_defaults(language: str) -> None:
    formats = import_module(f"ambasada.formats.{language}.formats")

    assert {name for name in vars(formats) if name.isupper()} == FORMAT_SETTINGS
    with translation.override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == 1
        assert "%Y-%m-%d" in get_format("DATE_INPUT_FORMATS")
        assert "%m/%d/%Y" not in get_format("DATE_INPUT_FORMATS")


@pytest.mark.parametrize(
    ("language", "plain", "grouped"),
    [
        ("en", "1234567.5", "1,234,567.5"),
        ("be", "1234567,5", "1\u00a0234\u00a0567,5"),
        ("ru", "1234567,5", "1\u00a0234\u00a0567,5"),
    ],
)
def test_number(language: str, plain: str, grouped: str) -> None:
    with translation.override(language):
        assert number_format(1234567.5) == plain
        assert number_format(1234567.5, force_grouping=True) == grouped
        assert number_format(2020) == "2020"


BELARUSIAN_MONTHS = {
    "студзень": "студзеня",
    "люты": "лютага",
    "сакавік": "сакавіка",
    "красавік": "красавіка",
    "май": "мая",
    "чэрвень": "чэрвеня",
    "ліпень": "ліпеня",
    "жнівень": "жніўня",
    "верасень": "верасня",
    "кастрычнік": "кастрычніка",
    "лістапад": "лістапада",
    "снежань": "снежня",
}
RUSSIAN_MONTHS = {
    "январь": "января",
    "февраль": "февраля",
    "март": "марта",
    "апрель": "апреля",
    "май": "мая",
    "июнь": "июня",
    "июль": "июля",
    "август": "августа",
    "сентябрь": "сентября",
    "октябрь": "октября",
    "ноябрь": "ноября",
    "декабрь": "декабря",
}


@pytest.mark.parametrize(
    ("language", "months"), [("be", BELARUSIAN_MONTHS), ("ru", RUSSIAN_MONTHS)]
)
def test_month_alone_and_in_a_date(language: str, months: dict[str, str]) -> None:
    with translation.override(language):
        assert [str(name) for name in MONTHS.values()] == list(months)
        assert [str(name) for name in MONTHS_ALT.values()] == list(months.values())


@pytest.mark.parametrize(
    ("language", "may_alone", "may_in_a_date", "december"),
    [("be", "май", "мая", "сне"), ("ru", "май", "мая", "дек.")],
)
def test_short_month(*, language: str, may_alone: str, may_in_a_date: str, december: str) -> None:
    with translation.override(language):
        assert date_format(date(2020, 5, 1), "b") == may_alone
        assert date_format(date(2020, 5, 1), "N") == may_in_a_date
        assert date_format(DAY, "b") == date_format(DAY, "N") == december


@pytest.mark.parametrize(
    ("language", "names", "short_names"),
    [
        (
            "be",
            "панядзелак аўторак серада чацвер пятніца субота нядзеля",
            "пн аў ср чц пт сб нд",
        ),
        (
            "ru",
            "понедельник вторник среда четверг пятница суббота воскресенье",
            "пн вт ср чт пт сб вс",
        ),
    ],
)
def test_weekday(language: str, names: str, short_names: str) -> None:
    with translation.override(language):
        assert [str(name) for name in WEEKDAYS.values()] == names.split()
        assert [str(name) for name in WEEKDAYS_ABBR.values()] == short_names.split()


@pytest.mark.parametrize(("language", "noon"), [("be", "поўдзень"), ("ru", "полдень")])
def test_half_of_a_day_where_one_is_asked_for(language: str, noon: str) -> None:
    with translation.override(language):
        assert time_format(time(16, 5), "P") == "4:05 PM"
        assert time_format(time(4, 5), "g A") == "4 AM"
        assert time_format(time(12, 0), "P") == noon


NUMBERS = (1, 2, 5, 11, 12, 21, 22, 111)
ONE, FEW, MANY = 0, 1, 2
FORM_OF_EACH_NUMBER = (ONE, FEW, MANY, MANY, MANY, ONE, FEW, MANY)
NOUNS = {
    "DAYS": ("дзень дні дзён", "день дня дней"),
    "HOURS": ("гадзіна гадзіны гадзін", "час часа часов"),
    "EMBASSIES": ("амбасада амбасады амбасад", "посольство посольства посольств"),
    "STATEMENTS": ("заява заявы заяў", "заявление заявления заявлений"),
    "SIGNATURES": ("подпіс подпісы подпісаў", "подпись подписи подписей"),
    "GUIDES": ("памятка памяткі памятак", "памятка памятки памяток"),
    "REQUESTS": ("зварот звароты зваротаў", "обращение обращения обращений"),
}


@pytest.mark.parametrize(("position", "language"), [(0, "be"), (1, "ru")])
@pytest.mark.parametrize("noun", NOUNS)
def test_counted_noun(position: int, language: str, noun: str) -> None:
    forms = NOUNS[noun][position].split()
    phrase = getattr(counted, noun)

    with translation.override(language):
        phrases = [phrase % {"count": number} for number in NUMBERS]

    expected = [forms[form] for form in FORM_OF_EACH_NUMBER]
    assert phrases == [f"{n} {word}" for n, word in zip(NUMBERS, expected, strict=True)]


@pytest.mark.parametrize("number", [1.5, 2.5, 12.5])
@pytest.mark.parametrize(
    ("language", "days", "statements"),
    [("be", "дня", "заявы"), ("ru", "дня", "заявления")],
)
def test_fraction_has_a_form_of_its_own(
    *, number: float, language: str, days: str, statements: str
) -> None:
    """Django's own rule would send 2.5 to the second form and 12.5 to the third."""
    with translation.override(language):
        with pytest.warns(DeprecationWarning, match="must be an integer"):
            day = ngettext("%(count)d day", "%(count)d days", number)
        with pytest.warns(DeprecationWarning, match="must be an integer"):
            statement = ngettext("%(count)d statement", "%(count)d statements", number)

    assert day == f"%(count)d {days}"
    assert statement == f"%(count)d {statements}"


def test_english_noun() -> None:
    with translation.override("en"):
        assert counted.EMBASSIES % {"count": 1} == "1 embassy"
        assert counted.EMBASSIES % {"count": 2} == "2 embassies"


@pytest.mark.parametrize(
    ("language", "minutes", "span"),
    [
        ("be", 1, "1\u00a0хвіліна"),
        ("be", 2, "2\u00a0хвіліны"),
        ("be", 5, "5\u00a0хвілін"),
        ("be", 2 * 24 * 60, "2\u00a0дні"),
        ("be", 5 * 24 * 60, "5\u00a0дзён"),
        ("ru", 2, "2\u00a0минуты"),
        ("ru", 5 * 24 * 60, "5\u00a0дней"),
    ],
)
def test_span_of_time(language: str, minutes: int, span: str) -> None:
    start = datetime(2020, 12, 1, 12, 0, tzinfo=UTC)

    with translation.override(language):
        assert timesince(start, start + timedelta(minutes=minutes)) == span

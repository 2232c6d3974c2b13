"""`ambasada import figures`: a table becomes a data set, whole or not at all."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ambasada.accounts.models import Actor
from ambasada.config.cli import main
from ambasada.figures.mapping import read_mapping, read_rows
from ambasada.figures.models import DataSet
from ambasada.lib.refused import Refused
from ambasada.network.models import Approval, Embassy, FairCopy
from ambasada.publishing.actions import ImportedDataSet, import_data_set
from tests.config.state import rows_now
from tests.factories.pages import withdraw_at_once
from tests.factories.reader import Reader
from tests.factories.staff import seat

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
Capture = pytest.CaptureFixture[str]
WORDS = "".join(
    f'{name} = {{ en = "{name}", be = "{name} бел", ru = "{name} рус" }}\n'
    for name in ("title", "unit", "definition", "alternative", "completeness", "source")
)
COLUMNS = """
[[columns]]
header = ["Дата", "Date"]
kind = "day"
title = { en = "Day", be = "Дата", ru = "Дата" }

[[columns]]
header = "held"
kind = "number"
title = { en = "Held", be = "Зняволеныя", ru = "Заключённые" }
"""
FACTS = f"""
key = "by-day"
chart = "line"
as_of = 2026-05-01
accessed_on = 2026-05-02
next_review = 2099-05-01
{WORDS}"""
MAPPING = FACTS + COLUMNS
TABLE = "Дата;held;left\n2020-12-31;169;x\n31.01.2021;1 111,5;x\n2022;;x\n"


def imported(embassy: Embassy, table: str = TABLE, mapping: str = MAPPING) -> ImportedDataSet:
    read = read_mapping(mapping.encode())
    rows = read_rows(table.encode(), read)
    return import_data_set(rows, read, embassy=embassy, by=Actor.OPERATOR, now=NOW)


def rows_in(table: str, mapping: str = MAPPING) -> list[tuple[str, ...]]:
    return list(read_rows(table.encode(), read_mapping(mapping.encode())).rows)


def test_table_is_kept_in_one_form_whatever_it_was_written_in() -> None:
    read = read_rows(TABLE.encode("cp1251"), read_mapping(MAPPING.encode()))

    assert read.rows == (("2020-12-31", "169"), ("2021-01-31", "1111.5"), ("2022", ""))
    assert read.ignored == ("left",)


@pytest.mark.parametrize(
    ("cell", "notation", "number"),
    [
        ('"1,374.5"', "", "1374.5"),
        ('"1\u00a0374,5"', "", "1374.5"),
        ("1 374", "", "1374"),
        ("−5", "", "-5"),
        ('"1,374"', "en", "1374"),
        ('"1,374"', "be", "1.374"),
        ("1.374", "ru", "1374"),
        ("0", "", "0"),
        ("007", "", "7"),
        ("2.50", "", "2.5"),
    ],
)
def test_number_is_read_in_the_notation_of_each_language(
    cell: str, notation: str, number: str
) -> None:
    said = f'notation = "{notation}"\n' if notation else ""

    assert rows_in(f"Date,held\n2020,{cell}\n", said + MAPPING) == [("2020", number)]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('Date,held\n2020,"1,374"\n', "can be read in two ways"),
        ("Date;held\n2020;1,5\n2021;2.5\n", "is no number"),
        ("Date,held\n2020,many\n", "Line 2, held: “many” is no number"),
        ("Date,held\n2020,1e9\n", "is no number"),
        ("Date,held\n2020,0.00001\n", "is no number"),
        ("Date,held\n2020,nan\n", "is no number"),
        ("Date,held\n2020-13-01,1\n", "is no day"),
        ("Date,held\n05/06/2020,1\n", "is no day"),
        ("Date,held\n,1\n", "is missing"),
        ("Date,held\n2020,1\n2020,2\n", "Lines 2 and 3 are both “2020”"),
        ("Date,kept\n2020,1\n", "no column “held”. It has: Date, kept"),
        ("Дата,Date,held\n2020,2020,1\n", "more than one column"),
    ],
)
def test_table_that_does_not_fit_its_mapping_is_refused_at_the_first_fault(
    table: str, said: str
) -> None:
    with pytest.raises(Refused, match=said):
        rows_in(table)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("\x00", "not TOML"),
        (COLUMNS, "`key`"),
        ('key = "x"\n', "from two to"),
        ('colour = "red"\n' + MAPPING, "“colour”, which nothing reads"),
        ('notation = "fr"\n' + MAPPING, "notation"),
        (MAPPING.replace('kind = "number"', 'kind = "money"'), "Column 2 of the mapping"),
        (MAPPING.replace("as_of = 2026-05-01", "as_of = 1"), "`as_of` is a day as 2024-05-21"),
        (MAPPING.replace('chart = "line"', "chart = {}"), "`chart` is a text"),
        (MAPPING.replace('kind = "day"', 'kind = "number"'), "names the rows"),
    ],
)
def test_mapping_that_is_not_whole_is_refused(mapping: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_mapping(mapping.encode())


@pytest.mark.django_db
def test_first_import_stands_on_the_situation_page_once_it_is_approved(
    britain: Embassy, reader_in_britain: Reader
) -> None:
    done = imported(britain)

    assert done.differences == [
        "+ 2020-12-31: 169",
        "+ 2021-01-31: 1111.5",
        "+ 2022: –",
    ]
    assert done.path == "situation/by-day/"
    page = reader_in_britain.get("/be/situation/by-day/").main
    assert "title бел" in page.text
    assert "1\u00a0111,5" in page.text
    assert "31 студзеня 2021" in page.text


@pytest.mark.django_db
def test_next_import_says_row_by_row_what_differs_and_waits_for_members(britain: Embassy) -> None:
    imported(britain)
    for name in ("one", "two"):
        seat(name, britain)

    again = imported(britain)
    other = imported(britain, "Date;held\n2020-12-31;170\n2023;1\n2022;\n")

    assert again.differences == ()
    assert again.approval is None
    assert list(other.differences) == [
        "~ 2020-12-31: Held 169 → 170",
        "+ 2023: 1",
        "- 2021-01-31",
    ]
    assert other.approval is not None
    assert other.approval.status == Approval.Status.WAITING
    public = FairCopy.objects.of_thing(other.data_set).get(is_public=True)
    assert "169" in public.thing.rows


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        (COLUMNS.replace("\n", '\nkey = "by-day"\n', 1), "cannot stand like this"),
        (MAPPING.replace('chart = "line"', 'chart = "pie"'), "chart"),
        (MAPPING.replace('be = "source бел", ', ""), "source"),
        (MAPPING.replace(', ru = "Заключённые"', ""), "columns"),
        (MAPPING.replace("by-day", "timeline"), "key"),
        (MAPPING.replace("by-day", "no key"), "key"),
        (MAPPING.replace("next_review = 2099-05-01", "next_review = 2026-05-01"), "next_review"),
    ],
)
def test_data_set_with_a_gap_is_refused_and_nothing_is_kept(
    britain: Embassy, mapping: str, said: str
) -> None:
    before = rows_now()

    with pytest.raises(Refused, match=said):
        imported(britain, mapping=mapping)

    assert rows_now() == before


@pytest.mark.django_db
def test_data_set_that_was_taken_back_does_not_come_back_by_an_import(britain: Embassy) -> None:
    withdraw_at_once(imported(britain).data_set)

    with pytest.raises(Refused, match="taken back"):
        imported(britain, "Date;held\n2020;1\n")


@pytest.mark.django_db
@pytest.mark.usefixtures("embassies")
def test_command_tries_imports_and_imports_again(tmp_path: Path, capsys: Capture) -> None:
    table, mapping = tmp_path / "table.csv", tmp_path / "mapping.toml"
    table.write_text(TABLE)
    mapping.write_text(MAPPING)
    command = ["import", "figures", str(table), "--mapping", str(mapping), "--embassy", "gb"]
    before = rows_now()

    assert main([*command, "--dry-run"]) == 0
    tried = capsys.readouterr().out.splitlines()
    assert rows_now() == before
    assert main(command) == 0
    done = capsys.readouterr().out.splitlines()
    after = rows_now()
    assert main(command) == 0

    assert rows_now() == after
    assert "+ 2021-01-31: 1111.5" in tried
    assert tried[:-1] == done[: len(tried) - 1]
    assert tried[-1] == "Nothing was changed."
    assert done[-1] == "/en/situation/by-day/"
    assert "nothing was changed" in capsys.readouterr().out
    assert DataSet.objects.filter(key="by-day").count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("embassies")
@pytest.mark.parametrize("content", [b"", b"Date,held\n" + b"2020,1\n" * 100_000, b"\xff\xfe\x00"])
def test_command_refuses_a_bad_file_with_one_sentence(
    content: bytes, tmp_path: Path, capsys: Capture
) -> None:
    table, mapping = tmp_path / "table.csv", tmp_path / "mapping.toml"
    table.write_bytes(content)
    mapping.write_text(MAPPING)
    before = rows_now()

    assert main(["import", "figures", str(table), "--mapping", str(mapping)]) == 1

    captured = capsys.readouterr()
    assert captured.out == ""
    assert len(captured.err.splitlines()) == 1
    assert rows_now() == before

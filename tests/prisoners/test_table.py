"""A source's list as bytes: read whole, cleaned, or refused with one sentence."""

import csv
import io

import pytest

from ambasada.lib.refused import Refused
from ambasada.prisoners.columns import read_mapping
from ambasada.prisoners.table import LARGEST, MOST_ROWS, read_table

LIST = (
    "Нумар;Імя;Статус;Дзень нараджэння\n"
    "1;Кастусь Багдановіч-Test;active;01.05.1990\n"
    "2;Ганна Сініца-Test;former;1988\n"
)
HEADER = "id,name,status\n"


def cells_of(data: bytes | str, mapping: dict[str, str] | None = None) -> list[dict[str, str]]:
    raw = data.encode() if isinstance(data, str) else data
    return [row.cells for row in read_table(raw, mapping).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_list_reads_the_same_in_each_encoding_and_with_each_delimiter(
    encoding: str, delimiter: str
) -> None:
    found = cells_of(LIST.replace(";", delimiter).encode(encoding))

    assert found[0] == {
        "id": "1",
        "name": "Кастусь Багдановіч-Test",
        "status": "active",
        "birthday": "01.05.1990",
    }
    assert len(found) == 2


@pytest.mark.parametrize("encoding", ["koi8-r", "iso8859-5", "mac-cyrillic", "cp866", "utf-16-le"])
def test_encoding_that_is_not_certain_is_refused(encoding: str) -> None:
    text = "id;имя;статус\n1;Ганна Синица из тихого города-Test;active\n" * 1
    with pytest.raises(Refused, match="UTF-8"):
        read_table(text.encode(encoding))


@pytest.mark.parametrize(
    "header",
    ["ID,Name,Status", "нумар,Імя і прозвішча,статус", "Номер, ФИО ,СТАТУС", "id,name_be,status"],
)
def test_headers_are_known_in_three_languages(header: str) -> None:
    assert len(cells_of(f"{header}\n1,Асоба-Test,active\n")) == 1


def test_columns_that_are_not_read_are_named() -> None:
    table = read_table(b"id,name,Mother,status,Judge\n1,A-Test,B-Test,active,C-Test\n")

    assert table.ignored == ("Mother", "Judge")
    assert table.rows[0].cells == {"id": "1", "name": "A-Test", "status": "active"}


def test_renamed_columns_are_read_with_a_mapping() -> None:
    mapping = read_mapping('[columns]\nname = "Хто"\nstatus = "Як"\n'.encode())

    found = cells_of("id,Хто,Як,name\n1,Асоба-Test,active,x\n", mapping)

    assert found == [{"id": "1", "name": "Асоба-Test", "status": "active"}]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (b"name = 1", "not as expected"),
        (b"\xff", "not as expected"),
        (b'[columns]\nmother = "M"', "mother"),
    ],
)
def test_mapping_that_is_none_is_refused(mapping: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_mapping(mapping)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("id,name,status\n", "no row"),
        ("id,name\n1,A-Test\n", "status"),
        ("id,status\n1,active\n", "name"),
        ("id,name,status,Name\n1,A-Test,active,B-Test\n", "Two columns"),
        (HEADER + "1,A-Test\n", "Row 2 has 2 cells"),
        (HEADER + ",A-Test,active\n", "Row 2 has no id"),
        (HEADER + "1,,active\n", "Row 2 has no name"),
        (HEADER + "1,A-Test,active\n2,B-Test,-\n", "Row 3 has no status"),
        (HEADER + "1,A-Test,active\n1,B-Test,active\n", "Rows 2 and 3"),
        (HEADER + '1,"A-Test,active\n', "quotation mark"),
        (HEADER + f"1,{'x' * 2001},active\n", "2,000 letters"),
        (HEADER + f"1,{'x' * 200_000},active\n", "far too long"),
        (HEADER + "1,A\x00-Test,active\n", "plain text"),
    ],
)
def test_list_that_is_not_whole_is_refused(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_table(text.encode())


def test_hundred_thousand_rows_are_refused() -> None:
    rows = "".join(f"{number},A-Test,a\n" for number in range(100_000))

    with pytest.raises(Refused, match=f"{MOST_ROWS:,} rows"):
        read_table((HEADER + rows).encode())


def test_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(Refused, match="8 MiB"):
        read_table(b"x" * (LARGEST + 1))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", " =", "\t=", "=-+@"])
def test_cell_that_begins_like_a_formula_is_text_without_that_sign(sign: str) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(
        [["id", "name", "status"], ["1", f'{sign}HYPERLINK("x")', f"{sign}active"]]
    )

    table = read_table(text.getvalue().encode())

    assert table.rows[0].cells["name"] == 'HYPERLINK("x")'
    assert table.rows[0].cells["status"] == "active"
    assert table.disarmed == 2


def test_invisible_letters_and_needless_spaces_go() -> None:
    assert cells_of(HEADER + "1,A\u202e \u200b  B-Test,active\n")[0]["name"] == "A B-Test"

"""A table in a file: read exactly, or refused with a sentence."""

import pytest

from ambasada.lib.refused import Refused
from ambasada.lib.tables import LARGEST, Table, read_table

GOOD = "Дата;Зняволеныя\n2020-12-31;169\n\n2022-03;1 111\n"


def read(data: bytes) -> Table:
    return read_table(data, most_rows=2_000, most_columns=12)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_table_is_the_same_in_every_encoding_that_is_certain(encoding: str) -> None:
    table = read(GOOD.encode(encoding))

    assert table.header == ("Дата", "Зняволеныя")
    assert table.rows == (("2020-12-31", "169"), ("2022-03", "1 111"))
    assert table.lines == (2, 4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiter_is_found(delimiter: str) -> None:
    assert read(f"a{delimiter}b\n1{delimiter}2\n".encode()).rows == (("1", "2"),)


def test_cell_in_quotation_marks_keeps_its_delimiter_and_loses_its_line_breaks() -> None:
    assert read(b'a,b\n"one,\n two",2\n').rows == (("one, two", "2"),)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b",,\n", "empty"),
        (b"a,b\n", "no row"),
        (GOOD.encode("koi8-r"), "encoding"),
        ("Анна,б\n1,2\n".encode("iso8859-5"), "encoding"),  # its first letter is a sign of degree
        ("Día,b\n1,2\n".encode("latin-1"), "encoding"),
        ("ab,c\nЁлка,2\n".encode("cp1251")[:-4] + b"\x98,2\n", "encoding"),
        (GOOD.encode("utf-16")[:-1], "encoding"),
        (b"PK\x03\x04\x00\x00,b\n1,2\n", "not plain text"),
        (b"a,a\n1,2\n", "“a” is there twice"),
        (b"a,\n1,2\n", "Column 2"),
        (b"a,b\n1\n", "Line 2 has 1 cells and the header has 2"),
        (b"a,b\n1,2,3\n", "Line 2 has 3 cells"),
        (b'a,b\n1,"2\n', "quotation mark"),
        (b"a,b\n1,=SUM(A1:A9)\n", "Line 2 holds a formula, “=SUM(A1:A9)”"),
        (b"a,b\n1,@x\n", "formula"),
        (b"a,b\n" + b"1,2\n" * 100_000, "100,000 rows; a table here has at most 2,000"),
        (b"a,b\n1," + b"x" * 501, "more than 500 letters"),
        (b",".join(b"c%d" % each for each in range(13)) + b"\n", "13 columns"),
        (b"a,b\n1," + b"x" * 140_000, "not whole CSV|more than 500"),
        (b"x" * (LARGEST + 1), "larger than 4 MiB"),
    ],
)
def test_table_that_is_not_whole_and_plain_is_refused_with_a_sentence(
    data: bytes, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        read(data)

    assert any(each in str(refused.value) for each in said.split("|"))
    assert str(refused.value).endswith(".")

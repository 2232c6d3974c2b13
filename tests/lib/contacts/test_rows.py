"""Tables as people save them: every row is read, or returned with its line and a reason."""

import csv
import io
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from ambasada.lib.contacts.csv_writing import write_csv, write_rejected
from ambasada.lib.contacts.reasons import Reason, Rejected
from ambasada.lib.contacts.rows import Row, Rows
from ambasada.lib.refused import Refused

GOOD = "Імя;Тэлефон\nАлесь Тэст-Test;020 7946 0001\n\nВера Тэст-Test;07700 900001\n"


def rows(data: bytes) -> Rows:
    return Rows(io.BytesIO(data))


def cells(data: bytes) -> list[tuple[str, ...]]:
    return [each.cells for each in rows(data) if isinstance(each, Row)]


def rejected(data: bytes) -> list[tuple[int, Reason]]:
    return [(each.line, each.reason) for each in rows(data) if isinstance(each, Rejected)]


@pytest.mark.parametrize(
    ("encoding", "said", "is_assumed"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8-sig", False),
        ("utf-16", "utf-16", False),
        ("utf-32", "utf-32", False),
        ("utf-16-le", "utf-16-le", True),
        ("utf-16-be", "utf-16-be", True),
        ("cp1251", "cp1251", True),
        ("koi8-r", "koi8-r", True),
        ("cp866", "cp866", True),
    ],
)
def test_table_is_the_same_in_every_encoding_which_is_said(
    encoding: str, said: str, *, is_assumed: bool
) -> None:
    text = GOOD if encoding[:2] not in {"ko", "cp"} else GOOD.replace("Імя", "Имя")
    found = rows(text.encode(encoding))

    assert (found.encoding.name, found.encoding.is_assumed) == (said, is_assumed)
    assert [each for each in found if isinstance(each, Row)] == [
        Row(2, ("Алесь Тэст-Test", "020 7946 0001")),
        Row(4, ("Вера Тэст-Test", "07700 900001")),
    ]


def test_western_table_is_told_from_an_eastern_one() -> None:
    text = "Name,City\nJosé Pérez-Test,Málaga\nZoë Müller-Test,Köln\n"

    assert rows(text.encode("cp1252")).encoding.name == "cp1252"
    assert cells(text.encode("cp1252"))[1] == ("Zoë Müller-Test", "Köln")
    assert rows(b"Name,X\nJos\xe9 P\xe9rez-Test,\x81\n").encoding.name == "latin-1"


def test_encoding_is_told_by_all_of_a_file_and_not_by_its_start() -> None:
    start = b"name;city\n" + b"plain;text\n" * 120_000
    found = rows(start + "Вера;Брэст\n".encode("cp1251"))

    assert found.encoding.name == "cp1251"


def test_byte_that_is_no_letter_costs_its_row_alone_and_is_shown() -> None:
    data = "Імя;Горад\nАлесь;Пінск\n".encode() + b"Vera \xff;Brest\n" + "Янка;Ліда\n".encode()
    found = list(rows(data))

    assert cells(data) == [("Алесь", "Пінск"), ("Янка", "Ліда")]
    assert found[1] == Rejected(line=3, cells=("Vera \\xff", "Brest"), reason=Reason.ENCODING)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_end_are_found(delimiter: str, end: str) -> None:
    data = end.join((f"a{delimiter}b", f'"1, 2; 3"{delimiter}2', "")).encode()

    assert cells(data) == [("1, 2; 3", "2")]


def test_delimiter_that_the_file_says_is_taken() -> None:
    assert cells(b"sep=;\r\na;b,c\r\n1;2,3\r\n") == [("1", "2,3")]


def test_title_above_the_header_is_passed_over() -> None:
    found = rows(b'Notes:\n"Some ""quoted"" words, with a comma"\n\nname,city,note\nA,B,C\n')

    assert found.header == ("name", "city", "note")
    assert (found.shape.header_line, [each.line for each in found]) == (4, [5])


def test_headers_that_are_empty_or_doubled_are_numbered() -> None:
    assert rows(b"phone,,phone,phone (2),phone\n1,2,3,4,5\n").header == (
        "phone",
        "Column 2",
        "phone (2)",
        "phone (2) (2)",
        "phone (3)",
    )


def test_table_without_a_header_has_numbered_columns() -> None:
    found = rows(b"Vera Test,vera@example.org\nAles Test,ales@example.org\n")

    assert (found.header, found.shape.has_header) == (("Column 1", "Column 2"), False)
    assert len(list(found)) == 2


def test_cell_of_several_lines_is_one_cell() -> None:
    data = b'a,b,c\n1,"two\r\nlines, ""said""",3\n4,5,6\n'

    assert cells(data) == [("1", 'two\r\nlines, "said"', "3"), ("4", "5", "6")]


def test_quotation_mark_that_nothing_closes_costs_one_row() -> None:
    data = b'a,b,c\n1,"open,3\n4,5,6\n7,"x\ny",9\n10,11,12\n'

    assert cells(data) == [("4", "5", "6"), ("7", "x\ny", "9"), ("10", "11", "12")]
    assert rejected(data) == [(2, Reason.QUOTES)]


def test_quotation_mark_within_a_cell_is_a_letter() -> None:
    assert cells(b'a,b\n5" pipe,2\n"x" y,3\n') == [('5" pipe', "2"), ("x y", "3")]


def test_row_of_too_many_cells_is_returned_whole() -> None:
    data = b"a,b\n1,2,3\n1,2,,\n"
    found = list(rows(data))

    assert found[0] == Rejected(line=2, cells=("1", "2", "3"), reason=Reason.WIDTH)
    assert found[1] == Row(3, ("1", "2"))


def test_row_that_a_line_break_cut_in_two_is_not_taken_for_two() -> None:
    data = b"a,b,c,d\n1,2,3\n5,6,7,8\n1,first half\nsecond half,3,4\n5,6,7,8\nalone\n"

    assert cells(data) == [("1", "2", "3", ""), ("5", "6", "7", "8"), ("5", "6", "7", "8")]
    assert rejected(data) == [(4, Reason.BROKEN), (5, Reason.BROKEN), (7, Reason.BROKEN)]


def test_control_character_and_endless_line_are_returned_with_a_reason() -> None:
    data = b"a,b\n1,\x002\n" + b"x" * 1_200_000 + b",2\n3,4\n"

    assert cells(data) == [("3", "4")]
    assert rejected(data) == [(2, Reason.CONTROL), (3, Reason.TOO_LONG)]


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b" , \n"])
def test_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match="empty"):
        rows(data)


def test_thousand_columns_are_read_and_too_many_refused() -> None:
    header = ",".join(f"c{number}" for number in range(1_000))
    (found,) = cells(f"{header}\n{','.join('x' * 1_000)}\n".encode())

    assert len(found) == 1_000
    with pytest.raises(Refused, match="more than 2,000 columns"):
        rows(",".join(f"c{number}" for number in range(2_001)).encode())


def test_formula_is_read_as_text_and_neutral_when_written() -> None:
    written = write_csv(
        ("name", "=x"),
        [("=1+1", "+44 20 7946 0001"), ("@sum", "-3,5"), ("'=a", "\t=b"), ("-cmd|x", "a=b")],
    )
    found = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))

    assert cells(b"a,b\n=SUM(A1),+44 20\n") == [("=SUM(A1)", "+44 20")]
    assert found[1:] == [
        ["'=1+1", "+44 20 7946 0001"],
        ["'@sum", "'-3,5"],
        ["''=a", "'\t=b"],
        ["'-cmd|x", "a=b"],
    ]
    assert cells(written) == [
        ("=1+1", "+44 20 7946 0001"),
        ("@sum", "-3,5"),
        ("'=a", "\t=b"),
        ("-cmd|x", "a=b"),
    ]


def test_rejected_rows_are_written_with_their_line_and_reason() -> None:
    found = rows(b"a,b\n1,2,3\n4,5\n")
    left = [each for each in found if isinstance(each, Rejected)]

    assert list(
        csv.reader(io.StringIO(write_rejected(found.header, left).decode("utf-8-sig")))
    ) == [
        ["line", "reason", "a", "b"],
        ["2", str(Reason.WIDTH), "1", "2", "3"],
    ]


_LINE = b'name-%08d,"a city, of stones",note\n'
_WIDTH = len(_LINE % 0)


class Endless(io.RawIOBase):
    """A file of a great many rows that nowhere stands whole."""

    def __init__(self, most: int) -> None:
        self._size, self._at = most, 0

    def seekable(self) -> bool:
        return True

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        self._at = self._size if whence == io.SEEK_END else place
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        first, start = divmod(self._at, _WIDTH)
        size = min(size, self._size - self._at)
        lines = b"".join(_LINE % number for number in range(first, first + size // _WIDTH + 2))
        self._at += size
        return lines[start : start + size]


def test_rows_are_read_one_by_one_in_little_memory() -> None:
    file: Any = Endless(_WIDTH * 40_000)
    tracemalloc.start()
    try:
        count = sum(1 for _row in Rows(file))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert count == 39_999
    assert peak < 12_000_000


def test_file_stays_open() -> None:
    file = io.BytesIO(b"a,b\n1,2\n")
    found: Iterator[object] = iter(Rows(file))
    next(found)
    del found

    assert not file.closed

"""A table in a file, as CSV: read strictly, in an encoding that is certain, or refused.

A guess that is nearly right changes words and numbers, and nobody sees it.
"""

import codecs
import csv
import io
import re
import unicodedata
from dataclasses import dataclass

from ambasada.lib.refused import Refused

LARGEST = 4_000_000  # bytes
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OLD = "cp1251"
# What old files of our languages hold besides ASCII. Another encoding read as this one gives other
# letters, or small ones before large ones.
_EXPECTED = re.compile("[А-Яа-яЁёІіЎўҐґЄєЇї«»“”„‘’—–…№°\u00a0]*")
_WORD = re.compile("[А-Яа-яЁёІіЎў]{3,}")
_TURNED = re.compile("[а-яёіў][А-ЯЁІЎ]")
_DELIMITERS = (",", ";", "\t")
_LONGEST_CELL = 500
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Table:
    """What a file holds: names of columns, and rows of as many cells; numbers of their lines."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def read_table(data: bytes, *, most_rows: int, most_columns: int) -> Table:
    """Return the table in a file. Raises Refused with one sentence if it is not whole and plain."""
    lines = _lines(_text(data))
    if not lines:
        message = "The file is empty. Save the table into it as CSV, and try again."
        raise Refused(message)
    _number, header = lines[0]
    _require_header(header, most_columns)
    rows = lines[1:]
    if not rows:
        message = "The file has a header and no row. Check that it is the right file."
        raise Refused(message)
    if len(rows) > most_rows:
        message = (
            f"The file has {len(rows):,} rows; a table here has at most {most_rows:,}. "
            "Sum them up, for example by month, and try again."
        )
        raise Refused(message)
    for number, cells in rows:
        _require_cells(number, cells, width=len(header))
    return Table(
        tuple(header),
        tuple(tuple(cells) for _line, cells in rows),
        tuple(line for line, _c in rows),
    )


# Letters that are not seen, and can show another order than the one that is stored.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        message = "The file is larger than 4 MB. Save the table alone, as CSV, and try again."
        raise Refused(message)
    text = _INVISIBLE.sub("", _decoded(data))
    if any(unicodedata.category(each) == "Cc" and each not in "\t\r\n" for each in set(text)):
        message = "The file is no text. Save the table as CSV in UTF-8, and try again."
        raise Refused(message)
    return unicodedata.normalize("NFC", text)


def _decoded(data: bytes) -> str:
    is_marked = data.startswith(_UTF_16)
    try:
        return data.decode("utf-16" if is_marked else "utf-8-sig")
    except UnicodeDecodeError:
        old = None if is_marked else _old(data)
    if old is None:
        message = (
            "The encoding of the file is not certain, and a wrong guess would change its words. "
            "Save it again as UTF-8, and try again."
        )
        raise Refused(message)
    return old


def _old(data: bytes) -> str | None:
    """Return the text if it is windows-1251 beyond doubt."""
    try:
        text = data.decode(_OLD)
    except UnicodeDecodeError:
        return None
    strange = "".join(each for each in set(text) if not each.isascii())
    is_certain = _WORD.search(text) and _EXPECTED.fullmatch(strange) and not _TURNED.search(text)
    return text if is_certain else None


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Return the lines that hold something, each with its number in the file."""
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found = []
    try:
        for cells in reader:
            clean = [_SPACE.sub(" ", cell).strip() for cell in cells]
            if any(clean):
                found.append((reader.line_num, clean))
    except csv.Error:
        message = (
            f"The file is not whole CSV near line {reader.line_num}: a quotation mark is open, or "
            "a cell is far too long. Save the table again, and try again."
        )
        raise Refused(message) from None
    return found


def _require_header(header: list[str], most: int) -> None:
    if len(header) > most:
        message = f"The file has {len(header)} columns; a table here has at most {most}."
        raise Refused(message)
    if "" in header:
        message = f"Column {header.index('') + 1} of the file has no name. Name it, and try again."
        raise Refused(message)
    doubled = next((name for name in header if header.count(name) > 1), None)
    if doubled is not None:
        message = (
            f"The column “{doubled[:60]}” is there twice. Rename or remove one, and try again."
        )
        raise Refused(message)


def _require_cells(number: int, cells: list[str], *, width: int) -> None:
    if len(cells) != width:
        message = (
            f"Line {number} has {len(cells)} cells and the header has {width}. Mend the line, and "
            "try again."
        )
        raise Refused(message)
    if any(len(cell) > _LONGEST_CELL for cell in cells):
        message = f"Line {number} has a cell of more than {_LONGEST_CELL} letters. Shorten it."
        raise Refused(message)
    formula = next((cell for cell in cells if cell.startswith(("=", "@"))), None)
    if formula is not None:
        message = (
            f"Line {number} holds a formula, “{formula[:40]}”. Save the values and not the "
            "formulas, and try again."
        )
        raise Refused(message)

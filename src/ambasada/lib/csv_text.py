"""A CSV file as its records, in an encoding that is certain, or refused.

A guess that is nearly right writes a name or a number wrongly, which nobody sees until somebody
does not get a letter.
"""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ambasada.lib.refused import Refused

MIB = 1024 * 1024  # bytes
EMPTY = "The file is empty. Save it again as CSV, and try again."
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OLD = "cp1251"
# What Cyrillic letters of our languages and their neighbours are in the old encoding; another one
# that is read as it gives letters and signs besides.
_EXPECTED = re.compile("[А-Яа-яЁёІіЎўҐґЄєЇї«»“”„‘’—–…№\u00a0]*")
_WORD = re.compile("[А-Яа-яЁёІіЎўҐґЄєЇї]{3,}")
_MOST_TURNED = 0.1  # words that begin small and go on large: another encoding read as this one
# Invisible, and able to show another order of letters than the one that is stored.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DELIMITERS = (",", ";", "\t")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Record:
    """The cells of one record without needless spaces, and the line of the file it ends on.

    An empty line is a record without cells.
    """

    line: int
    cells: list[str]


def records_in(data: bytes, *, at_most: int) -> Iterator[Record]:
    """Return the records of a CSV file from the first that is not empty on; there is one at least.

    It is UTF-8, UTF-16 with its mark, or windows-1251 without a doubt, with commas, semicolons or
    tabs. Raises Refused with one sentence if it has more bytes than `at_most` (whole MiB), is empty
    or no text, and, once that is read, where it is no whole CSV.
    """
    text = _text(data, at_most)
    body = text.lstrip("\r\n")
    return _records(body, before=text[: len(text) - len(body)].count("\n"))


def _text(data: bytes, at_most: int) -> str:
    if len(data) > at_most:
        most = at_most // MIB
        message = (
            f"The file is larger than {most} MiB. Save the table alone, as CSV, and try again."
        )
        raise Refused(message)
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", _decoded(data)))
    if any(unicodedata.category(each) == "Cc" and each not in "\t\r\n" for each in set(text)):
        message = "The file is not plain text. Save it as CSV in UTF-8, and try again."
        raise Refused(message)
    if not text.strip():
        raise Refused(EMPTY)
    return text


def _decoded(data: bytes) -> str:
    is_marked = data.startswith(_UTF_16)
    try:
        return data.decode("utf-16" if is_marked else "utf-8-sig")
    except UnicodeDecodeError:
        if not is_marked and _is_old(data):
            return data.decode(_OLD)
    message = (
        "The encoding of the file is not certain, and a wrong guess would change its words. "
        "Save it again as UTF-8, and try again."
    )
    raise Refused(message)


def _is_old(data: bytes) -> bool:
    """Tell whether bytes are windows-1251 and nothing else that we know of."""
    try:
        text = data.decode(_OLD)
    except UnicodeDecodeError:
        return False
    strange = "".join(each for each in set(text) if not each.isascii())
    words = _WORD.findall(text)
    turned = sum(word[0].islower() and word[1:].isupper() for word in words)
    return bool(words and _EXPECTED.fullmatch(strange) and turned <= _MOST_TURNED * len(words))


def _records(text: str, *, before: int) -> Iterator[Record]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            clean = [_SPACE.sub(" ", cell).strip() for cell in cells]
            yield Record(before + reader.line_num, clean)
    except csv.Error:
        message = (
            f"The file is not whole CSV near line {before + reader.line_num}: a quotation mark is "
            "open, or a cell is far too long. Save it again, and try again."
        )
        raise Refused(message) from None

"""Tables of contacts as CSV that no spreadsheet takes for a program."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from ambasada.lib.contacts.reasons import Rejected

# A spreadsheet works out what begins so. An apostrophe before it makes it text, and `rows` reads it
# without; a text that looks so already gets a second one.
_FORMULA = re.compile(r"'?[=+@\t\r-]")
# But a number or a telephone, which calls nothing and which other programs have to understand.
_NUMBER = re.compile(r"[+-]?[\d ().-]+")
_PIECE = 1000  # rows


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Yield a table in UTF-8 piece by piece, its mark first: spreadsheets need it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    text.write("\ufeff")
    writer.writerow([neutral(name) for name in header])
    for number, row in enumerate(rows, start=1):
        writer.writerow([neutral(cell) for cell in row])
        if number % _PIECE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table in UTF-8 with a mark, which spreadsheets need to read it as that."""
    return b"".join(csv_lines(header, rows))


def write_rejected(header: Sequence[str], rejected: Iterable[Rejected]) -> bytes:
    """Return the rows that were not read, each after its line and the reason, to be mended."""
    rows = ((str(each.line), str(each.reason), *each.cells) for each in rejected)
    return write_csv(("line", "reason", *header), rows)


def neutral(cell: str) -> str:
    """Return a cell that is text in every spreadsheet."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell

"""Tables of contacts as CSV that no spreadsheet takes for a program."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from ambasada.lib.contacts.reasons import Rejected

# A spreadsheet works out what begins so. An apostrophe before it makes it text, and `rows` reads it
# without; a text that looks so already gets a second one.
_FORMULA = re.compile(r"'?[=+@\t\r-]")
# But a number or a telephone, which calls nothing and which other programs have to understand.
_NUMBER = re.compile(r"[+-]?[\d ().-]+")


def write_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table in UTF-8 with a mark, which spreadsheets need to read it as that."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(name) for name in header])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_rejected(header: Sequence[str], rejected: Iterable[Rejected]) -> bytes:
    """Return the rows that were not read, each after its line and the reason, to be mended."""
    rows = ((str(each.line), str(each.reason), *each.cells) for each in rejected)
    return write_csv(("line", "reason", *header), rows)


def neutral(cell: str) -> str:
    """Return a cell that is text in every spreadsheet."""
    if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell

"""What was refused of a file, given back with the reasons: a table in its own columns."""

import csv
import io
from collections.abc import Iterator
from typing import TextIO

from ambasada.lib.contacts.csv_writing import neutral
from ambasada.lib.contacts.reasons import Rejected
from ambasada.lib.contacts.records import Organisation, Person
from ambasada.lib.contacts.rows import Rows
from ambasada.lib.contacts.vcards import write_cards
from ambasada.relations.actions.importing import Kind, Verdict
from ambasada.relations.files import RETURNED


class Returned:
    """Collects what was refused; of a table numbers and reasons alone, so that memory is flat."""

    def __init__(self, rows: Rows | None) -> None:
        self._rows = rows
        self._reasons: dict[int, str] = {}
        self._refused: list[Verdict] = []

    def tell(self, verdict: Verdict) -> None:
        """Take a verdict into account."""
        if verdict.kind is not Kind.REFUSED:
            return
        self._reasons[verdict.number] = verdict.reason
        if self._rows is None:
            self._refused.append(verdict)

    def __len__(self) -> int:
        return len(self._reasons)

    def write(self, file: TextIO) -> None:
        """Write it as CSV. Of a table the file is read once more."""
        writer = csv.writer(file)
        header = self._rows.header if self._rows is not None else ("content",)
        writer.writerow([*RETURNED, *map(neutral, header)])
        for cells in self._lines():
            writer.writerow(list(map(neutral, cells)))

    @property
    def text(self) -> str:
        """The file as text, with the mark that spreadsheets need."""
        written = io.StringIO(newline="")
        self.write(written)
        return f"\ufeff{written.getvalue()}"

    def _lines(self) -> Iterator[tuple[str, ...]]:
        for number, row in enumerate(self._rows or (), start=1):
            if number in self._reasons:
                yield (str(row.line), self._reasons[number], *row.cells)
        for verdict in self._refused:
            record = verdict.record
            if isinstance(record, Rejected):
                yield (str(record.line), verdict.reason, *record.cells)
            elif isinstance(record, Person | Organisation):
                yield (str(verdict.number), verdict.reason, write_cards([record]).decode())
            else:
                yield (str(verdict.number), verdict.reason, verdict.name)

"""Tables as CSV, for people with a spreadsheet: one line says what it is, then the table.

Whatever the cells hold, no program that opens the file runs any of it.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ambasada.figures.models import DataSet
from ambasada.figures.queries import figures_in
from ambasada.network.languages import spoken
from ambasada.network.queries import Facts

# With it spreadsheets know the encoding.
_MARK = "\ufeff"
# What a spreadsheet takes for the beginning of a formula, unless a plain number follows.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def figures_csv(facts: Facts) -> bytes | None:
    """Return the public figures of an embassy, a row each, in the current language, if any."""
    shown = figures_in(facts)
    if not shown:
        return None
    language = get_language() or facts.embassy.first_language
    header = (
        _("Key"),
        _("Precision"),
        _("Value"),
        _("Unit"),
        _("Definition"),
        _("As of"),
        _("Completeness"),
        _("Source"),
        _("Address of the source"),
        _("Looked at on"),
        _("Next review"),
    )
    rows = [
        (
            figure.key,
            figure.get_precision_display(),
            f"{figure.value:f}",
            spoken(figure.unit, language).text,
            spoken(figure.definition, language).text,
            figure.as_of.isoformat(),
            spoken(figure.completeness, language).text,
            spoken(figure.source, language).text,
            figure.source_address,
            figure.accessed_on.isoformat(),
            figure.next_review.isoformat(),
        )
        for figure in (each.figure for each in shown)
    ]
    name = spoken(facts.embassy.name, language).text
    line = _("Figures given by: %(name)s. Each row names its own source.") % {"name": name}
    return table(line, header, rows)


def data_set_csv(data_set: DataSet, facts: Facts) -> bytes:
    """Return a data set as it is kept, with the names of its columns in the current language."""
    language = get_language() or facts.embassy.first_language
    source = spoken(data_set.source, language).text
    name = spoken(facts.embassy.name, language).text
    line = source_line(source, data_set.as_of, name)
    if data_set.source_address:
        line = f"{line} {data_set.source_address}"
    return table(line, data_set.titles(language), data_set.table_in(language))


def source_line(source: str, as_of: date, name: str) -> str:
    """Return the line above a table: who counted, for which day, who gives it on."""
    said = {"source": source, "day": date_format(as_of), "name": name}
    return _("Source: %(source)s. As of %(day)s. Given by: %(name)s.") % said


def table(line: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a line, a header and rows as CSV in UTF-8, with no cell that could be run."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for each in ([line], header, *rows):
        writer.writerow([disarmed(cell) for cell in each])
    return (_MARK + text.getvalue()).encode()


# Programs of some countries part cells at these, whatever we part them with.
_PARTED = re.compile(r"([;\t])(?=\s*[=+\-@])")


def disarmed(cell: str) -> str:
    """Return a cell that spreadsheets show and never reckon, also where they part it again."""
    cell = _PARTED.sub(r"\1'", cell)
    is_safe = not _FORMULA.match(cell) or _NUMBER.fullmatch(cell)
    return cell if is_safe else f"'{cell}"

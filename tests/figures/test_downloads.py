"""Tables as CSV: the source comes along, and nothing in them can be run."""

import csv
import io

import pytest

from ambasada.figures.downloads import disarmed
from ambasada.network.models import Embassy
from tests.factories.editions import Visitor, baked, front_door, served_of
from tests.factories.embassies import BRITAIN_HOST
from tests.factories.figures import changed, data_set, figure, said

pytestmark = pytest.mark.django_db


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("edition")
def test_data_set_and_figures_are_in_the_edition_as_csv_with_their_source(
    britain: Embassy,
) -> None:
    data_set(britain, source_address="https://example.org/diary")
    figure(britain)
    baked(britain)
    served = served_of(britain)
    reader = Visitor(front_door(), BRITAIN_HOST)

    table = rows_of(b"".join(reader.sent("/be/situation/alarms.csv")))
    figures = rows_of(b"".join(reader.sent("/en/situation/figures.csv")))

    assert "Diary of a neighbour (be)" in table[0][0]
    assert "1 мая 2026" in table[0][0]
    assert "https://example.org/diary" in table[0][0]
    assert table[1:] == [
        ["Year (be)", "Alarms (be)"],
        ["2020", "30"],
        ["2021", ""],
        ["2022", "12.5"],
    ]
    mine = next(row for row in figures if row[0] == "quiet-days")
    assert mine[2:6] == ["1374", "quiet days", "Days without an alarm (en)", "2026-05-01"]
    assert "Diary of a neighbour (en)" in mine
    entry = served.manifest.entries["/en/situation/alarms.csv"]
    assert entry.type == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+441632", "'+441632"),
        ("-2+3", "'-2+3"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\tx", "'\tx"),
        ("-12.5", "-12.5"),
        ("12", "12"),
        ("a=b", "a=b"),
        ("Town;=1+1", "Town;'=1+1"),
    ],
)
def test_cell_that_a_spreadsheet_would_reckon_is_shown_as_text(cell: str, shown: str) -> None:
    assert disarmed(cell) == shown


@pytest.mark.usefixtures("edition")
def test_formula_in_a_source_is_no_formula_in_a_download(britain: Embassy) -> None:
    figure(britain, source=said(britain, "=HYPERLINK(0)"))
    baked(britain)
    sent = b"".join(Visitor(front_door(), BRITAIN_HOST).sent("/en/situation/figures.csv"))

    mine = next(row for row in rows_of(sent) if row[0] == "quiet-days")
    assert "'=HYPERLINK(0) (en)" in mine


@pytest.mark.usefixtures("edition")
def test_table_of_many_rows_stands_on_a_page_of_its_own_and_leaves_with_its_data_set(
    britain: Embassy,
) -> None:
    columns = [
        {"kind": "text", "title": said(britain, "Street")},
        {"kind": "number", "title": said(britain, "Lamps")},
    ]
    long = "".join(f"Street {each},{each}\n" for each in range(2_000))
    written = data_set(britain, "lamps", chart="none", columns=columns, rows=long)
    made = baked(britain)
    entries = served_of(britain).manifest.entries

    assert made.faults == {}
    assert entries["/en/situation/lamps/"].size < 600_000
    changed(written, rows="Street 1,1\n")
    baked(britain)
    assert served_of(britain).manifest.entries["/en/situation/lamps/"].size < 20_000

"""When an appeal came, and which came first: nothing that is kept tells.

Whoever seizes the machine has the day. The exceptions stand in EXCEPTIONS by name. What a file
system writes down by itself no program can set: the time of a file's last change, which each beat
makes the same for all; when it was made and its number, which are those of one of many files that
were made before anything came.
"""

import json
import re
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from tests.drills.arrivals import ACKNOWLEDGED, DANGER, PRESENT
from tests.running_site import REPOSITORY, RunningSite, raised

pytestmark = pytest.mark.sqlite_only

STORES = ("main.sqlite3", "keys.sqlite3", "sealed/store.sqlite3")
# The minute until which somebody in danger is answered, while nobody has said that they are at it;
# and the minute until which a member is seen to look at a case.
EXCEPTIONS = {"casework_case.due_at", "casework_presence.until"}
_WITHIN = 3_600  # seconds
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d[T ](\d\d:\d\d)")
_NUMBER = re.compile(r"\d{10,19}(?:\.\d+)?")


@dataclass(frozen=True)
class Arrived:
    """A data folder, and what came to it in which order."""

    home: Path
    told: list[dict[str, Any]]
    new_rows: list[str]  # of the main database
    times: list[list[float]]  # when each file of sealed help was written and read

    @property
    def moments(self) -> list[datetime]:
        return [datetime.fromisoformat(each["at"]) for each in self.told]

    def places(self, name: str) -> dict[Any, int]:
        return {each[name]: place for place, each in enumerate(self.told)}


@dataclass(frozen=True)
class Cell:
    table: str
    column: str
    value: Any
    row: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


@pytest.fixture(scope="module")
def arrived(tmp_path_factory: pytest.TempPathFactory) -> Arrived:
    site: RunningSite = raised(tmp_path_factory, "times")
    done = subprocess.run(
        [sys.executable, "-m", "tests.drills.arrivals"],
        env=site.environment | {"DJANGO_SETTINGS_MODULE": "ambasada.config.settings"},
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    *told, rest = json.loads(done.stdout)
    return Arrived(site.home, told, rest["new"], rest["times"])


def cells(arrived: Arrived, *stores: str) -> Iterator[Cell]:
    """Yield everything in the tables of stores, the numbers of SQLite's own rows among it."""
    for store in stores:
        with closing(sqlite3.connect(f"file:{arrived.home / store}?mode=ro", uri=True)) as opened:
            names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%'"
            for (table,) in opened.execute(names).fetchall():
                found = opened.execute(f'SELECT rowid AS "(rowid)", * FROM "{table}"')  # noqa: S608
                columns = [each[0] for each in found.description]
                for values in found:
                    row = dict(zip(columns, values, strict=True))
                    yield from (Cell(table, each, row[each], row) for each in columns)


def is_telling(values: list[Any]) -> bool:
    """Tell whether values stand in the order of their places, or nearly, up or down.

    Of twelve by chance it is one of a million such that as few pairs are turned round.
    """
    pairs = [(one, other) for one, other in combinations(values, 2) if one != other]
    rising = sum(one < other for one, other in pairs)
    return len(pairs) >= 30 and not 0.12 < rising / len(pairs) < 0.88


def by_arrival(arrived: Arrived, *stores: str) -> dict[str, list[Any]]:
    """Return the values of each column by the order in which what they belong to came."""
    places = {name: arrived.places(name) for name in ("ref", "id", "spent", "blob")}
    all_cells = list(cells(arrived, *stores))
    blobs = {
        each.row["id"]: places["blob"][each.row["id_hex"]]
        for each in all_cells
        if each.table == "casework_blob"
    }
    columns: dict[str, dict[int, Any]] = defaultdict(dict)
    for each in all_cells:
        row = each.row
        place = places["ref"].get(row.get("ref"))
        if place is None:
            place = places["id"].get(row.get("case_id"))
        if place is None:
            place = places["spent"].get(row.get("challenge_sha256"), blobs.get(row.get("blob_id")))
        if place is None or each.value is None:
            continue
        columns[f"{each.name} {_which(row)}"].setdefault(place, each.value)
    return {name: [found[place] for place in sorted(found)] for name, found in columns.items()}


def _which(row: dict[str, Any]) -> str:
    """Tell rows of one case apart that are of one table."""
    return " ".join(str(row[each]) for each in ("counter", "kid") if each in row)


def test_order_that_is_kept_is_found() -> None:
    assert is_telling(list(range(12)))
    assert is_telling([*range(12, 6, -1), 5, 4, 2, 3, 1, 0])
    assert not is_telling([3, 9, 1, 11, 5, 0, 8, 2, 10, 4, 7, 6])
    assert not is_telling([1] * 12)


def test_no_column_and_no_number_of_a_row_is_in_the_order_in_which_appeals_came(
    arrived: Arrived,
) -> None:
    columns = by_arrival(arrived, *STORES)

    tables = {each.partition(".")[0] for each in columns}
    assert tables >= {"casework_case", "casework_letter", "casework_wrap", "casework_blob"}
    assert tables >= {"casework_part", "casework_spent"}
    assert len(columns["casework_case.(rowid) "]) == 12
    assert {name for name, values in columns.items() if is_telling(values)} == set()


def moments_told(cell: Cell, arrived: Arrived) -> bool:
    """Tell whether a value lies within an hour of what came, as a text or as a number."""
    text = cell.value if isinstance(cell.value, str) else repr(cell.value)
    return any(_is_near(each, arrived) for each in _moments_in(text))


def _moments_in(text: str) -> Iterator[float]:
    for found in _MINUTE.finditer(text):
        if found[1] != "00:00":
            yield datetime.fromisoformat(found[0]).replace(tzinfo=UTC).timestamp()
    for number in _NUMBER.findall(text):
        value = float(number)
        yield from (value / scale for scale in (1, 1e3, 1e6, 1e9))


def _is_near(seconds: float, arrived: Arrived) -> bool:
    return any(abs(seconds - each.timestamp()) < _WITHIN for each in arrived.moments)


def test_no_value_tells_when_an_appeal_came(arrived: Arrived) -> None:
    found = {each.name for each in cells(arrived, *STORES) if moments_told(each, arrived)}

    assert found <= EXCEPTIONS
    assert "casework_case.due_at" in found  # so that this would find another


def test_minute_of_danger_goes_when_somebody_is_at_it(arrived: Arrived) -> None:
    places = arrived.places("id")
    due = {
        places[each.row["id"]]
        for each in cells(arrived, "sealed/store.sqlite3")
        if each.name == "casework_case.due_at" and each.value
    }

    assert due == set(DANGER) - {ACKNOWLEDGED}


def test_only_who_looks_now_is_noted(arrived: Arrived) -> None:
    places = arrived.places("id")
    present = {
        places[each.row["case_id"]]
        for each in cells(arrived, "sealed/store.sqlite3")
        if each.table == "casework_presence"
    }

    assert present == {PRESENT}


def test_main_database_has_one_new_line_that_says_a_day(arrived: Arrived) -> None:
    """No task, no session, no log entry: a case that was closed, at the midnight of its day."""
    tables = {each.split()[0] for each in arrived.new_rows}

    assert tables == {"accounts_ledgerline", "accounts_ledgerhead"}
    assert len(arrived.new_rows) == 2
    assert not any(
        _is_near(moment, arrived) for row in arrived.new_rows for moment in _moments_in(row)
    )


def test_bytes_in_the_file_are_not_in_the_order_in_which_appeals_came(arrived: Arrived) -> None:
    """Whoever reads the file past SQLite sees where a letter stands."""
    content = (arrived.home / "sealed" / "store.sqlite3").read_bytes()
    places = [content.find(bytes.fromhex(each["start"])) for each in arrived.told]

    assert min(places) > 0
    assert not is_telling(places)


def test_log_of_a_store_is_empty_after_a_beat(arrived: Arrived) -> None:
    for store in STORES:
        log = arrived.home / f"{store}-wal"
        assert not log.exists() or log.stat().st_size == 0


def test_times_of_files_tell_a_day(arrived: Arrived) -> None:
    times = {moment for each in arrived.times for moment in each}

    assert len(arrived.times) >= 20  # twelve parts in their folders, and the stores
    assert {moment % timedelta(days=1).total_seconds() for moment in times} == {0.0}
    assert len(times) == 1


def test_last_change_of_a_file_is_that_of_the_beat(arrived: Arrived) -> None:
    blobs = list((arrived.home / "sealed" / "blobs").glob("??/*"))
    changed = [each.stat().st_ctime for each in blobs]

    assert len(blobs) == 12
    assert max(changed) - min(changed) < 10


def test_files_were_made_in_no_order_and_have_no_number_that_tells_one(arrived: Arrived) -> None:
    """As a file system notes it by itself, and `stat` shows it."""
    noted = [_noted(arrived.home / "sealed" / "blobs" / name[:2] / name) for name in parts(arrived)]
    numbers, made = zip(*noted, strict=True)

    assert len(set(numbers)) == 12
    assert not is_telling(list(numbers))
    assert not is_telling(list(made))  # all alike where it is not noted


def _noted(path: Path) -> tuple[int, str]:
    """Return the number of a file, and when it was made."""
    said = subprocess.run(["stat", "--format=%i %w", path], capture_output=True, check=True)
    number, _space, made = said.stdout.decode().partition(" ")
    return int(number), made


def parts(arrived: Arrived) -> list[str]:
    """Return the names of the files by the order in which they came."""
    names = {
        each.row["blob_id"]: each.value
        for each in cells(arrived, "sealed/store.sqlite3")
        if each.name == "casework_part.file"
    }
    blobs = {
        each.row["id_hex"]: each.row["id"]
        for each in cells(arrived, "sealed/store.sqlite3")
        if each.name == "casework_blob.id"
    }

    return [names[blobs[each["blob"]]] for each in arrived.told]


def test_names_of_files_are_in_no_order(arrived: Arrived) -> None:
    assert not is_telling(parts(arrived))

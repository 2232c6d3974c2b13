"""Contacts at the size of a large network: taken in from a file, found, checked on save."""

import json
import os
import sys
from pathlib import Path

from bench.commands import output_of, without_settings
from bench.figures import Figure

_WITHIN = 3600.0
_ROWS = 100_000
# Models can be imported only once Django is set up.
_FILLING = "import django; django.setup(); from bench.contacts_filling import main; main({!r}, {})"
_LEAST_RATE, _MOST_RATIO, _MOST_GROWTH = 2000, 1.0, 1.1
_MOST = {"list": 100, "search": 100, "deep": 100, "check": 50, "desk": 100, "report": 1000}
_TITLES = {
    "list": "A page of the list of people, p95",
    "search": "A search for a name, p95",
    "deep": "A page deep in the list, p95",
    "check": "Looking for duplicates on save, p95",
    "desk": "The desk for the day, p95",
    "report": "The slowest of the reports",
}


def measure_contacts(folder: Path) -> list[Figure]:
    """Import 100,000 people at 20,000 organisations, write 200,000 meetings, and use them.

    On SQLite; on PostgreSQL if AMBASADA_DATABASE names an empty database.
    """
    folder.mkdir()
    found = _measured(folder)
    name = "PostgreSQL" if os.environ.get("AMBASADA_DATABASE") else "SQLite"
    note = f"{name}, duplicates looked for, one transaction, what undoing needs kept"
    growth = found["peak"] / found["half"]
    figures = [
        Figure("Rows imported a second", found["rate"], "", least=_LEAST_RATE, note=note, places=0),
        Figure("Time of a dry run, of that", found["ratio"], "", _MOST_RATIO + 0.05, places=2),
        Figure(
            f"Peak memory of {_ROWS:,} rows, of that of half as many",
            growth,
            "",
            _MOST_GROWTH,
            note=f"{found['half']:.0f} and {found['peak']:.0f} MB",
            places=2,
        ),
        Figure("The same file again", found["again"], "s", places=1),
    ]
    figures += [
        Figure(_TITLES[each], found[each], "ms", limit, note=name) for each, limit in _MOST.items()
    ]
    return figures


def _measured(home: Path) -> dict[str, float]:
    environment = without_settings() | {
        "AMBASADA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    if database := os.environ.get("AMBASADA_DATABASE"):
        environment["AMBASADA_DATABASE"] = database
    command = [sys.executable, "-c", _FILLING.format(str(home), _ROWS)]
    found: dict[str, float] = json.loads(
        output_of(command, within=_WITHIN, environment=environment)
    )
    return found

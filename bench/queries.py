"""How many database queries a page takes, and whether more content makes them more."""

import json
import sys
from pathlib import Path
from typing import NamedTuple

from bench.commands import output_of, without_settings
from bench.figures import Figure

_LIMIT = 15
_WITHIN = 300.0
# Models can be imported only once Django is set up.
_COUNTING = "import django; django.setup(); from bench.counting import main; main({}, {}, {})"


class Scale(NamedTuple):
    """How much there is on one installation."""

    embassies: int
    languages: int
    items: int  # of news, and of statements up to 30, of the embassy that is asked for


_SCALES = {"one": Scale(1, 1, 1), "three": Scale(3, 3, 3), "many": Scale(3, 3, 300)}


def measure_queries(folder: Path) -> list[Figure]:
    """Count at one of each, at three of each, and with 300 news items.

    Each page type is asked for twice and the second time counts: the first fills what Django and
    Wagtail look up once in the life of a process.
    """
    folder.mkdir()
    counts = {name: _count(folder / name, scale) for name, scale in _SCALES.items()}
    least = counts["one"]
    return [
        _most("Queries of a page, most: 1 embassy, language, news item, statement", counts["one"]),
        _most("Queries of a page, most: 3 of each", counts["three"]),
        _most("Queries of a page, most: 3 of each, 300 news items, 30 statements", counts["many"]),
        _growth("Growth of queries from 1 to 3 of each", least, counts["three"]),
        _growth(
            "Growth of queries from 3 to 300 news items and 30 statements",
            counts["three"],
            counts["many"],
        ),
    ]


def _most(name: str, counts: dict[str, int]) -> Figure:
    worst = max(counts, key=lambda path: counts[path])
    every = ", ".join(f"{path} {count}" for path, count in sorted(counts.items()))
    sys.stderr.write(f"{name}: {every}\n")
    return Figure(name, counts[worst], "", _LIMIT, note=worst, places=0)


def _growth(name: str, before: dict[str, int], after: dict[str, int]) -> Figure:
    grown = {path: after[path] - count for path, count in before.items()}
    worst = max(grown, key=lambda path: grown[path])
    note = worst if grown[worst] else f"of {len(grown)} page types"
    return Figure(name, grown[worst], "", 0, note=note, places=0)


def _count(home: Path, scale: Scale) -> dict[str, int]:
    """Return the queries by page type, counted in a process and a data folder of their own."""
    environment = without_settings() | {
        "AMBASADA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "bench.settings",
    }
    command = [sys.executable, "-c", _COUNTING.format(*scale)]
    counts: dict[str, int] = json.loads(output_of(command, within=_WITHIN, environment=environment))
    return counts

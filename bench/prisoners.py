"""What a list of 15,000 prisoners costs: reading it, baking it, and publishing beside it."""

import re
import resource
import sys
import time
from pathlib import Path
from statistics import median

from bench.commands import output_of
from bench.figures import Figure, Unmeasured
from bench.inside import command_for, environment_of, found_by

_ROWS = 15_000
_WITHIN = 3_600.0
_KB_IN_MB = 1_000_000 / 1024
_COUNTS = re.compile(r"New: (\d+)\nChanged: (\d+)\n")


def measure_prisoners(folder: Path) -> list[Figure]:
    """Import a list twice, bake it, and publish news items beside it."""
    folder.mkdir(parents=True)
    home, file = folder / "home", folder / "list.csv"
    environment = environment_of(home)
    output_of(command_for("listing", "fill()"), within=600, environment=environment)
    call = f"write_list(listing.Path({str(file)!r}), {_ROWS})"
    output_of(command_for("listing", call), within=600, environment=environment)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    first, _changes = _imported(file, home)
    # The largest child there has been: at most what was there before, or this one.
    kept = max(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, before) / _KB_IN_MB
    again, changes = _imported(file, home)
    found = found_by("listing", home, within=_WITHIN, call="bake()")
    people = f"{_ROWS:,} people"
    entries = f"{found['entries']:,} entries"
    return [
        Figure(f"Import of a list of {people}", first, "s", 15),
        Figure("Memory of that import", kept, "MB", 300, note="RSS, at its highest"),
        Figure("The same list again", again, "s", 15),
        Figure("Changes that it makes", changes, "", 0, places=0),
        Figure(f"Full bake with {people} in three languages", found["bake"], "s", note=entries),
        Figure("A news item baked beside them, median", median(found["items"]), "s", note=entries),
        Figure("A bake with nothing new", found["nothing"], "s", note=entries),
        Figure("Memory of who bakes, PSS", found["memory"], "MB"),
    ]


def _imported(file: Path, home: Path) -> tuple[float, int]:
    """Import the list; return the seconds, and how many people are new or changed."""
    command = [
        *(sys.executable, "-m", "ambasada.config.cli", "import", "prisoners", str(file)),
        *("--source", "Test Centre", "--address", "https://centre.example.org/list"),
        *("--dated", "2026-11-01", "--held", "active"),
    ]
    began = time.monotonic()
    said = output_of(command, within=300, environment=environment_of(home))
    seconds = time.monotonic() - began
    counted = _COUNTS.match(said)
    if counted is None:
        message = "The import did not say what it did: mend that first."
        raise Unmeasured(message)
    return seconds, sum(map(int, counted.groups()))

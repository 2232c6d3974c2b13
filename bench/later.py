"""How long a start takes where everything is there already."""

from pathlib import Path
from statistics import median

from bench.figures import Figure
from bench.serving import Serving

_RUNS = 5


def measure_later_starts(home: Path) -> list[Figure]:
    """Start once on an empty data folder, then again and again on the same one."""
    with Serving(home) as first:
        on_empty = first.seconds
    later = [_start(home) for _ in range(_RUNS)]
    runs = f"{_RUNS} runs"
    return [
        Figure("Start on an empty data folder, environment there", on_empty, "s"),
        Figure("Later start to the ready line, median", median(later), "s", 10, note=runs),
        Figure("Later start to the ready line, worst", max(later), "s", 10, note=runs),
    ]


def _start(home: Path) -> float:
    with Serving(home) as again:
        return again.seconds

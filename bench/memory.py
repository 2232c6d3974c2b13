"""What the idle processes of a running embassy keep in memory."""

import time
from pathlib import Path

from bench.figures import Figure
from bench.reading import reading_pages
from bench.serving import Serving

_KIB = 1024
_MB = 1_000_000
_IDLE_FOR = 5.0


def measure_memory(site: Serving) -> list[Figure]:
    """Add up all processes, idle after every page was read once.

    PSS and not RSS decides: web and worker are forked from one process and share its pages. RSS
    counts a shared page once for each process; PSS gives each its share, so that the sum is what
    the machine really lacks.
    """
    reading_pages(site)
    time.sleep(_IDLE_FOR)
    family = _family(site.process)
    note = f"{len(family)} processes, shared pages counted once"
    proportional = proportional_memory(site.process)
    resident = resident_memory(site.process)
    return [
        Figure("Idle memory of all processes, PSS", proportional, "MB", 700, note=note),
        Figure("The same as RSS", resident, "MB", note="shared pages counted for each process"),
    ]


def proportional_memory(process: int) -> float:
    """Return the megabytes that a process and all that descend from it keep, as PSS."""
    return sum(_kept(each, "Pss") for each in _family(process)) / _MB


def resident_memory(process: int) -> float:
    """Return the megabytes of the same as RSS."""
    return sum(_kept(each, "Rss") for each in _family(process)) / _MB


def _family(process: int) -> list[int]:
    """Return a process and all that descend from it."""
    threads = Path(f"/proc/{process}/task").iterdir()
    children = {
        int(child)
        for thread in threads
        for child in (thread / "children").read_text(encoding="ascii").split()
    }
    return [process, *(each for child in sorted(children) for each in _family(child))]


def _kept(process: int, measure: str) -> int:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) * _KIB for line in lines if line.startswith(f"{measure}:"))

"""How long a large site takes to bake whole, and that nothing new makes nothing new."""

from pathlib import Path

from bench.figures import Figure
from bench.inside import found_by

_WITHIN = 1_800.0


def measure_bake(folder: Path) -> list[Figure]:
    """Bake 1,000 pages in three languages, sweep them, and bake them again elsewhere."""
    found = found_by("baking", folder, within=_WITHIN)
    note = f"{found['pages']} pages, one process for each core"
    swept = f"{found['swept']} pages rendered, {found['missed']} found changed that no tag told of"
    return [
        Figure("Full bake of 1,000 pages in three languages", found["seconds"], "s", 45, note=note),
        Figure("Files a sweep writes when nothing changed", found["written"], "", 0, swept, 0),
        Figure("Differences of two bakes of one content", found["differing"], "", 0, places=0),
    ]

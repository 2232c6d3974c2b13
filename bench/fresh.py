"""How long a newcomer waits: the first `script/serve` in a fresh clone."""

from pathlib import Path

from bench.commands import ROOT, output_of
from bench.figures import Figure
from bench.serving import Serving

_WITHIN = 600.0  # twice the limit, so that a miss is measured and not only noticed


def measure_fresh_clone(folder: Path) -> list[Figure]:
    """Clone what is committed into an empty folder and serve it, with no package kept from before.

    pip, uv and npm are told to use no cache of theirs; what the system itself keeps in memory of
    Python and of the disk, and a copy of the package index nearby, cannot be taken away.
    """
    folder.mkdir()
    clone = folder / "clone"
    output_of(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], within=60)
    with Serving(
        folder / "home", checkout=clone, within=_WITHIN, environment=_without_caches(folder)
    ) as first:
        seconds = first.seconds
    note = "1 run, the committed version, no pip, uv or npm cache"
    return [Figure("First start in a fresh clone", seconds, "s", 300, note=note)]


def _without_caches(folder: Path) -> dict[str, str]:
    return {
        "UV_NO_CACHE": "1",
        "PIP_NO_CACHE_DIR": "1",
        "npm_config_cache": str(folder / "npm"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }

"""How soon a news item is live on a large site, while it is being read."""

import json
from pathlib import Path
from statistics import median, quantiles

from bench.commands import output_of
from bench.figures import Figure
from bench.inside import command_for, environment_of, found_by
from bench.readers import Readers
from bench.serving import Serving

_ITEMS = 3_300
_COUNT = 50
_RATE = 200
_FIRST_BAKE_WITHIN = 1_800.0
_WITHIN = 3_600.0
_PRINTED = "with what the clock printed of other pages meanwhile"


def measure_publish(folder: Path) -> list[Figure]:
    """Publish fifty news items on a site of 10,000 pages, while 200 requests a second are read."""
    site = Serving(folder, within=_FIRST_BAKE_WITHIN)
    output_of(
        command_for("publishing", f"fill({_ITEMS}, {site.port})"),
        within=_WITHIN,
        environment=environment_of(folder),
    )
    with site:
        paths = _paths(folder)
        with Readers(site.port, paths, rate=_RATE) as readers:
            call = f"main({_COUNT}, {site.port})"
            found = found_by("publishing", folder, within=_WITHIN, call=call)
    pages = f"{len(paths)} pages, {_COUNT} news items, {readers.rate:.0f} requests/s"
    latest = quantiles(found["seconds"], n=100, method="inclusive")[98]
    return [
        Figure("Publish to live, median", median(found["seconds"]), "s", 1, note=pages, places=2),
        Figure("Publish to live, 99 of 100 within", latest, "s", 3, places=2),
        Figure("Requests that failed meanwhile", readers.failed, "", 0, f"of {readers.asked}", 0),
        Figure("Pages that were not what their hash names", readers.mixed, "", 0, places=0),
        Figure(
            "Files that one news item changed, median", median(found["dirtied"]), "", 25, places=0
        ),
        Figure("The most of them", max(found["dirtied"]), "", note=_PRINTED, places=0),
    ]


def _paths(folder: Path) -> list[str]:
    """Return the paths of the pages that readers of the site get from the beginning."""
    editions = folder / "editions" / "gb"
    number = (editions / "current").read_text(encoding="ascii")
    files = json.loads((editions / number / "manifest.json").read_bytes())["files"]
    return [
        path
        for path, entry in sorted(files.items())
        if entry.get("type", "").startswith("text/html")
        and entry.get("status", 200) == 200  # noqa: PLR2004 -- HTTP
        and not entry.get("copy_only")  # the site answers itself there
    ]

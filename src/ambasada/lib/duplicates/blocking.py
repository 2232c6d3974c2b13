"""Which records meet: those that share a key, and of a key that many share only neighbours.

A block of n records makes n² pairs, and one that is common makes most of them all. Above the cap
its records are put in order instead, and each is compared with a few after it: the sorted
neighbourhood of Hernández and Stolfo (1995). So the work grows with the number of records, however
many share a name. What is held is a few dozen bytes for each key of a record; pairs are never held.
"""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from typing import TypeVar
from zlib import crc32

from ambasada.lib.duplicates.schemes import Read, Scheme

T = TypeVar("T")


def keys_of(record: Read, scheme: Scheme) -> frozenset[str]:
    """Return the keys of a record: only records that share one can be found to be duplicates.

    They are stable as long as the scheme and the rules of `lib.names` are, and may be stored.
    """
    found: set[str] = set()
    for name, parts in scheme.places:
        if not all(record.values[place] for place, _part in parts):
            continue
        keys = [_keys(record.values[place], part) for place, part in parts]
        found.update([f"{name}:{'|'.join(each)}" for each in product(*keys)])
    return frozenset(found)


def _keys(values: Iterable[T], part: Callable[[T], Iterable[str]]) -> set[str]:
    return {key for value in values for key in part(value)}


def candidates(records: Sequence[Read], scheme: Scheme) -> Iterator[tuple[int, int]]:
    """Return the places of records to compare, each pair once, the lower place first.

    Who meets whom is worked out at once, the pairs one by one.
    """
    return _met(*_blocks(records, scheme))


def _met(blocks: list["array[int]"], of_record: list["array[int]"]) -> Iterator[tuple[int, int]]:
    for place, numbers in enumerate(of_record):
        met = {other for number in numbers for other in blocks[number] if other > place}
        yield from ((place, other) for other in sorted(met))


def _blocks(
    records: Sequence[Read], scheme: Scheme
) -> tuple[list["array[int]"], list["array[int]"]]:
    """Return groups of records that meet, none above the cap, and the numbers of each record's.

    They are arrays since Python's collector, which goes through all lists again and again, has no
    business with those.
    """
    first: dict[int, int] = {}
    several: dict[int, list[int]] = {}
    for place, record in enumerate(records):
        for key in keys_of(record, scheme):
            number = crc32(key.encode())
            if number in several:
                several[number].append(place)
            elif (other := first.setdefault(number, place)) != place:
                several[number] = [other, place]
    blocks: list[array[int]] = []
    of_record = [array("L") for _ in records]
    for group in several.values():
        for block in _divided(group, records, scheme):
            for place in block:
                of_record[place].append(len(blocks))
            blocks.append(array("L", block))
    return blocks, of_record


def _divided(block: list[int], records: Sequence[Read], scheme: Scheme) -> Iterator[list[int]]:
    """Yield a block, or of a large one, in order, overlapping parts: each meets its neighbours."""
    if len(block) <= scheme.cap:
        yield block
        return
    block.sort(key=lambda place: _in_order(records[place], scheme))
    for start in range(0, len(block) - scheme.window, scheme.window):
        yield block[start : start + 2 * scheme.window]


def _in_order(record: Read, scheme: Scheme) -> list[str]:
    return [
        field.kind.key(values[0]) if values else ""
        for field, values in zip(scheme.fields, record.values, strict=True)
    ]

"""Pairs of records that may be one, with a score and the reasons.

A pair is a proposal. Nobody is merged for it: equal names are a reason to look, and two people may
share a telephone.
"""

import gc
from collections.abc import Collection, Hashable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from ambasada.lib.duplicates.blocking import candidates
from ambasada.lib.duplicates.schemes import Read, Reason, Scheme

_NEVER = float("-inf")


class Pair(NamedTuple):
    """Two records, how likely they are one, from 0 to 1, and what speaks for it."""

    one: Hashable
    other: Hashable
    score: float
    reasons: tuple[Reason, ...]


def compare(one: Read, other: Read, scheme: Scheme) -> Pair:
    """Return what two records are to each other, however little alike they are."""
    return _pair(one, other, scheme, floor=_NEVER) or Pair(one.record, other.record, 0.0, ())


def matches_of(
    record: Read,
    others: Iterable[Read],
    scheme: Scheme,
    *,
    apart: Collection[frozenset[Hashable]] = (),
) -> list[Pair]:
    """Return whom of others a record may be, likeliest first; they are those that share a key.

    The record itself may be among them. Of `apart`, each is two that somebody said are not one.
    """
    found = (
        _pair(record, other, scheme, floor=scheme.floor)
        for other in others
        if other.record != record.record
    )
    proposed = [pair for pair in found if pair and not _is_apart(pair, apart)]
    return sorted(proposed, key=lambda pair: pair.score, reverse=True)


def pairs(
    records: Iterable[Read],
    scheme: Scheme,
    *,
    apart: Collection[frozenset[Hashable]] = (),
) -> Iterator[Pair]:
    """Yield the pairs among records that may be one, each once, as they are found.

    Of `apart`, each is two that somebody said are not one.
    """
    with _uncollected():
        held = list(records)
        meeting = candidates(held, scheme)
    for place, other in meeting:
        pair = _pair(held[place], held[other], scheme, floor=scheme.floor)
        if pair and not _is_apart(pair, apart):
            yield pair


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python's collector away while much is made that has no cycles.

    It goes through all of it again whenever there is a quarter more, and finds nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _is_apart(pair: Pair, apart: Collection[frozenset[Hashable]]) -> bool:
    return frozenset((pair.one, pair.other)) in apart


def _pair(one: Read, other: Read, scheme: Scheme, *, floor: float) -> Pair | None:
    """Return a pair, or None as soon as it is certain that it stays below the floor."""
    bits = scheme.prior
    reasons: list[tuple[int, Reason]] = []
    some_of, others_of = one.values, other.values
    for place, field, rest in scheme.turns:
        if (some := some_of[place]) and (others := others_of[place]):
            weight, how = field.weigh(some, others)
            bits += weight
            if weight > 0:
                reasons.append((place, Reason(field.name, how)))
        if bits + rest < floor:
            return None
    in_order = tuple(reason for _place, reason in sorted(reasons))
    return Pair(one.record, other.record, 1 / (1 + 2.0**-bits), in_order)

"""What is compared of two records, what each agreement weighs, and which records meet at all.

The weights are those of Fellegi and Sunter, “A Theory for Record Linkage” (1969): for each field
how many times likelier an agreement is between records of one person than between those of two,
as a power of two, and likewise, below nought, a disagreement. Between the two, likeness counts in
proportion, as in Winkler (1990). What is missing weighs nothing.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import log2
from typing import Any, Generic, NamedTuple, TypeVar

from ambasada.lib.duplicates.values import How, Kind

T = TypeVar("T")
Part = Callable[[Any], Iterable[str]]
"""What of a value records may share: of a name each word, of a date itself."""


class Reason(NamedTuple):
    """Why two records may be one: the field, and in what way it agrees. A stable key."""

    field: str
    how: How

    def __str__(self) -> str:
        return f"{self.field}.{self.how}"


@dataclass(frozen=True)
class Field(Generic[T]):
    """A field of a record and what it weighs, in bits."""

    name: str
    kind: Kind[T]
    agrees: float
    differs: float
    doubtful: float = 0.7
    """Values no more alike than this differ."""
    certain: float = 1.0
    """Values as alike as this agree."""

    def weigh(self, some: Sequence[T], others: Sequence[T]) -> tuple[float, How]:
        """Return what the two most alike of these values weigh, and in what way they agree."""
        if len(some) == len(others) == 1:
            best = self.kind.alike(some[0], others[0])
        else:
            best = max(self.kind.alike(one, other) for one in some for other in others)
        if best.ratio >= self.certain:
            return self.agrees, best.how
        if best.ratio <= self.doubtful:
            return self.differs, best.how
        part = (best.ratio - self.doubtful) / (self.certain - self.doubtful)
        return self.differs + part * (self.agrees - self.differs), best.how


@dataclass(frozen=True)
class Block:
    """Records are compared if they share a key: for each field of a block one of its parts."""

    name: str
    parts: Mapping[str, Part]


@dataclass(frozen=True)
class Scheme:
    """How duplicates are found among records of one sort."""

    fields: tuple[Field[Any], ...]
    blocks: tuple[Block, ...]
    prior: float
    """The bits against two records being one before anything of them is known: below nought."""
    least: float = 0.5
    """The score from which a pair is proposed."""
    cap: int = 24
    """The most records of a block of which each is compared with each."""
    window: int = 6
    """In a larger block, with how many before and after it in order each is compared at least."""

    @cached_property
    def floor(self) -> float:
        """The bits that make a pair's score the least that is proposed."""
        return log2(self.least / (1 - self.least))

    @cached_property
    def places(self) -> tuple[tuple[str, tuple[tuple[int, Part], ...]], ...]:
        """The blocks, with the place of a field for its name."""
        at = {field.name: place for place, field in enumerate(self.fields)}
        return tuple(
            (block.name, tuple((at[name], part) for name, part in block.parts.items()))
            for block in self.blocks
        )

    @cached_property
    def turns(self) -> tuple[tuple[int, Field[Any], float], ...]:
        """The fields in the order of comparing: place, field, and the most that later ones can add.

        Names come last: they cost most, and of two who were born on other days, and share no
        address, it is certain before that.
        """
        places = sorted(range(len(self.fields)), key=lambda at: self.fields[at].kind.is_dear)
        agreeing = [max(self.fields[at].agrees, 0.0) for at in places]
        after = tuple(accumulate(reversed(agreeing[1:]), initial=0.0))[::-1]
        in_turn = [self.fields[at] for at in places]
        return tuple(zip(places, in_turn, after, strict=True))


class Read(NamedTuple):
    """A record, read: what is compared of each field of the scheme, in its order."""

    record: Hashable
    values: tuple[tuple[Any, ...], ...]


def read(record: Hashable, values: Mapping[str, Iterable[str]], scheme: Scheme) -> Read:
    """Return what is compared of a record. Fields the scheme does not know are left out."""
    found = []
    for field in scheme.fields:
        texts = (field.kind.read(text) for text in values.get(field.name, ()))
        found.append(tuple(value for value in texts if value is not None))
    return Read(record, tuple(found))

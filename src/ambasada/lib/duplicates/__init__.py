"""Duplicates: records that may be one, found by weights, and among many without comparing all.

`values` says how kinds of value are compared, `schemes` what of a record is and what it weighs,
`blocking` which records meet, `matching` what comes of it; `people` is the scheme for people.
Records are read first: `pairs(map(…read…), PEOPLE)` looks among many, `matches_of` at one and those
who share one of its `keys_of`, which may be kept in a table with an index.
"""

from ambasada.lib.duplicates.blocking import keys_of
from ambasada.lib.duplicates.matching import Pair, compare, matches_of, pairs
from ambasada.lib.duplicates.people import PEOPLE
from ambasada.lib.duplicates.schemes import Block, Field, Read, Reason, Scheme, read
from ambasada.lib.duplicates.values import How, Kind

__all__ = [
    "PEOPLE",
    "Block",
    "Field",
    "How",
    "Kind",
    "Pair",
    "Read",
    "Reason",
    "Scheme",
    "compare",
    "keys_of",
    "matches_of",
    "pairs",
    "read",
]

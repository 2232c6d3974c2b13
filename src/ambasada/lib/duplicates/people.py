"""People: what is compared of them, and what it weighs.

Agreement in the whole name is enough for a proposal, in whatever spelling, and a name with a slip
is if anything else agrees; another birthday speaks against it. A telephone of an office is shared,
and so it does not make one person of two names.
"""

from collections.abc import Iterator
from itertools import permutations

from ambasada.lib.duplicates.schemes import Block, Field, Scheme
from ambasada.lib.duplicates.values import Day, Exact, Mail, PersonName, Telephone
from ambasada.lib.names import Name

_FIRST = 2  # letters of a skeleton that a slip elsewhere in the word leaves as they are


def whole(name: Name) -> Iterator[str]:
    """Yield the key of a name that has a word besides the surname."""
    if " " in name.key:
        yield name.key


def word_and_letter(name: Name) -> Iterator[str]:
    """Yield for each two words of a name one whole, and the beginning of the other.

    So one word may have a slip, or be an initial. Beside a given name, which many share, two
    letters are asked of the other.
    """
    for one, other in permutations(name.words, 2):
        if one.is_initial:
            continue
        if one.is_given:
            if not other.is_initial:
                yield f"{one.key} {other.key[:_FIRST]}"
        else:
            yield from (f"{one.key} {letter}" for letter in sorted(other.letters))


def each_word(name: Name) -> Iterator[str]:
    """Yield the key of each word of a name."""
    return (each.key for each in name.words if not each.is_initial)


def itself(value: str) -> tuple[str]:
    """Return a value as its own key."""
    return (value,)


PEOPLE = Scheme(
    fields=(
        Field("name", PersonName(), agrees=10, differs=-6, certain=0.92),
        Field("born", Day(), agrees=7, differs=-8, doubtful=0.5),
        Field("phone", Telephone(), agrees=8, differs=-0.5),
        Field("email", Mail(), agrees=9, differs=-0.5),
        Field("organisation", Exact(), agrees=4, differs=-0.5),
    ),
    blocks=(
        Block("n", {"name": whole}),
        Block("w", {"name": word_and_letter}),
        Block("p", {"phone": itself}),
        Block("e", {"email": itself}),
        Block("b", {"born": itself, "name": each_word}),
    ),
    prior=-9,
)

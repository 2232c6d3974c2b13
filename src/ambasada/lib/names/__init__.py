"""Names of people as they are found and compared, in two scripts and several romanisations.

What is worked out here finds and compares and is never shown: how somebody is written is theirs to
say. `sounding` says what a word sounds like, `given` which given names are one, `words` and
`comparing` what follows for a name.
"""

from ambasada.lib.names.comparing import (
    SAME,
    Name,
    likeness,
    name_of,
    search_beginnings,
    search_words,
)
from ambasada.lib.names.words import Word

__all__ = [
    "SAME",
    "Name",
    "Word",
    "likeness",
    "name_of",
    "search_beginnings",
    "search_words",
]

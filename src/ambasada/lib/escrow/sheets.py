"""What goes on paper: one share a sheet, and no word of what it opens.

Whoever finds a sheet at somebody's home reads thirty-three words and a day. What they are for its
keeper is told by mouth.
"""

from ambasada.lib.escrow.schemes import Scheme

_A_LINE = 3  # words
_WIDTH = 16


def sheet(words: str, number: int, *, scheme: Scheme, mark: str, made_on: str) -> str:
    """Return a sheet as text; `mark` tells the sheets of one ceremony from those of another."""
    numbered = [f"{place:>2} {word}" for place, word in enumerate(words.split(), start=1)]
    lines = [
        "".join(each.ljust(_WIDTH) for each in numbered[start : start + _A_LINE]).rstrip()
        for start in range(0, len(numbered), _A_LINE)
    ]
    head = f"Sheet {number} of {scheme.made}, any {scheme.needed} are enough.   {made_on}   {mark}"
    foot = "Keep it dry, whole, and apart from the others. Of each word four letters are enough."
    return "\n".join([head, "", *lines, "", foot, ""])

"""The lines of a file of cards: unfolded as well as broken, and the blocks that are cards."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from ambasada.lib.contacts.reasons import Reason

DEEPEST = 5  # cards within cards
MOST_LINES = 50_000  # of one card, photographs included
_LINE_END = re.compile("\r\n|\r|\n")
# The start of a property. No part of it can match in two ways, so that it takes linear time.
HEAD = re.compile(r'(?:([\w-]+)\.)?([A-Za-z][\w-]*)((?:;(?:[^";:]|"[^"]*")*)*):')
# The same where a quotation mark is open.
LOOSE_HEAD = re.compile(r"(?:([\w-]+)\.)?([A-Za-z][\w-]*)((?:;[^:]*)?):")
# The same where it is folded before its colon.
_UNFINISHED_HEAD = re.compile(r"(?:[\w-]+\.)?[A-Za-z][\w-]*;[\w-]")
_AGENT = re.compile(r"(?:[\w-]+\.)?AGENT(?:;[^:]*)?:\s*", re.IGNORECASE)
_QUOTED_PRINTABLE = re.compile(r"[^:]*;(?:ENCODING=)?\"?QUOTED-PRINTABLE\b", re.IGNORECASE)
# Programs fold at 75 bytes; a shorter line that ends was ended by whoever wrote the note.
_FOLDED = 70
_FULL = 60  # likewise, where a line has to be long besides


@dataclass(slots=True)
class Block:
    """The lines of one card, folded as they are, or what stands outside every card."""

    line: int
    raw: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    reason: Reason | None = None


def blocks_in(text: str) -> Iterator[Block]:
    """Yield each card of a file, one that has no end included, and what stands outside."""
    reader = _Reader()
    for number, line in enumerate(_LINE_END.split(text), start=1):
        yield from reader.read(number, line)
    yield from reader.finish()


class _Reader:
    """Keeps the card that is open, and the cards within it."""

    def __init__(self) -> None:
        self.block: Block | None = None
        self._nested: list[str] = []
        self._depth = 0
        self._is_agent = False

    def read(self, number: int, line: str) -> Iterator[Block]:
        """Take a line, and yield the block that it ends."""
        word = line.strip().upper() if len(line) < 40 else ""  # noqa: PLR2004 -- BEGIN and END are short
        word = word.lstrip("\ufeff").replace(" ", "")
        if word == "BEGIN:VCARD":
            yield from self._begin(number, line)
        elif word == "END:VCARD" and self.block is not None and not self._is_outside:
            yield from self._end(line)
        elif self.block is None:
            if word or line.strip():
                self.block = Block(number, [line], reason=Reason.OUTSIDE)
        else:
            self._add(self.block, line)

    @property
    def _is_outside(self) -> bool:
        return self.block is not None and self.block.reason is Reason.OUTSIDE

    def finish(self) -> Iterator[Block]:
        """Yield the card that is open, which has no end."""
        if self.block is not None:
            self._close_nested()
            yield self.block
        self.block = None
        self._is_agent = False

    def _begin(self, number: int, line: str) -> Iterator[Block]:
        if self.block is not None and self._is_agent:
            self._depth += 1
            self._nest(self.block, line)
            return
        # The card before, and what stands in it, have no end.
        yield from self.finish()
        self.block = Block(number, [line])

    def _end(self, line: str) -> Iterator[Block]:
        if self.block is not None and self._depth:
            self._nest(self.block, line)
            self._depth -= 1
            if not self._depth:
                self._close_nested()
            return
        if self.block is not None:
            self.block.raw.append(line)
        yield from self.finish()

    def _close_nested(self) -> None:
        """Make what stood in a card the value of its last property, which asked for it."""
        if self.block is not None and self._nested:
            self.block.inside[-1] += escaped("\n".join(self._nested))
        self._nested = []
        self._depth = 0

    def _nest(self, block: Block, line: str) -> None:
        block.raw.append(line)
        self._nested.append(line)
        self._is_agent = _AGENT.fullmatch(line) is not None
        if self._depth > DEEPEST:
            block.reason = Reason.TOO_DEEP
        elif len(block.raw) > MOST_LINES:
            block.reason = Reason.TOO_LONG

    def _add(self, block: Block, line: str) -> None:
        if self._depth:
            self._nest(block, line)
            return
        block.raw.append(line)
        if len(block.raw) > MOST_LINES:
            block.reason = block.reason or Reason.TOO_LONG
        elif not self._is_outside and (line or not self._is_agent):
            block.inside.append(line)
            self._is_agent = _AGENT.fullmatch(line) is not None


def escaped(text: str) -> str:
    """Return a text as one value of a card."""
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


@dataclass(slots=True)
class _Unfolding:
    """A property that may go on: its pieces, and how the last line of it ended."""

    pieces: list[str]
    is_quoted: bool  # quoted-printable
    last: str

    @property
    def is_open(self) -> bool:
        return self.is_quoted and self.last.rstrip().endswith("=")


def unfolded(block: Block) -> list[str] | None:
    """Return the properties of a card, each on one line; None if one of them is none."""
    found: list[_Unfolding] = []
    for line, following in zip_longest(block.inside, block.inside[1:], fillvalue=""):
        before = found[-1] if found else None
        if before is not None and before.is_open:
            before.pieces[-1] = before.pieces[-1].rstrip()[:-1]
            _go_on(before, line, line)
        elif not line.strip():
            continue
        elif before is not None and line[0] in " \t":
            _go_on(before, line[1:], line)
        elif _is_head(line, following):
            is_quoted = "rintable" in line.lower() and _QUOTED_PRINTABLE.match(line) is not None
            found.append(_Unfolding([line], is_quoted, line))
        elif before is None:
            return None
        else:
            _go_on(before, line if _is_folded(before) else f"\n{line}", line)
    return ["".join(each.pieces) for each in found]


def _is_head(line: str, following: str) -> bool:
    """Return whether a property begins on a line; one with long parameters ends on the next."""
    if HEAD.match(line) or LOOSE_HEAD.match(line):
        return True
    is_full = len(line.encode(errors="replace")) >= _FULL and following[:1] in (" ", "\t")
    return is_full and _UNFINISHED_HEAD.match(line) is not None


def _go_on(before: _Unfolding, piece: str, line: str) -> None:
    before.pieces.append(piece)
    before.last = line


def _is_folded(before: _Unfolding) -> bool:
    """Return whether a line went on because it was full, with no space on the next as it should."""
    return len(before.last.encode(errors="replace")) >= _FOLDED

"""A page as plain text: what its main part says, in lines, and where its links lead in notes.

It is made of the page as readers see it, so that it says all of what the page says, and nothing
that a page type forgot to write down twice.
"""

import re
import textwrap
from collections.abc import Iterable
from html.parser import HTMLParser

_WIDTH = 72
_SPACE = re.compile(r"[ \t\r\n]+")  # a no-break space stays
_VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "caption", "dd", "div", "dl", "dt", "figcaption"),
        *("figure", "footer", "header", "main", "p", "section", "table", "tr", "blockquote"),
        *("h1", "h2", "h3", "h4", "ol", "ul", "li"),
    }
)
_UNDERLINES = {"h1": "=", "h2": "-", "h3": "", "h4": ""}
# What is said on a screen alone: ways onward, words for those who cannot see, pictures of words.
_SILENT_TAGS = frozenset({"nav", "script", "style", "svg", "template"})
_SILENT_CLASSES = frozenset({"row--onward", "visually-hidden", "paper-only", "points__number"})
# Rows of facts: a label and what it says stand in one line.
_ROWS = frozenset({"dateline__item", "scope__item"})


class _Main(HTMLParser):
    """Reads the main part of a page and writes it as blocks of lines."""

    def __init__(self, origin: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.notes: list[str] = []
        self._origin = origin
        self._words = ""
        self._open: list[str] = []  # the elements that are open in the main part
        self._silent = 0  # how many of them, once one is silent
        self._lists: list[int | None] = []  # the number said last; None of a list with bullets
        self._indents: list[int] = []  # how far each item that is open stands in
        self._mark = ""  # what the next block begins with
        self._href = ""
        self._in_row = 0
        self._labels: list[str] = []  # of the columns of the table that is open
        self._column = 0
        self._goes_on = False  # whether the next line of facts follows without an empty one

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Open an element, unless it stands outside the main part."""
        values = {name: value or "" for name, value in attributes}
        if not self._open and tag != "main":
            return
        if tag in _VOID:
            self._add_void(tag, values)
            return
        self._open.append(tag)
        classes = set(values.get("class", "").split())
        if self._silent or tag in _SILENT_TAGS or classes & _SILENT_CLASSES:
            self._silent += 1
        elif classes & _ROWS or self._in_row:
            self._open_in_row(tag)
        else:
            self._open_block(tag, values)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag in _VOID or not self._open:
            return
        self._open.pop()
        if self._silent:
            self._silent -= 1
        elif self._in_row:
            self._close_in_row(tag)
        else:
            self._close_block(tag)

    def handle_data(self, data: str) -> None:
        """Take in words."""
        if self._open and not self._silent:
            self._words += _SPACE.sub(" ", data)

    def _add_void(self, tag: str, values: dict[str, str]) -> None:
        if self._silent:
            return
        if tag == "br":
            self._words += " " if self._in_row else "\n"
        elif tag == "hr":
            self._end_block()
            self.blocks.append("* * *")
        elif tag == "img" and values.get("alt"):
            self._words += f"[{values['alt']}]"

    def _open_in_row(self, tag: str) -> None:
        if not self._in_row:
            self._end_block()
        self._in_row += 1
        if tag == "dd":
            self._words = f"{self._words.rstrip()}: "

    def _close_in_row(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        self._in_row -= 1
        if not self._in_row:
            self._end_block(is_close=True)

    def _open_block(self, tag: str, values: dict[str, str]) -> None:
        if tag in _BLOCKS:
            self._end_block()
        if tag == "a":
            self._href = values.get("href", "")
        elif tag == "span" and "__" in values.get("class", ""):
            self._words += " "  # it stands in a line of its own
        elif tag in {"table", "tr"}:
            self._labels, self._column = self._labels if tag == "tr" else [], 0
        elif tag in {"td", "th"}:
            self._begin_cell()
        elif tag in {"ol", "ul"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()

    def _close_block(self, tag: str) -> None:
        if tag == "a":
            self._end_link()
        elif tag in _UNDERLINES:
            self._end_heading(_UNDERLINES[tag])
        elif tag in {"td", "th"}:
            self._end_cell()
        elif tag in _BLOCKS:
            self._end_block()
        if tag in {"ol", "ul"}:
            self._lists.pop()
        elif tag == "li":
            self._indents.pop()
            self._mark = ""

    def _begin_cell(self) -> None:
        self._words = ""
        if self._column and self._column < len(self._labels):
            self._words = f"{self._labels[self._column]}: "

    def _end_cell(self) -> None:
        """Keep the label of a column, or write a cell down in a line of its own."""
        if "thead" in self._open:
            self._labels.append(_SPACE.sub(" ", self._words).strip())
            self._words = ""
        else:
            self._end_block(is_close=bool(self._column))
        self._column += 1

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        if number is not None:
            self._lists[-1] = number + 1
        self._mark = "- " if number is None else f"{number + 1}. "
        self._indents.append(len(self._mark))

    def _end_link(self) -> None:
        """Give where a link leads a number; a place on this page, or what it says, needs none."""
        href, self._href = self._href, ""
        said = href.removeprefix("mailto:").removeprefix("tel:")
        if not href or href.startswith("#") or self._words.rstrip().endswith(said):
            return
        address = f"{self._origin}{href}" if href.startswith("/") else said
        if address not in self.notes:
            self.notes.append(address)
        self._words += f" [{self.notes.index(address) + 1}]"

    def _end_heading(self, line: str) -> None:
        words, self._words = _SPACE.sub(" ", self._words).strip(" "), ""
        if words:
            margin = " " * sum(self._indents)
            lines = _wrapped([words], margin, margin)
            longest = max(len(each) for each in lines.split("\n"))
            self.blocks.append(f"{lines}\n{line * longest}".rstrip())

    def _end_block(self, *, is_close: bool = False) -> None:
        """Write down the words so far; those that are `is_close` follow without an empty line."""
        words, self._words = self._words, ""
        lines = [_SPACE.sub(" ", line).strip(" ") for line in words.split("\n")]
        if not any(lines):
            return
        quote = "> " * self._open.count("blockquote")
        rest = quote + " " * sum(self._indents)
        first = quote + " " * (sum(self._indents) - len(self._mark)) + self._mark
        self._mark = ""
        wrapped = _wrapped([line for line in lines if line], first, rest)
        if is_close and self._goes_on and self.blocks:
            self.blocks[-1] = f"{self.blocks[-1]}\n{wrapped}"
        else:
            self.blocks.append(wrapped)
        self._goes_on = is_close or "tr" in self._open


def _wrapped(lines: Iterable[str], first: str, rest: str) -> str:
    made: list[str] = []
    for line in lines:
        made += textwrap.wrap(
            line,
            _WIDTH,
            initial_indent=rest if made else first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(made)


def in_lines(html: str, origin: str, *, foot: Iterable[str] = ()) -> str:
    """Return the main part of a page as plain text; `foot` are lines below it."""
    main = _Main(origin)
    main.feed(html)
    main.close()
    notes = [f"[{number}] {address}" for number, address in enumerate(main.notes, start=1)]
    ends = ["\n".join(each) for each in (notes, list(foot)) if each]
    return "\n\n".join([*main.blocks, *(f"{'-' * 8}\n{each}" for each in ends)]) + "\n"

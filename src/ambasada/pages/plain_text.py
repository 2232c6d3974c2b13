"""A page as plain text: its words in lines of one width, where links lead in notes below."""

import re
import textwrap
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

_WIDTH = 72
_SPACE = re.compile(r"[ \t\r\n]+")  # a no-break space stays
_PARAGRAPHS = frozenset({"p", "div", "section", "dt", "dd", "tr", "figcaption", "article", "pre"})
_HEADINGS = {"h1": "=", "h2": "=", "h3": "-", "h4": "-"}
_LISTS = frozenset({"ul", "ol"})
_SILENT = frozenset({"script", "style", "svg", "template"})


class _Writing(HTMLParser):
    """Reads the words of a page and writes them as blocks of lines."""

    def __init__(self, origin: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.notes: list[str] = []
        self._origin = origin
        self._words = ""
        self._lists: list[int | None] = []  # of each list open: the number said last, None for bullets
        self._quotes = 0
        self._mark = ""  # what the next block begins with
        self._indents: list[int] = []  # how far the text of each item open stands in
        self._heading = ""
        self._href = ""
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attributes}
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._words += "\n"
        elif tag == "hr":
            self._end_block()
            self.blocks.append("* * *")
        elif tag == "a":
            self._href = values.get("href", "")
        elif tag == "img" and values.get("alt"):
            self._words += f"[{values['alt']}]"
        elif tag in _LISTS:
            self._end_block()
            start = values.get("start", "")
            first = int(start) - 1 if start.isdecimal() else 0
            self._lists.append(first if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "blockquote":
            self._end_block()
            self._quotes += 1
        elif tag in _PARAGRAPHS or tag in _HEADINGS:
            self._end_block()
            self._heading = _HEADINGS.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent -= 1
        elif tag == "a":
            self._end_link()
        elif tag in _LISTS:
            self._end_block()
            del self._lists[-1:]
        elif tag == "li":
            self._end_block()
            del self._indents[-1:]
            self._mark = ""
        elif tag == "blockquote":
            self._end_block()
            self._quotes -= 1
        elif tag in _PARAGRAPHS or tag in _HEADINGS:
            self._end_block()
        elif tag in {"td", "th"}:
            self._words += "  "

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words += _SPACE.sub(" ", data)

    def close(self) -> None:
        super().close()
        self._end_block()

    def _begin_item(self) -> None:
        self._end_block()
        if not self._lists:
            self._lists.append(None)
        number = self._lists[-1]
        if number is None:
            self._mark = "- "
        else:
            self._lists[-1] = number + 1
            self._mark = f"{number + 1}. "
        self._indents.append(len(self._mark))

    def _end_link(self) -> None:
        """Number where a link leads; a place on this page, or what its words say, is no note."""
        href, self._href = self._href, ""
        if not href or href.startswith("#"):
            return
        said = href.removeprefix("mailto:").removeprefix("tel:")
        if self._words.rstrip().endswith(said):
            return
        address = f"{self._origin}{href}" if href.startswith("/") else said
        if address not in self.notes:
            self.notes.append(address)
        self._words += f" [{self.notes.index(address) + 1}]"

    def _end_block(self) -> None:
        words, self._words = self._words, ""
        heading, self._heading = self._heading, ""
        lines = [_SPACE.sub(" ", line).strip(" ") for line in words.split("\n")]
        text = [line for line in lines if line]
        if not text:
            return
        if heading:
            self.blocks.append(underlined(" ".join(text), heading))
            return
        quote = "> " * self._quotes
        before = quote + " " * (sum(self._indents) - len(self._mark))
        wrapped = _wrapped(text, before + self._mark, quote + " " * sum(self._indents))
        self._mark = ""
        self.blocks.append(wrapped)


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


def underlined(heading: str, line: str) -> str:
    """Return a heading with a line below it, as long as its longest line."""
    lines = textwrap.wrap(heading, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join([*lines, line * max(len(each) for each in lines)])


def in_lines(html: str, origin: str) -> tuple[list[str], list[str]]:
    """Return the blocks of some HTML, each in lines, and the addresses their numbers stand for."""
    writing = _Writing(origin)
    writing.feed(html)
    writing.close()
    return writing.blocks, writing.notes


def paragraph(text: str) -> str:
    """Return one paragraph in lines."""
    return _wrapped(text.split("\n"), "", "")


def listing(lines: Sequence[str]) -> str:
    """Return lines as a list, an entry below the other."""
    return "\n".join(_wrapped([line], "- ", "  ") for line in lines)

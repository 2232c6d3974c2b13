"""Rich text as lines a person can compare: marks instead of tags, where a link leads in words."""

from html.parser import HTMLParser

_NEW_LINE = {"p": "", "h2": "## ", "h3": "### ", "li": "• ", "blockquote": "> ", "hr": "———"}
_LISTS = {"ol", "ul"}
_MARKS = {"b": "**", "strong": "**", "i": "_", "em": "_"}


def readable_lines(html: str) -> list[str]:
    """Return a rich text line by line. What this leaves out, two texts may still differ in."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [line.strip() for line in reader.lines if line.strip()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or a mark; remember where a link leads."""
        if tag in _NEW_LINE:
            self.lines.append(_NEW_LINE[tag])
        elif tag == "br":
            self.lines.append("")
        elif tag == "a":
            self._targets.append(_target(dict(attrs)))
        elif tag in _MARKS or tag in _LISTS:
            self._add(_MARKS.get(tag, ""))
        else:
            self._add(self.get_starttag_text() or "")  # nothing of ours: shown as it is

    def handle_endtag(self, tag: str) -> None:
        """End a mark, or say where the link leads."""
        if tag == "a" and self._targets:
            self._add(f" ({self._targets.pop()})")
        else:
            self._add(_MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        """Add words to the line."""
        self._add(data)

    def _add(self, words: str) -> None:
        self.lines[-1] += words


def _target(attributes: dict[str, str | None]) -> str:
    kind = attributes.get("linktype")
    return f"{kind} {attributes.get('id')}" if kind else attributes.get("href") or ""

"""What a reader gets: a response, read as a browser or a search engine would."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http.response import HttpResponseBase

_VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "use", "path"})


@dataclass
class Element:
    """An element with the texts and elements inside it, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list["Element | str"] = field(default_factory=list)

    def all(self, tag: str, **attributes: str) -> list["Element"]:
        """Return the elements of a tag at any depth that have the attributes."""
        found = []
        for each in self.inside:
            if isinstance(each, Element):
                if each.tag == tag and attributes.items() <= each.attributes.items():
                    found.append(each)
                found += each.all(tag, **attributes)
        return found

    def one(self, tag: str, **attributes: str) -> "Element":
        """Return the only element of a tag that has the attributes."""
        (only,) = self.all(tag, **attributes)
        return only

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """The words, with single spaces between them."""
        pieces = (each if isinstance(each, str) else each.text for each in self.inside)
        # As in a browser: a no-break space stays.
        return re.sub(r"[ \t\r\n\f]+", " ", " ".join(pieces)).strip(" ")

    @property
    def hrefs(self) -> list[str]:
        """Where the links lead, in order."""
        return [each.attributes["href"] for each in self.all("a") if "href" in each.attributes]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "wbr":  # a word goes on behind it
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].inside.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        inside = self._open[-1].inside
        if inside and isinstance(inside[-1], str):
            data = f"{inside.pop()}{data}"
        inside.append(data)


def read(html: str) -> Element:
    """Return the whole page as an element; fails if an element is not closed where it should be."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


class Answer:
    """A response as its reader sees it."""

    def __init__(self, response: HttpResponseBase) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.bytes: bytes = getattr(response, "content", b"")  # a stream has none

    @property
    def body(self) -> str:
        return self.bytes.decode()

    @property
    def page(self) -> Element:
        return read(self.body)

    @property
    def location(self) -> str:
        return self.headers["Location"]

    @property
    def title(self) -> str:
        """What the browser's tab and history show."""
        return self.page.one("head").one("title").text

    @property
    def heading(self) -> str:
        return self.page.one("h1").text

    @property
    def interface_language(self) -> str:
        return self.page.one("html").attributes["lang"]

    @property
    def text_language(self) -> str:
        return self.page.one("main").attributes["lang"]

    @property
    def main(self) -> Element:
        return self.page.one("main")

    @property
    def canonical(self) -> str:
        return self.page.one("link", rel="canonical").attributes["href"]

    @property
    def alternates(self) -> dict[str, str]:
        """Where the head says the page stands in other languages."""
        found = self.page.one("head").all("link", rel="alternate")
        found = [each for each in found if "hreflang" in each.attributes]
        return {each.attributes["hreflang"]: each.attributes["href"] for each in found}

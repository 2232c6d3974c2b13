"""What a reader is sent: whole, in part, or the word that they have it already (RFC 9110)."""

import gzip
import mmap
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from ambasada.lib.headers import HeaderClass, headers_for
from ambasada.lib.manifests import Entry

_ONE_PART = re.compile(rb"bytes=(?=.?[0-9])([0-9]{0,12})-([0-9]{0,12})")
_HOLDS_HTML = "text/html"
_QUICK = 5  # of nine: a millisecond for a page

Headers = list[tuple[bytes, bytes]]
Body = bytes | memoryview


@dataclass(frozen=True)
class Request:
    """What is left of a request behind the door."""

    method: str
    host: str  # lower case, without a port
    path: str  # decoded: it may hold anything
    headers: dict[bytes, bytes]
    body: bytes = b""  # of what takes one: see the door

    @cached_property
    def encodings(self) -> tuple[str, ...]:
        """The encodings the client takes, the smallest first; none where it asks for a part."""
        return _accepted(self.headers)


@dataclass(frozen=True)
class Answer:
    """What a reader is sent."""

    status: int
    headers: Headers
    body: Body = b""


def plain(status: int, text: str, *more: tuple[bytes, bytes]) -> Answer:
    """Return one calm line that nobody keeps."""
    body = text.encode("ascii")
    kind = _content_type("text/plain")
    return Answer(status, [kind, *_ENCODED[HeaderClass.YELLOW], _length(body), *more], body)


def moved_to(path: str) -> Answer:
    """Send the reader to another address for good."""
    place = (b"location", path.encode("ascii"))
    return Answer(301, [place, *_ENCODED[HeaderClass.GREEN], _LENGTH_0])


def file_of(file: Path, kind: str, *more: tuple[bytes, bytes]) -> Answer:
    """Return a file as it is. Raises OSError if it is not there."""
    body = mapped(file)
    headers = [_content_type(kind), *_ENCODED[HeaderClass.GREEN], _length(body), *more]
    return Answer(200, headers, body)


def answer_of(body: bytes, language: str, *, asked: Request, onion: str = "") -> Answer:
    """Return the page to search on, made for one reader and kept by nobody."""
    headers = [_content_type("text/html; charset=utf-8"), *_ENCODED[HeaderClass.SEARCH]]
    headers += [(b"content-language", language.encode("ascii")), (b"vary", b"accept-encoding")]
    if onion:
        headers.append((b"onion-location", onion.encode("ascii")))
    if "gzip" in asked.encodings:
        body = gzip.compress(body, _QUICK, mtime=0)
        headers.append((b"content-encoding", b"gzip"))
    return Answer(200, [*headers, _length(body)], body)


def mapped(file: Path) -> Body:
    """Return the bytes of a file without reading them: the disk's own cache holds what is sent.

    Files of ours are replaced and never written into, so what is mapped stays as it is. Raises
    OSError if it is not there.
    """
    with file.open("rb") as opened:
        try:
            return memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
        except ValueError:  # nothing is in it, and that can't be mapped
            return b""


def body_of(entry: Entry, body: Body, encoding: str, *, asked: Request, onion: str = "") -> Answer:
    """Return a body, in the form `encoding` names, as its entry and the request have it.

    `onion` is where the same page is read through Tor, as an address of plain letters.
    """
    return _Reply(entry, body, encoding, asked.path, onion).to(asked.headers)


@dataclass(frozen=True)
class _Reply:
    """A body in one form, about to be sent."""

    entry: Entry
    body: Body
    encoding: str
    path: str
    onion: str

    def to(self, asked: dict[bytes, bytes]) -> Answer:
        """Return the whole of it, a part of it, or that the reader has it already."""
        is_page = self.entry.status == 200  # noqa: PLR2004 -- HTTP
        if is_page and self._is_known(asked.get(b"if-none-match", b"")):
            return Answer(304, self._headers)
        span = self._span(asked) if is_page else None
        if span is None:
            return Answer(self.entry.status, [*self._headers, _length(self.body)], self.body)
        first, last = span
        if first > last:
            whole = (b"content-range", b"bytes */%d" % len(self.body))
            return Answer(416, [*self._headers, whole, _LENGTH_0])
        part = self.body[first : last + 1]
        place = (b"content-range", b"bytes %d-%d/%d" % (first, last, len(self.body)))
        return Answer(206, [*self._headers, place, _length(part)], part)

    @property
    def _tag(self) -> bytes:
        suffix = f"-{self.encoding}" if self.encoding else ""
        return f'"{self.entry.sha256}{suffix}"'.encode("ascii")

    @property
    def _headers(self) -> Headers:
        headers = [_content_type(self.entry.type), *_ENCODED[self.entry.headers]]
        headers += [(b"etag", self._tag), (b"vary", b"accept-encoding")]
        if self.encoding:
            headers.append((b"content-encoding", self.encoding.encode("ascii")))
        else:
            headers.append((b"accept-ranges", b"bytes"))
        if self.entry.language:
            headers.append((b"content-language", self.entry.language.encode("ascii")))
        if self.entry.headers is HeaderClass.DOCUMENT:
            name = f"information.{self.path.rpartition('.')[2]}"
            headers.append((b"content-disposition", f'inline; filename="{name}"'.encode()))
        if self.onion and self.entry.type.startswith(_HOLDS_HTML):
            headers.append((b"onion-location", self.onion.encode("ascii")))
        return headers

    def _is_known(self, tags: bytes) -> bool:
        known = {each.strip().removeprefix(b"W/") for each in tags.split(b",")}
        return b"*" in known or self._tag in known

    def _span(self, asked: dict[bytes, bytes]) -> tuple[int, int] | None:
        """Return the bytes asked for, first and last; None for all, first > last for none.

        Only what is sent as it is has parts, and only one part is sent.
        """
        found = _ONE_PART.fullmatch(asked.get(b"range", b""))
        condition = asked.get(b"if-range", self._tag)
        if self.encoding or found is None or condition != self._tag:
            return None
        first, last = found.groups()
        end = len(self.body) - 1
        if first:
            span = (int(first), min(int(last), end) if last else end)
            return span if not last or int(first) <= int(last) else None
        return (max(0, len(self.body) - int(last)), end) if last.strip(b"0") else (1, 0)


_LENGTH_0 = (b"content-length", b"0")


def _length(body: Body) -> tuple[bytes, bytes]:
    return (b"content-length", b"%d" % len(body))


def _content_type(kind: str) -> tuple[bytes, bytes]:
    return (b"content-type", kind.encode("ascii"))


_ENCODED: dict[HeaderClass, Headers] = {
    each: [
        (name.lower().encode("ascii"), value.encode("ascii"))
        for name, value in headers_for(each).items()
    ]
    for each in HeaderClass
}


def _accepted(headers: dict[bytes, bytes]) -> tuple[str, ...]:
    """Return the encodings a client takes, the smallest first; a part is cut from none of them."""
    if b"range" in headers:
        return ()
    taken = headers.get(b"accept-encoding", b"")
    return _read_encodings(taken) if taken else ()


@lru_cache(maxsize=256)  # browsers say one of a few things
def _read_encodings(taken: bytes) -> tuple[str, ...]:
    weights: dict[str, bool] = {}
    for each in taken.decode("latin-1").lower().split(","):
        name, _semicolon, weight = each.partition(";")
        weights[name.strip()] = weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    every = weights.get("*", False)
    return tuple(each for each in ("br", "gzip") if weights.get(each, every))

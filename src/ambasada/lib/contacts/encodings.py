"""The encoding of a file of contacts: proved by the file, or assumed and said so.

No letter is lost: a byte that the encoding does not have stays in the text as a lone surrogate,
and whoever reads the text rejects the row or card that holds one.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

KEPT = "ambasada.kept"  # how a byte is kept that the encoding does not have
_CHUNK = 1 << 20
_SAMPLE = 1 << 18
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Beside commas and line ends, which have a byte of zero, UTF-16 has the high bytes of its scripts.
_HIGH_BYTES = b"\x00\x04"
_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_CYRILLIC_WORD = re.compile("[А-ЯЁІЎҐЄЇ]?[а-яёіўґєї]{2,}|[А-ЯЁІЎҐЄЇ]{3,}")
# In a wrong encoding large letters are small ones, so that names tell.
_CYRILLIC_NAME = re.compile("[А-ЯЁІЎҐЄЇ][а-яёіўґєї]{2,}")
_LATIN_WORD = re.compile(r"[A-Za-z]+[À-ÖØ-öø-ÿŠšŽžŒœŸ]|[À-ÖØ-öø-ÿŠšŽžŒœŸ][A-Za-z]+")
_HIGH_BYTE = re.compile(b"[\x80-\xff]+")
# Where more of what is not ASCII is damaged than this, a file is no damaged UTF-8.
_MOST_DAMAGED = 0.1


def _keep(error: UnicodeError) -> tuple[str, int]:
    """Do for every byte and encoding what Python's own `surrogateescape` does for some."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + each) for each in lost), error.end


codecs.register_error(KEPT, _keep)


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of an encoding, as Python has it, and whether nothing proves it."""

    name: str
    is_assumed: bool = False


def encoding_of(file: BinaryIO) -> Encoding:
    """Return the encoding of a file that can be read again; it is at its start afterwards.

    Reads all of it, a piece at a time: a file may be plain for a long way.
    """
    file.seek(0)
    start = file.read(_SAMPLE)
    marked = _marked(start)
    if marked is None and not _is_utf8(_chunks(file)):
        # Where the letters are is what a sample has to show.
        high = b"".join(_high_lines(_chunks(file)))
        marked = _assumed(high)
    file.seek(0)
    return marked or Encoding("utf-8")


def decode(data: bytes) -> tuple[str, Encoding]:
    """Return the text of some bytes and their encoding. Raises nothing."""
    encoding = _marked(data[:_SAMPLE])
    if encoding is None:
        encoding = Encoding("utf-8") if _is_utf8([data]) else _assumed(data[:_SAMPLE])
    return data.decode(encoding.name, KEPT), encoding


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


def _marked(start: bytes) -> Encoding | None:
    """Return the encoding that the first bytes prove, or nearly: UTF-16 without a mark."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return Encoding(name)
    if b"\0" not in start:
        return None
    even, odd = (sum(map(start[place::2].count, _HIGH_BYTES)) for place in (0, 1))
    if max(even, odd) < len(start) // 2 * 0.7:
        return None
    return Encoding("utf-16-be" if even > odd else "utf-16-le", is_assumed=True)


def _is_utf8(chunks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in chunks:
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _high_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces of a file that are not ASCII, as much as a sample holds."""
    size = 0
    for chunk in chunks:
        found = _HIGH_BYTE.search(chunk)
        if found is None:
            continue
        piece = chunk[max(found.start() - 40, 0) : found.start() + _SAMPLE - size]
        yield piece
        size += len(piece)
        if size >= _SAMPLE:
            return


def _assumed(sample: bytes) -> Encoding:
    """Return the encoding in which most of a sample is words; it has no other proof."""
    text = sample.decode("utf-8", KEPT)
    damaged = sum("\udc00" <= each <= "\udcff" for each in text)
    if damaged <= _MOST_DAMAGED * sum(each > "\x7f" for each in text):
        return Encoding("utf-8", is_assumed=True)
    read = {name: sample.decode(name, KEPT) for name in _CYRILLIC}
    scores = {
        name: _words(text, _CYRILLIC_WORD) + _words(text, _CYRILLIC_NAME)
        for name, text in read.items()
    }
    latin = _words(sample.decode("latin-1"), _LATIN_WORD)
    best = max(scores, key=lambda name: scores[name])
    if scores[best] > latin:
        return Encoding(best, is_assumed=True)
    try:
        sample.decode("cp1252")
    except UnicodeDecodeError:
        # Every byte is a letter of it, so that none is lost.
        return Encoding("latin-1", is_assumed=True)
    return Encoding("cp1252", is_assumed=True)


def _words(text: str, word: re.Pattern[str]) -> int:
    """Return how many letters beyond ASCII stand in words of an alphabet."""
    return sum(sum(letter > "\x7f" for letter in found.group()) for found in word.finditer(text))

"""The reading and writing behind `lib.papers`, which alone uses it: pypdf takes long to load."""

import struct
import zlib
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NullObject,
    StreamObject,
)

from ambasada.lib.papers import NotAPaper
from ambasada.lib.pictures import without_words

_MOST_OBJECTS = 200_000
# What is dropped wherever it stands: notes of programs, files inside, what runs when it is opened.
_NOTES = "Metadata PieceInfo LastModified CreatorInfo CreationDate ModDate M NM Thumb SpiderInfo"
_INSIDE = "AF EF EmbeddedFiles Collection Perms DSS Legal"
_RUNS = "JavaScript JS AA OpenAction"
_DROPPED = frozenset(f"/{each}" for each in f"{_NOTES} {_INSIDE} {_RUNS}".split())
# Of what lies on a page only what readers use; comments of who worked on it go.
_KEPT_NOTES = frozenset({"/Link", "/Widget"})
_JPEG, _JPEG_2000 = {"/DCTDecode", "/DCT"}, "/JPXDecode"
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    PyPdfError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def rewritten(content: bytes) -> bytes:
    """Return a PDF file as one version that says no more than its pages. Raises NotAPaper."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise NotAPaper
        _clean(reader)
        writer = PdfWriter(clone_from=reader)
        writer.metadata = None
        written = BytesIO()
        writer.write(written)
    except _DAMAGE:
        raise NotAPaper from None
    return written.getvalue()


def _clean(reader: PdfReader) -> None:
    """Take what says more out of every object that the document leads to."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer["/Root"]]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            place = (one.idnum, one.generation)
            if place in seen:
                continue
            seen.add(place)
            one = one.get_object()
        if len(seen) > _MOST_OBJECTS:
            raise NotAPaper
        if isinstance(one, DictionaryObject):
            _clean_table(one)
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def _clean_table(table: DictionaryObject) -> None:
    for key in [each for each in table if each in _DROPPED]:
        del table[key]
    notes = table.get("/Annots")
    if isinstance(notes, ArrayObject):
        kept = [each for each in notes if _is_kept(each)]
        table[NameObject("/Annots")] = ArrayObject(kept)
    if isinstance(table, StreamObject):
        _clean_picture(table)


def _is_kept(note: Any) -> bool:  # noqa: ANN401 -- as pypdf has it
    table = note.get_object()
    return isinstance(table, DictionaryObject) and table.get("/Subtype") in _KEPT_NOTES


def _clean_picture(stream: StreamObject) -> None:
    """Take the words out of a picture that is a whole file of its own."""
    given = stream.get("/Filter", NullObject())
    filters = [str(each) for each in given] if isinstance(given, ArrayObject) else [str(given)]
    if _JPEG_2000 in filters:
        raise NotAPaper
    if filters[-1] not in _JPEG:
        return
    inside = without_words(stream.get_data())
    if inside is None:
        raise NotAPaper
    stream[NameObject("/Filter")] = NameObject("/DCTDecode")
    if len(filters) > 1:
        stream.pop("/DecodeParms", None)
    stream._data = inside  # noqa: SLF001 -- its public way packs the bytes once more

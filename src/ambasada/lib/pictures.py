"""What a picture file says besides its picture: where it was taken, with what, by whom.

Parts that are known to hold nothing of the kind are named here, and everything else counts as
something said: a camera’s own note that nobody has heard of yet is found like the position. So is a
colour profile, which has room for the name of a device and of who made it.
"""

import re
from collections.abc import Iterator

_JPEG, _PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
# Markers: the frame, tables, scans. APP0 is checked apart.
_JPEG_PARTS = frozenset({0xC4, 0xDB, 0xDD, *range(0xC0, 0xCC)} - {0xC8})
_SCAN, _END, _JFIF, _ADOBE = 0xDA, 0xD9, 0xE0, 0xEE
_ADOBE_SIZE = 12
_IN_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7]")  # the marker that ends a scan
_PNG_PARTS = frozenset(b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs".split())
_WEBP_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
_SVG_SAYS = re.compile(rb"<!--|<metadata|<rdf:|<dc:|inkscape:|sodipodi:", re.IGNORECASE)


def is_silent(picture: bytes, kind: str) -> bool:
    """Tell whether a file of this Content-Type holds a picture and says nothing besides.

    A kind that is not read here, one that moves, a damaged file, and one with something behind
    its end are not.
    """
    parts = {
        "image/jpeg": _jpeg,
        "image/png": _png,
        "image/webp": _webp,
        "image/svg+xml": _svg,
    }.get(kind.partition(";")[0])
    try:
        return parts is not None and all(parts(picture))
    except (IndexError, ValueError):
        return False


def without_words(jpeg: bytes) -> bytes | None:
    """Return a JPEG without the parts that say something, its pixels untouched; None if damaged.

    For a picture inside another file. One from outside is decoded and written afresh.
    """
    try:
        parts = list(_parts_of(jpeg))
    except (IndexError, ValueError):
        return None
    kept = [part for part, is_silent_part in parts if is_silent_part]
    made = _JPEG + b"".join(kept) + bytes((0xFF, _END))
    return made if jpeg.startswith(_JPEG) and all(_jpeg(made)) else None


def _jpeg(picture: bytes) -> Iterator[bool]:
    """Yield whether each part of a JPEG is silent."""
    yield picture.startswith(_JPEG)
    place = len(_JPEG)
    for part, is_silent_part in _parts_of(picture):
        yield is_silent_part
        place += len(part)
    yield len(picture) == place + 2


def _parts_of(picture: bytes) -> Iterator[tuple[bytes, bool]]:
    """Yield each part of a JPEG, with what is scanned behind it, and whether it is silent.

    Raises IndexError where the file ends before its end is marked.
    """
    place = len(_JPEG)
    while picture[place + 1] != _END:
        begun = place
        marker, size = picture[place + 1], _number(picture, place + 2, 2)
        content = picture[place + 4 : place + 2 + size]
        is_whole = picture[place : place + 1] == b"\xff"
        is_known = marker in {*_JPEG_PARTS, _SCAN} or _is_about_the_picture(marker, content)
        place += 2 + size
        if marker == _SCAN:
            found = _IN_SCAN.search(picture, place)
            place = found.start() if found else len(picture)
        yield picture[begun:place], is_whole and is_known


def _is_about_the_picture(marker: int, content: bytes) -> bool:
    """Tell whether a part of a JPEG says how to show it, and no more."""
    if marker == _JFIF:  # its small preview may show what was cut off
        return content[:5] == b"JFIF\x00" and content[12:] == b"\x00\x00"
    return marker == _ADOBE and content.startswith(b"Adobe") and len(content) == _ADOBE_SIZE


def _png(picture: bytes) -> Iterator[bool]:
    """Yield whether each part of a PNG is silent."""
    yield picture.startswith(_PNG)
    place, name = len(_PNG), b""
    while name != b"IEND":
        size, name = _number(picture, place, 4), picture[place + 4 : place + 8]
        yield name in _PNG_PARTS
        place += 12 + size
    yield len(picture) == place


def _webp(picture: bytes) -> Iterator[bool]:
    """Yield whether each part of a WebP is silent."""
    yield picture[:4] == b"RIFF" and picture[8:12] == b"WEBP"
    place = 12
    while place < len(picture):
        yield picture[place : place + 4] in _WEBP_PARTS
        size = _number(picture, place + 4, 4, order="little")
        place += 8 + size + size % 2
    yield len(picture) == place == 8 + _number(picture, 4, 4, order="little")


def _svg(picture: bytes) -> Iterator[bool]:
    yield b"<svg" in picture
    yield _SVG_SAYS.search(picture) is None


def _number(content: bytes, place: int, size: int, *, order: str = "big") -> int:
    """Return a number. Raises IndexError where the file ends before it."""
    found = content[place : place + size]
    if len(found) < size:
        raise IndexError
    return int.from_bytes(found, "little" if order == "little" else "big")

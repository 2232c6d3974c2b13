"""Pictures as telephones and editors write them: with everything in them that tells on somebody."""

import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

CANARY = b"KANAREK-Test"
_TOLD = CANARY.decode("ascii")
_XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{_TOLD}</a></x:xmpmeta>'.encode()
ORIENTATION, _MAKER, _PLACE, _COMMENT_OF_WINDOWS = 0x0112, 0x010F, 0x8825, 0x9C9C
TURNED = 6  # a quarter to the right
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@dataclass(frozen=True)
class Drawn:
    """A picture, and which words must be said about it."""

    content: bytes
    type: str
    found: frozenset[str]


@cache
def pixels(mode: str = "RGB", size: tuple[int, int] = (61, 47)) -> Image.Image:
    """Return a picture of which no two neighbours are alike."""
    width, height = size
    drawn = Image.new("RGBA", size)
    drawn.putdata(
        [
            (x * 4 % 256, y * 5 % 256, (x * y) % 256, 255 - x)
            for y in range(height)
            for x in range(width)
        ]
    )
    return drawn.convert(mode)


def exif(orientation: int = 0) -> bytes:
    """Return an EXIF with a camera, a place and a comment."""
    made = Image.Exif()
    made[_MAKER] = _TOLD
    made[_COMMENT_OF_WINDOWS] = _TOLD.encode("utf-16le")
    made.get_ifd(_PLACE).update({1: "N", 2: (51.0, 30.0, 0.0), 29: _TOLD})
    if orientation:
        made[ORIENTATION] = orientation
    return made.tobytes()


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def _segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _jpeg_with(jpeg: bytes, *segments: bytes) -> bytes:
    """Put segments behind the first one of a JPEG."""
    end = 4 + struct.unpack(">H", jpeg[4:6])[0] if jpeg[3] == 0xE0 else 2
    return jpeg[:end] + b"".join(segments) + jpeg[end:]


def _jpeg(mode: str = "RGB", **options: Any) -> bytes:
    return _saved(pixels(mode), "JPEG", quality=90, **options)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _png_with(png: bytes, *chunks: bytes, at_end: bool = False) -> bytes:
    """Put chunks behind the head of a PNG, or before its end."""
    place = len(png) - 12 if at_end else 33
    return png[:place] + b"".join(chunks) + png[place:]


def _told_png() -> PngInfo:
    told = PngInfo()
    told.add_text("Author", _TOLD)
    told.add_text("Comment", _TOLD, zip=True)
    told.add_itxt("Title", _TOLD, "en", _TOLD)
    return told


def _webp_with(webp: bytes, name: bytes, body: bytes) -> bytes:
    chunk = name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
    size = struct.unpack("<I", webp[4:8])[0] + len(chunk)
    return webp[:4] + struct.pack("<I", size) + webp[8:] + chunk


def _frames() -> Iterable[Image.Image]:
    return [pixels("RGBA").rotate(angle) for angle in (0, 30, 60)]


def _animated(kind: str, **options: Any) -> bytes:
    first, *others = _frames()
    return _saved(first, kind, save_all=True, append_images=others, duration=80, **options)


def _thumbnailed(jpeg: bytes) -> bytes:
    """Give the JFIF of a JPEG a small picture of 2 by 2 pixels."""
    small = CANARY
    body = jpeg[6:18] + bytes((2, 2)) + small
    return jpeg[:2] + _segment(0xE0, body) + jpeg[20:]


JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
# Each is made when it is asked for: a name, how it is made, its type, what is found in it.
DRAWN: Mapping[str, tuple[Callable[[], bytes], str, str]] = {
    "jpeg with nothing in it": (_jpeg, JPEG, ""),
    "jpeg of a camera": (lambda: _jpeg(exif=exif()), JPEG, "exif gps"),
    "jpeg of a turned camera": (lambda: _jpeg(exif=exif(TURNED)), JPEG, "exif gps"),
    "jpeg of an editor": (
        lambda: _jpeg(xmp=_XMP, comment=CANARY, icc_profile=ICC, progressive=True),
        JPEG,
        "xmp comment",
    ),
    "jpeg of a press office": (
        lambda: _jpeg_with(
            _jpeg(),
            _segment(0xED, b"Photoshop 3.0\0" + CANARY),
            _segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + CANARY),
            _segment(0xEB, b"JP\0\0" + CANARY),
        ),
        JPEG,
        "iptc xmp other",
    ),
    "jpeg with small pictures": (
        lambda: _jpeg_with(
            _thumbnailed(_jpeg()),
            _segment(0xE0, b"JFXX\0\x10" + CANARY),
        ),
        JPEG,
        "thumbnail",
    ),
    "jpeg with a film behind it": (
        lambda: _jpeg(exif=exif()) + CANARY * 99,
        JPEG,
        "exif gps trailing",
    ),
    "jpeg for a printer": (lambda: _jpeg("CMYK", comment=CANARY), JPEG, "comment"),
    "jpeg in grey with restarts": (
        lambda: _jpeg("L", restart_marker_blocks=2, comment=CANARY),
        JPEG,
        "comment",
    ),
    "png with nothing in it": (lambda: _saved(pixels("RGBA"), "PNG"), PNG, ""),
    "png of an editor": (
        lambda: _saved(pixels(), "PNG", pnginfo=_told_png(), icc_profile=ICC, dpi=(144, 144)),
        PNG,
        "text other",
    ),
    "png of a turned camera": (lambda: _saved(pixels(), "PNG", exif=exif(TURNED)), PNG, "exif gps"),
    "png with a clock": (
        lambda: _png_with(
            _saved(pixels("P"), "PNG", transparency=3),
            _chunk(b"tIME", bytes((7, 232, 1, 2, 3, 4, 5))),
            _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + _XMP),
            _chunk(b"prVt", CANARY),
        ),
        PNG,
        "time xmp other",
    ),
    "png with more at its end": (
        lambda: (
            _png_with(_saved(pixels("I;16"), "PNG"), _chunk(b"tEXt", b"a\0" + CANARY), at_end=True)
            + CANARY
        ),
        PNG,
        "text trailing",
    ),
    "png that moves": (lambda: _animated("PNG", pnginfo=_told_png()), PNG, "text"),
    "webp with nothing in it": (lambda: _saved(pixels(), "WEBP"), WEBP, ""),
    "webp of a camera": (
        lambda: _saved(pixels(), "WEBP", exif=exif(), xmp=_XMP, icc_profile=ICC),
        WEBP,
        "exif gps xmp",
    ),
    "webp of a turned camera": (
        lambda: _saved(pixels("RGBA"), "WEBP", lossless=True, exif=exif(TURNED)),
        WEBP,
        "exif gps",
    ),
    "webp that moves": (lambda: _animated("WEBP", exif=exif(), xmp=_XMP), WEBP, "exif gps xmp"),
    "webp with more in it": (
        lambda: _webp_with(_saved(pixels(), "WEBP", xmp=_XMP), b"TOLD", CANARY) + CANARY,
        WEBP,
        "xmp other trailing",
    ),
}


def pair() -> bytes:
    """Return a JPEG with another one behind it, as telephones keep a picture before it was cut."""
    other = pixels("RGB").rotate(90)
    return _saved(pixels(), "MPO", save_all=True, append_images=[other], exif=exif())


def drawn(name: str) -> Drawn:
    """Return one of the pictures."""
    make, kind, found = DRAWN[name]
    return Drawn(make(), kind, frozenset(found.split()))

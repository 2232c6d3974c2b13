"""Photographs from outside: bytes that nobody has looked at become pixels, or a reason why not.

A file is told by how it begins, never by its name, and its size in pixels is read from its head
before anything of it is decoded. What comes back is pixels in sRGB, the right way up, at most
`LONGEST` a side. Of the file itself nothing goes on: no position, no camera, no colour profile, no
preview, and nothing that was hung on behind its end.
"""

import struct
import warnings
import zlib
from enum import StrEnum
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

LONGEST = 2048  # pixels of the longer side that is kept
LARGEST_FILE = 40 * 1024 * 1024
MOST_PIXELS = 64_000_000  # what cameras in pockets make; decoded it takes 200 MB
_LEAST_SIDE = 64  # below it there is nothing to recognise, and nothing to show
_MOST_AT_ONCE = 16  # times as long as wide: beyond it a picture is a line

_SIGNATURES = {
    "JPEG": (0, b"\xff\xd8\xff"),
    "PNG": (0, b"\x89PNG\r\n\x1a\n"),
    "WEBP": (8, b"WEBP"),
}
_BRANDS = {
    **dict.fromkeys((b"avif", b"avis"), "AVIF"),
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1"), "HEIF"),
}
# What decoders raise on a file that is damaged or made to hurt them; none of them says it in one
# word.
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    Image.DecompressionBombError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_SRGB = ImageCms.createProfile("sRGB")
# The formats an operating system's own preview would open, and no other decoder of Pillow's.
register_heif_opener(thumbnails=False)


class Fault(StrEnum):
    """Why a file is not taken."""

    TOO_LARGE = "too large"
    NO_PHOTOGRAPH = "no photograph"
    TOO_MANY_PIXELS = "too many pixels"
    TOO_SMALL = "too small"
    DAMAGED = "damaged"


class NotAPhotograph(Exception):
    """A file from outside is not taken; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def read_photograph(content: bytes) -> Image.Image:
    """Return the pixels of a photograph, upright, in sRGB, at most `LONGEST` a side.

    Of several pictures in one file the first is taken. What is clear becomes white. Raises
    NotAPhotograph, before anything is decoded where the file is too large.
    """
    if len(content) > LARGEST_FILE:
        raise NotAPhotograph(Fault.TOO_LARGE)
    kind = _kind_of(content)
    if kind is None:
        raise NotAPhotograph(Fault.NO_PHOTOGRAPH)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # at whatever is odd about a file, which is left anyway
            with Image.open(BytesIO(content), formats=[kind]) as picture:
                _require_size(picture)
                return _pixels(picture)
    except Image.DecompressionBombError:
        raise NotAPhotograph(Fault.TOO_MANY_PIXELS) from None
    except _DAMAGE:
        raise NotAPhotograph(Fault.DAMAGED) from None


def without_history(picture: Image.Image) -> Image.Image:
    """Return the same pixels in an object that remembers nothing of the file they came from."""
    return Image.frombytes("RGB", picture.size, picture.convert("RGB").tobytes())


def _kind_of(content: bytes) -> str | None:
    """Return Pillow's name of the format a file begins as; None if it is none that is taken."""
    for kind, (place, mark) in _SIGNATURES.items():
        if content[place : place + len(mark)] == mark:
            return kind
    return _BRANDS.get(content[8:12]) if content[4:8] == b"ftyp" else None


def _require_size(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise NotAPhotograph(Fault.TOO_MANY_PIXELS)
    shorter, longer = sorted(picture.size)
    if shorter < _LEAST_SIDE or longer > shorter * _MOST_AT_ONCE:
        raise NotAPhotograph(Fault.TOO_SMALL)


def _pixels(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    picture.draft("RGB", (LONGEST, LONGEST))  # of a JPEG no more is decoded than is kept
    upright = ImageOps.exif_transpose(picture)
    plain = _on_white(upright)
    plain.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return without_history(_in_srgb(plain, profile))


def _on_white(picture: Image.Image) -> Image.Image:
    """Return a picture without transparency, in a mode that can be made smaller."""
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        ground = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(ground, layer).convert("RGB")
    return picture if picture.mode in {"RGB", "CMYK"} else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: Any) -> Image.Image:  # noqa: ANN401 -- as Pillow has it
    """Return a picture in sRGB; a profile that does not fit it is not followed."""
    if not profile:
        return picture.convert("RGB")
    try:
        theirs = ImageCms.ImageCmsProfile(BytesIO(profile))
        made = ImageCms.profileToProfile(picture, theirs, _SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return picture.convert("RGB")
    return picture.convert("RGB") if made is None else made

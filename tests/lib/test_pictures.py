"""What a picture says besides its picture is found, in real files made by a common library."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from ambasada.lib.pictures import is_silent

KINDS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PACKAGE = Path(__file__).resolve().parents[2] / "src" / "ambasada"
CANARY = "Canary: 53.9 N, 27.6 E"


def picture(kind: str, **saved: Any) -> bytes:
    made = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(made, KINDS[kind], **saved)
    return made.getvalue()


def exif() -> Image.Exif:
    said = Image.Exif()
    said[ExifTags.Base.Make] = CANARY
    said.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (53.0, 54.0, 0.0)
    return said


def texts(*, is_packed: bool = False, is_international: bool = False) -> PngImagePlugin.PngInfo:
    said = PngImagePlugin.PngInfo()
    if is_international:
        said.add_itxt("Comment", CANARY)
    else:
        said.add_text("Comment", CANARY, zip=is_packed)
    return said


def jpeg_with(marker: int, content: bytes) -> bytes:
    plain = picture("image/jpeg")
    part = bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content
    return plain[:2] + part + plain[2:]


def png_with(name: bytes, content: bytes) -> bytes:
    plain = picture("image/png")
    check = struct.pack(">I", zlib.crc32(name + content))
    part = struct.pack(">I", len(content)) + name + content + check
    return plain[:33] + part + plain[33:]


@pytest.mark.parametrize("kind", KINDS)
def test_plain_picture_says_nothing(kind: str) -> None:
    assert is_silent(picture(kind), kind)


def test_picture_in_other_forms_says_nothing_either() -> None:
    assert is_silent(picture("image/jpeg", progressive=True, quality=90), "image/jpeg")
    assert is_silent(picture("image/jpeg", restart_marker_blocks=2), "image/jpeg")
    assert is_silent(picture("image/webp", lossless=True), "image/webp")


def profile() -> bytes:
    """Return a colour profile, which has room for words."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


SPEAKING: dict[str, tuple[str, Callable[[], bytes]]] = {
    "JPEG, Exif": ("image/jpeg", lambda: picture("image/jpeg", exif=exif())),
    "JPEG, XMP": ("image/jpeg", lambda: picture("image/jpeg", xmp=CANARY.encode())),
    "JPEG, comment": ("image/jpeg", lambda: picture("image/jpeg", comment=CANARY.encode())),
    "JPEG, IPTC": ("image/jpeg", lambda: jpeg_with(0xED, b"Photoshop 3.0\x00" + CANARY.encode())),
    "JPEG, several in one": ("image/jpeg", lambda: jpeg_with(0xE2, b"MPF\x00" + CANARY.encode())),
    "JPEG, a camera’s own": ("image/jpeg", lambda: jpeg_with(0xEB, CANARY.encode())),
    "JPEG, preview": (
        "image/jpeg",
        lambda: jpeg_with(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x01\x01abc"),
    ),
    "JPEG, profile": ("image/jpeg", lambda: picture("image/jpeg", icc_profile=profile())),
    "JPEG, behind the end": ("image/jpeg", lambda: picture("image/jpeg") + CANARY.encode()),
    "PNG, eXIf": ("image/png", lambda: picture("image/png", exif=exif())),
    "PNG, tEXt": ("image/png", lambda: picture("image/png", pnginfo=texts())),
    "PNG, zTXt": ("image/png", lambda: picture("image/png", pnginfo=texts(is_packed=True))),
    "PNG, iTXt": ("image/png", lambda: picture("image/png", pnginfo=texts(is_international=True))),
    "PNG, tIME": ("image/png", lambda: png_with(b"tIME", b"\x07\xea\x05\x01\x0c\x00\x00")),
    "PNG, an editor’s own": ("image/png", lambda: png_with(b"caBX", CANARY.encode())),
    "PNG, profile": ("image/png", lambda: picture("image/png", icc_profile=profile())),
    "PNG, behind the end": ("image/png", lambda: picture("image/png") + CANARY.encode()),
    "WebP, Exif": ("image/webp", lambda: picture("image/webp", exif=exif())),
    "WebP, XMP": ("image/webp", lambda: picture("image/webp", xmp=CANARY.encode())),
    "WebP, profile": ("image/webp", lambda: picture("image/webp", icc_profile=profile())),
    "WebP, behind the end": ("image/webp", lambda: picture("image/webp") + CANARY.encode()),
    "SVG, metadata": ("image/svg+xml", lambda: b"<svg><metadata>Canary</metadata></svg>"),
    "SVG, comment": ("image/svg+xml", lambda: b"<svg><!-- Canary --></svg>"),
}


@pytest.mark.parametrize("which", SPEAKING)
def test_picture_that_says_something_is_found(which: str) -> None:
    kind, made = SPEAKING[which]

    assert not is_silent(made(), kind)


@pytest.mark.parametrize("kind", [*KINDS, "image/svg+xml", "image/gif", "image/x-icon"])
@pytest.mark.parametrize("content", [b"", b"\xff\xd8", b"GIF89a", b"\xff\xd8\xff\xe0\x00"])
def test_what_is_no_picture_or_of_an_unknown_kind_is_not_silent(kind: str, content: bytes) -> None:
    assert not is_silent(content, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_picture_that_is_cut_off_is_not_silent(kind: str) -> None:
    whole = picture(kind)

    assert not any(is_silent(whole[:end], kind) for end in range(0, len(whole) - 1, 7))


def test_pictures_we_ship_say_nothing() -> None:
    kinds = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}
    shipped = [path for path in PACKAGE.rglob("static/**/*") if path.suffix in kinds]

    assert shipped
    speaking = [path for path in shipped if not is_silent(path.read_bytes(), kinds[path.suffix])]
    assert speaking == []

"""Photographs as a telephone or a program would write them, with words planted where they hide."""

import struct
import zlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image, ImageCms, ImageDraw, PngImagePlugin
from pillow_heif import register_heif_opener

from ambasada.accounts.models import Member
from ambasada.lib.masking import Box
from ambasada.network.actions import Decided, keep_picture, pending_picture, take_in
from ambasada.network.models import Embassy, StoredPicture

register_heif_opener()
CANARY = "Zorkanary"
PLACE = (53.0, 54.0, 27.0)
ALTERNATIVE = {
    "en": "People on a square, seen from behind.",
    "be": "Людзі на плошчы, бачныя ззаду.",
    "ru": "Люди на площади, снятые со спины.",
}
_XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}</x:xmpmeta>".encode()


def plain(width: int = 1200, height: int = 900) -> Image.Image:
    """Return a picture with something on it: stripes, a disc, a gradient."""
    made = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(made)
    for column in range(0, width, 40):
        draw.line((column, 0, width - column, height), fill=(column % 255, 90, 160), width=5)
    draw.ellipse((width // 3, height // 3, width // 2, height // 2), fill=(200, 40, 40))
    return made


def exif() -> Image.Exif:
    """Return what a telephone notes: who made it, with what, and where."""
    said = Image.Exif()
    said[ExifTags.Base.Make] = CANARY
    said[ExifTags.Base.Artist] = CANARY
    where = said.get_ifd(ExifTags.IFD.GPSInfo)
    where[ExifTags.GPS.GPSLatitudeRef], where[ExifTags.GPS.GPSLatitude] = "N", PLACE
    where[ExifTags.GPS.GPSAreaInformation] = CANARY.encode()
    return said


def profile() -> bytes:
    """Return a colour profile that names somebody."""
    said = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return said + CANARY.encode()


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()


def jpeg_part(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def png_part(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def jpeg(picture: Image.Image | None = None) -> bytes:
    """Return a JPEG with Exif, XMP, IPTC, a comment, a camera’s own part and something behind."""
    thumbnail = saved(plain(160, 120), "JPEG", comment=CANARY.encode())
    made = saved(
        picture or plain(),
        "JPEG",
        exif=exif(),
        xmp=_XMP,
        comment=CANARY.encode(),
        icc_profile=profile(),
        quality=92,
    )
    iptc = jpeg_part(0xED, b"Photoshop 3.0\x008BIM\x04\x04" + CANARY.encode())
    own = jpeg_part(0xEB, CANARY.encode()) + jpeg_part(0xE2, b"MPF\x00" + CANARY.encode())
    return made[:2] + iptc + own + made[2:] + thumbnail


def png(picture: Image.Image | None = None) -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", CANARY)
    texts.add_text("Comment", CANARY, zip=True)
    texts.add_itxt("XML:com.adobe.xmp", _XMP.decode())
    made = saved(picture or plain(), "PNG", exif=exif(), pnginfo=texts, icc_profile=profile())
    return made[:33] + png_part(b"caBX", CANARY.encode()) + made[33:] + CANARY.encode()


def webp(picture: Image.Image | None = None) -> bytes:
    return saved(picture or plain(), "WEBP", exif=exif(), xmp=_XMP, icc_profile=profile())


def heic(picture: Image.Image | None = None) -> bytes:
    return saved(picture or plain(), "HEIF", exif=exif(), xmp=_XMP, quality=70)


def avif(picture: Image.Image | None = None) -> bytes:
    return saved(picture or plain(), "AVIF", exif=exif(), xmp=_XMP, speed=10)


FORMATS = {"JPEG": jpeg, "PNG": png, "WebP": webp, "HEIC": heic, "AVIF": avif}


def kept(
    embassy: Embassy,
    member: Member,
    *,
    content: bytes | None = None,
    masks: tuple[Box, ...] = (),
    now: datetime | None = None,
    **words: Any,
) -> StoredPicture:
    """Take a picture in and keep it, as a member would on the screen."""
    moment = now or datetime.now(UTC)
    token = take_in(content or jpeg(), embassy, by=member, now=moment)
    pending = pending_picture(token, by=member, now=moment)
    assert pending is not None
    texts = {code: ALTERNATIVE[code] for code in embassy.languages}
    said = {"alternative": texts, "rights": "Photo: press office, free to use", **words}
    return keep_picture(pending, Decided(masks, **said), by=member, now=moment)

"""The forms of a picture that are kept: the stored original, and the sizes readers are served.

Made once, when a picture is kept, and never because somebody asks for one. Each is written afresh
from pixels, and looked at before it leaves here.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from PIL import Image

from ambasada.lib.photographs import without_history
from ambasada.lib.pictures import is_silent

WIDTHS = (480, 960)  # pixels; narrower pictures have one form, of their own width
TYPES = {".jpg": "image/jpeg", ".webp": "image/webp"}
_JPEG: dict[str, Any] = {"format": "JPEG", "progressive": True, "optimize": True}
_ORIGINAL_QUALITY, _JPEG_QUALITY, _WEBP_QUALITY = 90, 80, 78


class SpeaksStill(Exception):
    """What was written says more than its picture; nothing of it may be kept."""


@dataclass(frozen=True)
class Form:
    """A picture as a file."""

    content: bytes
    suffix: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        """The name it is kept under."""
        return hashlib.sha256(self.content).hexdigest()


def original_of(picture: Image.Image) -> Form:
    """Return the form that is kept as the original. Raises SpeaksStill if it is not silent."""
    return _form(without_history(picture), ".jpg", **_JPEG, quality=_ORIGINAL_QUALITY)


def renditions_of(picture: Image.Image) -> list[Form]:
    """Return the forms readers are served, narrow ones first; of each width WebP and JPEG.

    Raises SpeaksStill if one of them is not silent.
    """
    plain = without_history(picture)
    made = []
    for width in sorted({min(each, plain.width) for each in WIDTHS}):
        height = max(round(plain.height * width / plain.width), 1)
        sized = plain.resize((width, height), Image.Resampling.LANCZOS)
        made.append(_form(sized, ".webp", format="WEBP", quality=_WEBP_QUALITY, method=5))
        made.append(_form(sized, ".jpg", **_JPEG, quality=_JPEG_QUALITY))
    return made


def _form(picture: Image.Image, suffix: str, **saved: Any) -> Form:
    written = BytesIO()
    picture.save(written, **saved)
    content = written.getvalue()
    if not is_silent(content, TYPES[suffix]):
        raise SpeaksStill(suffix)
    return Form(content, suffix, picture.width, picture.height)

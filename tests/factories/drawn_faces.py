"""Drawn faces: no living person stands for them, and what finds faces takes them for such."""

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

_GROUND, _HAIR, _SKIN = (150, 160, 150), (70, 45, 30), (224, 172, 140)
Place = tuple[int, int, int]  # from the left, from the top, how wide


def with_faces(places: Sequence[Place], *, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """Return a picture with a face at each place."""
    made = Image.new("RGB", size, _GROUND)
    for left, top, wide in places:
        made.paste(_face(wide), (left, top))
    return made


def _face(wide: int) -> Image.Image:
    face = Image.new("RGB", (wide, int(wide * 1.3)), _GROUND)
    draw = _Scaled(face)
    draw.ellipse(0, 0, 1, 1, fill=_HAIR)
    draw.ellipse(0.08, 0.1, 0.92, 0.98, fill=_SKIN)
    for eye in (0.3, 0.7):
        draw.ellipse(eye - 0.11, 0.40, eye + 0.11, 0.48, fill=(250, 250, 250))
        draw.ellipse(eye - 0.045, 0.40, eye + 0.045, 0.48, fill=(40, 25, 15))
        draw.rectangle(eye - 0.13, 0.345, eye + 0.13, 0.37, fill=_HAIR)
        draw.rectangle(eye - 0.11, 0.395, eye + 0.11, 0.405, fill=(110, 70, 55))
    draw.ellipse(0.44, 0.46, 0.56, 0.66, fill=(206, 152, 122))
    for nostril in (0.45, 0.55):
        draw.ellipse(nostril - 0.03, 0.62, nostril + 0.03, 0.67, fill=(120, 70, 60))
    draw.ellipse(0.33, 0.74, 0.67, 0.83, fill=(170, 70, 70))
    draw.rectangle(0.34, 0.78, 0.66, 0.79, fill=(110, 35, 40))
    return face.filter(ImageFilter.GaussianBlur(max(wide / 60, 1)))


class _Scaled:
    """Draw in parts of a picture's width and height."""

    def __init__(self, picture: Image.Image) -> None:
        self._draw = ImageDraw.Draw(picture)
        self._size = picture.size

    def _box(self, *parts: float) -> tuple[float, ...]:
        return tuple(part * self._size[index % 2] for index, part in enumerate(parts))

    def ellipse(self, *parts: float, fill: tuple[int, int, int]) -> None:
        self._draw.ellipse(self._box(*parts), fill=fill)

    def rectangle(self, *parts: float, fill: tuple[int, int, int]) -> None:
        self._draw.rectangle(self._box(*parts), fill=fill)

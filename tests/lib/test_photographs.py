"""Files from outside that call themselves photographs, and what is kept of those that are."""

import struct
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ambasada.lib.photographs import LARGEST_FILE, LONGEST, Fault, NotAPhotograph, read_photograph
from ambasada.lib.pictures import is_silent
from ambasada.lib.renditions import TYPES, original_of, renditions_of
from tests.factories.photographs import CANARY, FORMATS, exif, jpeg, plain, png_part, saved

_HEAD = b"\x89PNG\r\n\x1a\n"
_PLACE = struct.pack(">d", 53.0), b"GPS", b"Exif", b"xmp", b"8BIM", b"ICC_PROFILE"


def fault_of(content: bytes) -> Fault:
    with pytest.raises(NotAPhotograph) as refused:
        read_photograph(content)
    return refused.value.fault


def headed(width: int, height: int, *, rows: bytes = b"") -> bytes:
    """Return a PNG that says how large it is, with as many rows as one likes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = png_part(b"IDAT", zlib.compress(rows, 9))
    return _HEAD + png_part(b"IHDR", head) + body + png_part(b"IEND", b"")


@pytest.mark.parametrize("name", FORMATS)
def test_no_byte_of_what_a_file_says_is_kept(name: str) -> None:
    written = FORMATS[name]()
    assert CANARY.encode() in written

    picture = read_photograph(written)

    for form in (original_of(picture), *renditions_of(picture)):
        assert CANARY.encode() not in form.content
        assert not [each for each in _PLACE if each in form.content]
        assert is_silent(form.content, TYPES[form.suffix])


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_kept_shows_what_the_file_showed(name: str) -> None:
    picture = read_photograph(FORMATS[name](plain(800, 600)))

    assert picture.size == (800, 600)
    assert picture.mode == "RGB"
    colour = picture.getpixel((333, 250))
    assert isinstance(colour, tuple)
    red, green, blue = colour
    assert red > 150
    assert max(green, blue) < 90


def test_large_photograph_is_made_smaller_and_forms_smaller_still() -> None:
    picture = read_photograph(saved(plain(4000, 3000), "JPEG"))

    assert picture.size == (LONGEST, 1536)
    sizes = [(each.suffix, each.width, each.height) for each in renditions_of(picture)]
    assert sizes == [
        (".webp", 480, 360),
        (".jpg", 480, 360),
        (".webp", 960, 720),
        (".jpg", 960, 720),
    ]


def test_narrow_photograph_has_one_form_of_its_own_width() -> None:
    sizes = {each.width for each in renditions_of(read_photograph(saved(plain(300, 200), "PNG")))}

    assert sizes == {300}


def test_forms_are_the_same_whenever_they_are_made() -> None:
    picture = read_photograph(jpeg())

    assert renditions_of(picture) == renditions_of(picture)
    assert original_of(picture) == original_of(read_photograph(jpeg()))


def test_photograph_held_upright_is_turned_before_its_note_of_that_is_lost() -> None:
    said = exif()
    said[0x0112] = 6  # the upper side is on the right

    assert read_photograph(saved(plain(800, 600), "JPEG", exif=said)).size == (600, 800)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_any_kind_of_pixels_becomes_plain_colours(mode: str) -> None:
    source = Image.new("L", (200, 200)) if mode == "I;16" else plain(200, 200)

    assert read_photograph(saved(source.convert(mode), "PNG")).mode == "RGB"


def test_photograph_for_printing_becomes_plain_colours() -> None:
    assert read_photograph(saved(plain(200, 200).convert("CMYK"), "JPEG")).mode == "RGB"


def test_what_is_clear_becomes_white() -> None:
    clear = Image.new("RGBA", (200, 200), (0, 0, 0, 0))

    assert read_photograph(saved(clear, "PNG")).getpixel((9, 9)) == (255, 255, 255)


def test_of_what_moves_the_first_picture_is_taken() -> None:
    frames = [plain(200, 200), Image.new("RGB", (200, 200))]
    moving = saved(frames[0], "PNG", save_all=True, append_images=frames[1:])

    assert read_photograph(moving).getpixel((80, 80)) != (0, 0, 0)


NO_PICTURES = {
    "nothing": b"",
    "text": b"not a picture",
    "page": b"<!doctype html><script>alert(1)</script>",
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "moving picture": b"GIF89a" + bytes(64),
    "bitmap": b"BM" + bytes(64),
    "TIFF": b"II*\x00" + bytes(64),
    "PostScript": b"%!PS-Adobe-3.0 EPSF-3.0\n",
    "film": b"\x00\x00\x00\x18ftypmp42" + bytes(64),
    "paper": b"%PDF-1.7\n",
}


@pytest.mark.parametrize("name", NO_PICTURES)
def test_what_is_no_photograph_is_not_opened(name: str) -> None:
    assert fault_of(NO_PICTURES[name]) is Fault.NO_PHOTOGRAPH


@pytest.mark.parametrize("name", FORMATS)
def test_photograph_that_is_cut_off_is_refused(name: str) -> None:
    whole = FORMATS[name](plain(400, 300))
    body = whole[: len(whole) // 4]

    assert fault_of(body) in {Fault.DAMAGED, Fault.NO_PHOTOGRAPH}


def test_two_hundred_million_pixels_are_refused_before_they_are_decoded() -> None:
    # The rows are not there: whoever decoded them would say "damaged".
    assert fault_of(headed(16_384, 12_288)) is Fault.TOO_MANY_PIXELS
    assert fault_of(headed(10_000, 10_000)) is Fault.TOO_MANY_PIXELS


def test_bomb_of_a_few_kilobytes_is_refused() -> None:
    bomb = headed(30_000, 30_000, rows=bytes(30_001 * 400))

    assert len(bomb) < 20_000
    assert fault_of(bomb) is Fault.TOO_MANY_PIXELS


def test_bomb_in_the_words_of_a_picture_is_refused() -> None:
    words = b"Comment\x00\x00" + zlib.compress(bytes(200_000_000), 9)
    whole = saved(plain(200, 200), "PNG")

    assert fault_of(whole[:33] + png_part(b"zTXt", words) + whole[33:]) is Fault.DAMAGED


def test_file_of_more_bytes_than_we_take_is_refused() -> None:
    assert fault_of(saved(plain(200, 200), "JPEG") + bytes(LARGEST_FILE)) is Fault.TOO_LARGE


@pytest.mark.parametrize("size", [(9, 9), (2000, 64)], ids=["speck", "line"])
def test_picture_that_shows_nothing_is_refused(size: tuple[int, int]) -> None:
    assert fault_of(saved(plain(*size), "PNG")) is Fault.TOO_SMALL


def test_archive_behind_a_photograph_is_left_behind() -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("run.html", f"<script>{CANARY}</script>")
    both = saved(plain(), "JPEG") + archive.getvalue()
    assert zipfile.is_zipfile(BytesIO(both))

    picture = read_photograph(both)

    for form in (original_of(picture), *renditions_of(picture)):
        assert not zipfile.is_zipfile(BytesIO(form.content))
        assert b"PK\x03\x04" not in form.content


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(sorted(FORMATS)),
    place=st.floats(0, 0.999),
    wrong=st.binary(min_size=1, max_size=24),
)
def test_photograph_with_wrong_bytes_is_read_or_refused(
    name: str, place: float, wrong: bytes
) -> None:
    whole = bytearray(_SMALL[name])
    begin = int(len(whole) * place)
    whole[begin : begin + len(wrong)] = wrong

    with suppress(NotAPhotograph):  # and nothing else
        assert read_photograph(bytes(whole)).mode == "RGB"


_SMALL = {name: made(plain(160, 120)) for name, made in FORMATS.items()}

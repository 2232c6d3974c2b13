"""What is in a picture beside its pixels goes no further than the telephone it was taken with."""

import struct
from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from tests.sealing.drawn_pictures import (
    CANARY,
    DRAWN,
    ICC,
    ORIENTATION,
    TURNED,
    drawn,
    pair,
    pixels,
)
from tests.sealing.laboratory import Laboratory

WITH_METADATA = [name for name in DRAWN if "nothing" not in name]


def shown(content: bytes) -> list[tuple[str, bytes]]:
    """Return the pixels of every frame."""
    with Image.open(BytesIO(content)) as image:
        return [(each.mode, each.tobytes()) for each in ImageSequence.Iterator(image)]


def tags(content: bytes) -> dict[int, object]:
    with Image.open(BytesIO(content)) as image:
        return dict(image.getexif())


@pytest.mark.parametrize("name", DRAWN)
def test_picture_keeps_its_pixels_and_nothing_else(laboratory: Laboratory, name: str) -> None:
    picture = drawn(name)

    cleaned = laboratory("clean", picture.content, picture.type)

    content = cleaned["bytes"]
    assert cleaned["kind"] == "clean"
    assert set(cleaned["found"]) == picture.found
    assert CANARY not in content
    assert CANARY.decode("ascii").encode("utf-16le") not in content
    assert shown(content) == shown(picture.content)
    assert tags(content) == ({ORIENTATION: TURNED} if "turned" in name else {})
    before, after = (
        laboratory("sizeShown", each, picture.type) for each in (picture.content, content)
    )
    assert after == before


@pytest.mark.parametrize("name", WITH_METADATA)
def test_test_picture_holds_what_must_go(name: str) -> None:
    picture = drawn(name)

    assert CANARY in picture.content or "time" in picture.found


@pytest.mark.parametrize("name", DRAWN)
def test_cleaning_twice_changes_nothing_more(laboratory: Laboratory, name: str) -> None:
    once = laboratory("clean", drawn(name).content, drawn(name).type)

    twice = laboratory("clean", once["bytes"], drawn(name).type)

    assert twice == {"bytes": once["bytes"], "found": [], "kind": "clean"}


@pytest.mark.parametrize("name", [name for name in DRAWN if name.endswith("nothing in it")])
def test_picture_with_nothing_in_it_stays_as_it_is(laboratory: Laboratory, name: str) -> None:
    picture = drawn(name)

    assert laboratory("clean", picture.content, picture.type)["bytes"] == picture.content


@pytest.mark.parametrize("name", ["jpeg of an editor", "png of an editor", "webp of a camera"])
def test_colours_stay_what_they_were(laboratory: Laboratory, name: str) -> None:
    cleaned = laboratory("clean", drawn(name).content, drawn(name).type)

    with Image.open(BytesIO(cleaned["bytes"])) as image:
        assert image.info["icc_profile"] == ICC


def test_turned_picture_is_shown_the_right_way_up(laboratory: Laboratory) -> None:
    picture = drawn("jpeg of a turned camera")

    cleaned = laboratory("clean", picture.content, picture.type)

    width, height = pixels().size
    assert laboratory("sizeShown", cleaned["bytes"], picture.type) == [height, width]


def test_second_picture_behind_the_first_goes(laboratory: Laboratory) -> None:
    cleaned = laboratory("clean", pair(), "image/jpeg")

    assert (len(shown(pair())), len(shown(cleaned["bytes"]))) == (2, 1)
    assert shown(cleaned["bytes"])[0] == shown(pair())[0]
    assert set(cleaned["found"]) == {"exif", "gps", "thumbnail", "trailing"}


def test_picture_is_known_by_its_bytes_and_not_by_its_name(laboratory: Laboratory) -> None:
    picture = drawn("jpeg of a camera")

    cleaned = laboratory("clean", picture.content, "application/pdf")

    assert (cleaned["kind"], CANARY in cleaned["bytes"]) == ("clean", False)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "application/pdf"),
        (b"PK\x03\x04\x14\0\x06\0", "application/zip"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "image/heic"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"RIFF\xff\xff\xff\0WEBPVP8 ", "image/webp"),
        (b"", "image/jpeg"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "text/plain"),
        (b"a\0b", "text/plain"),
    ],
)
def test_what_cannot_be_cleaned_says_so_and_stays(
    laboratory: Laboratory, content: bytes, kind: str
) -> None:
    cleaned = laboratory("clean", content, kind)

    assert cleaned == {"bytes": content, "found": [], "kind": "unknown"}


def test_plain_text_has_nothing_to_clean(laboratory: Laboratory) -> None:
    text = "Прывітанне,\r\n\tпаслязаўтра 🙂\n".encode()

    assert laboratory("clean", text, "text/plain;charset=utf-8")["kind"] == "clean"


def test_picture_that_lost_its_end_can_still_be_sent(laboratory: Laboratory) -> None:
    picture = drawn("jpeg of a camera").content

    cleaned = laboratory("clean", picture[:-200], "image/jpeg")

    assert (cleaned["kind"], CANARY in cleaned["bytes"]) == ("clean", False)


def test_broken_exif_goes_as_well(laboratory: Laboratory) -> None:
    picture = drawn("jpeg of a camera").content
    start = picture.index(b"Exif\0\0") + 6
    broken = picture[: start + 4] + struct.pack(">I", 2**31) + picture[start + 8 :]

    cleaned = laboratory("clean", broken, "image/jpeg")

    assert (cleaned["kind"], cleaned["found"], CANARY in cleaned["bytes"]) == (
        "clean",
        ["exif"],
        False,
    )


def test_broken_pictures_are_survived(laboratory: Laboratory) -> None:
    pictures = [drawn(name).content for name in DRAWN]

    met = laboratory("brokenPicturesAreSurvived", pictures, 5000)

    assert met["clean"] + met["unknown"] == 5000
    assert min(met["clean"], met["unknown"]) > 100

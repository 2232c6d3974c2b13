"""Masks hide what is under them, in every form of a picture, and a face they left is known."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageDraw

from ambasada.lib.faces import can_find, faces_in
from ambasada.lib.masking import INK, Box, masked, uncovered
from ambasada.lib.renditions import original_of, renditions_of
from tests.factories.drawn_faces import with_faces
from tests.factories.photographs import plain

FACE = Box(40, 30, 10, 12)


def test_nothing_under_a_mask_is_in_any_form() -> None:
    hidden = plain(2000, 1500)
    ImageDraw.Draw(hidden).rectangle((800, 450, 1000, 630), fill=(0, 255, 0))
    other = plain(2000, 1500)
    ImageDraw.Draw(other).rectangle((800, 450, 1000, 630), fill=(255, 0, 255))

    forms = [
        [original_of(made), *renditions_of(made)]
        for made in (masked(each, [FACE]) for each in (hidden, other))
    ]

    # Whatever was there, the bytes are the same.
    assert forms[0] == forms[1]


def test_mask_is_solid() -> None:
    made = original_of(masked(plain(2000, 1500), [FACE]))
    inside = Image.open(BytesIO(made.content)).crop((820, 470, 980, 610))
    solid = Image.new("RGB", inside.size, INK)

    assert max(ImageChops.difference(inside, solid).tobytes()) < 4


def test_mask_at_the_rim_stays_in_the_picture() -> None:
    made = masked(plain(200, 200), [Box(90, 90, 50, 50).clipped(), Box(-10, -10, 20, 20).clipped()])

    assert made.size == (200, 200)
    assert made.getpixel((199, 199)) == INK
    assert made.getpixel((0, 0)) == INK
    assert made.getpixel((100, 100)) != INK


@pytest.mark.parametrize(
    "masks",
    [
        [FACE],
        [Box(35, 25, 30, 30)],
        [Box(40, 30, 5, 12), Box(45, 30, 5, 12)],
        [Box(40.4, 30.4, 10, 12)],
    ],
    ids=["as found", "larger", "in two", "moved a little"],
)
def test_face_under_masks_is_covered(masks: list[Box]) -> None:
    assert uncovered([FACE], masks) == []


@pytest.mark.parametrize(
    "masks",
    [[], [Box(46, 30, 10, 12)], [Box(42, 33, 5, 5)], [Box(40, 36, 10, 12)], [Box(0, 0, 5, 5)]],
    ids=["lifted", "moved", "made small", "moved down", "elsewhere"],
)
def test_face_that_a_mask_left_can_be_seen(masks: list[Box]) -> None:
    assert uncovered([FACE], masks) == [FACE]


@pytest.mark.parametrize(
    ("box", "is_inside"),
    [
        (Box(0, 0, 1, 1), True),
        (Box(99, 99, 50, 50), True),
        (Box(-1, 0, 5, 5), False),
        (Box(100, 0, 5, 5), False),
        (Box(5, 5, 0, 5), False),
        (Box(float("nan"), 0, 5, 5), False),
    ],
)
def test_box_is_inside_or_it_is_not(box: Box, *, is_inside: bool) -> None:
    assert box.is_inside is is_inside


def test_no_face_is_found_where_there_is_none() -> None:
    assert faces_in(plain(1200, 900)) == []


@pytest.mark.skipif(not can_find(), reason="nothing that finds faces runs on this machine")
def test_faces_large_and_small_are_found() -> None:
    places = [(40, 60, 60), (300, 200, 140), (600, 300, 260), (1100, 300, 380)]

    found = faces_in(with_faces(places))

    assert len(found) == len(places)
    for left, top, wide in places:
        middle = (left + wide / 2) / 16, (top + wide * 0.6) / 12
        assert any(each.holds(*middle) for each in found), (left, found)


@pytest.mark.skipif(not can_find(), reason="nothing that finds faces runs on this machine")
def test_room_is_left_around_a_face() -> None:
    (found,) = faces_in(with_faces([(600, 300, 260)]))

    # From the brows to below the mouth, and beyond the eyes.
    assert uncovered([Box(41, 33, 9.5, 15)], [found]) == []

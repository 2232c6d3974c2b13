import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ambasada.lib.refused import Refused
from ambasada.lib.sealing import frames
from ambasada.lib.sealing.frames import (
    LENGTH_BYTES,
    SMALLEST,
    NotAFrame,
    framed,
    is_padded_size,
    padded_size,
    unframed,
)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=9000))
def test_content_is_what_it_was_after_framing(content: bytes) -> None:
    frame = framed(content)

    assert unframed(frame) == content
    assert is_padded_size(len(frame))


def test_ten_thousand_lengths_come_back_from_their_frames() -> None:
    for length in range(10_000):
        frame = framed(b"\1" * length)
        assert unframed(frame) == b"\1" * length
        assert is_padded_size(len(frame))


def test_padding_adds_a_sixteenth_at_most() -> None:
    for size in range(SMALLEST, 2**32, 429_497):
        padded = padded_size(size)
        assert size <= padded <= size * 17 / 16
        assert padded_size(padded) == padded


def test_there_are_few_sizes_up_to_the_largest_file() -> None:
    size, sizes = SMALLEST, 1
    while size < 20 * 2**20:
        size, sizes = padded_size(size + 1), sizes + 1

    assert sizes == 329


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 9000), st.binary(max_size=4))
def test_any_bytes_are_a_frame_or_refused(start: bytes, zeros: int, end: bytes) -> None:
    frame = start + bytes(zeros) + end
    try:
        content = unframed(frame)
    except NotAFrame:
        return
    assert framed(content) == frame


@pytest.mark.parametrize("place", [LENGTH_BYTES + 3, 100, SMALLEST - 1])
def test_padding_carries_nothing(place: int) -> None:
    frame = bytearray(framed(b"abc"))
    frame[place] = 1

    with pytest.raises(NotAFrame):
        unframed(bytes(frame))


def test_more_than_a_length_can_say_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "LARGEST", 8192)  # not four gigabytes, in a test

    with pytest.raises(Refused):
        framed(bytes(8193))

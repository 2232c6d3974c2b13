"""Frames: what is sealed is first made as long as many other things, so that length tells little.

The sizes are those of Padmé: a sixteenth is added at most, and up to 4,096 bytes all are alike.
"""

from ambasada.lib.refused import Refused

SMALLEST = 4096
LENGTH_BYTES = 4
LARGEST = 2**32  # bytes of a frame; what is read at once is bounded long before


class NotAFrame(Refused):
    """The bytes are not a frame of anything."""

    def __init__(self) -> None:
        super().__init__("What was sealed is not framed as the protocol has it.")


def padded_size(size: int) -> int:
    """Return how many bytes a frame has that must hold so many, its length included."""
    if size <= SMALLEST:
        return SMALLEST
    exponent = size.bit_length() - 1
    free = exponent - exponent.bit_length()  # how many of the last bits are always zero
    return -(-size >> free) << free


def is_padded_size(size: int) -> bool:
    """Tell whether a frame may have so many bytes."""
    return size >= SMALLEST and padded_size(size) == size


def framed(content: bytes) -> bytes:
    """Return content with its length before it and zeros behind."""
    size = padded_size(LENGTH_BYTES + len(content))
    if size > LARGEST:
        message = "This is larger than a frame can be."
        raise Refused(message)
    return (len(content).to_bytes(LENGTH_BYTES, "big") + content).ljust(size, b"\0")


def unframed(frame: bytes) -> bytes:
    """Return the content of a frame that is exactly as `framed` makes it. Raises NotAFrame."""
    end = LENGTH_BYTES + int.from_bytes(frame[:LENGTH_BYTES], "big")
    if len(frame) < SMALLEST or len(frame) != padded_size(end):
        raise NotAFrame
    if frame.count(0, end) != len(frame) - end:
        raise NotAFrame
    return frame[LENGTH_BYTES:end]

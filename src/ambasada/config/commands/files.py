"""Files that a command is given and writes: each trouble with them is one sentence."""

from pathlib import Path

from ambasada.lib.blobs import write_whole
from ambasada.lib.refused import Refused

SIGNATURE = ".minisig"
LARGEST_SIGNATURE = 2_000


def read_bounded(file: Path, *, at_most: int) -> bytes:
    """Return a file of no more than so many bytes. Raises Refused."""
    try:
        with file.open("rb") as opened:
            content = opened.read(at_most + 1)
    except OSError as error:
        message = f"{file.name} cannot be read ({error.strerror}). Check its name and place."
        raise Refused(message) from None
    if len(content) > at_most:
        message = f"{file.name} is larger than such a file can be. Check that it is the right one."
        raise Refused(message)
    return content


def signature_of(file: Path) -> str:
    """Return the signature that stands beside a file. Raises Refused."""
    beside = file.with_name(f"{file.name}{SIGNATURE}")
    return read_bounded(beside, at_most=LARGEST_SIGNATURE).decode("utf-8", "replace")


def write(file: Path, content: bytes) -> None:
    """Write a file that only its owner reads. Raises Refused."""
    try:
        write_whole(file, content)
    except OSError as error:
        message = f"{file.name} cannot be written ({error.strerror}). Name another place."
        raise Refused(message) from None

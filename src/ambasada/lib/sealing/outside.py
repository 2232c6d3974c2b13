"""What can be said of sealed bytes without opening them: a server keeps nothing else.

Nothing here works longer for a larger input than it takes to read the first two thousand bytes.
"""

from collections.abc import Collection, Sequence

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.age_headers import NotAHeader, is_key, read_age_header
from ambasada.lib.sealing.frames import LENGTH_BYTES, SMALLEST, is_padded_size, padded_size
from ambasada.lib.sealing.keys import IDENTITY_CHARACTERS
from ambasada.lib.sealing.letters import LARGEST as LARGEST_LETTER

LARGEST_HEADER = 2048  # bytes: one stanza has 120, one that means nothing some 300
LARGEST_FILE = 20 * 2**20  # bytes of an attachment
_LARGEST_FRAME = padded_size(LENGTH_BYTES + LARGEST_FILE)
_NONCE, _TAG, _CHUNK = 16, 16, 2**16
_X25519 = b"X25519"
_MEANS_NOTHING = b"-grease"


class Malformed(Refused):
    """What was sent is not what the protocol has in this place."""

    def __init__(self) -> None:
        super().__init__("What was sent is not sealed as the protocol has it; nothing was kept.")


def check_letter(sealed: bytes) -> None:
    """Return if this may be a letter. Raises Malformed."""
    size = _payload_size(sealed, len(sealed))
    _require(is_padded_size(size) and size <= LARGEST_LETTER)


def check_header(sealed: bytes) -> None:
    """Return if this may be the header of a case. Raises Malformed."""
    _require(_payload_size(sealed, len(sealed)) == SMALLEST)


def check_wrap(sealed: bytes) -> None:
    """Return if this may be a wrap. Raises Malformed."""
    _require(_payload_size(sealed, len(sealed)) == IDENTITY_CHARACTERS)


def check_attachment(start: bytes, *, size: int) -> None:
    """Return if a file of this size that begins so may be an attachment. Raises Malformed."""
    payload = _payload_size(start, size)
    _require(is_padded_size(payload) and payload <= _LARGEST_FRAME)


def check_wraps(wraps: Sequence[tuple[str, bytes]], *, labels: Collection[str]) -> None:
    """Return if there is one wrap for each of these labels and no other. Raises Malformed."""
    _require(len(wraps) == len(labels))
    _require({label for label, _ in wraps} == set(labels))
    for _, each in wraps:
        check_wrap(each)


def _payload_size(start: bytes, size: int) -> int:
    """Return how many bytes are sealed in a file of this size that begins so."""
    sealed = size - _end_of_header(start) - _NONCE
    _require(sealed > _TAG)
    chunks = -(-sealed // (_CHUNK + _TAG))
    rest = sealed - (chunks - 1) * (_CHUNK + _TAG)
    _require(rest > _TAG)  # the last chunk is empty in an empty file alone
    return sealed - chunks * _TAG


def _end_of_header(start: bytes) -> int:
    """Return where what is sealed begins, after a header with exactly one recipient."""
    try:
        header = read_age_header(start, longest=LARGEST_HEADER)
    except NotAHeader:
        raise Malformed from None
    kinds = [each.arguments[0] for each in header.stanzas]
    _require(kinds.count(_X25519) == 1)
    _require(all(kind == _X25519 or kind.endswith(_MEANS_NOTHING) for kind in kinds))
    ours = header.stanzas[kinds.index(_X25519)]
    _require(len(ours.arguments) == 2 and is_key(ours.arguments[1]) and is_key(ours.body))  # noqa: PLR2004 -- its kind and a key
    return header.end


def _require(is_met: bool) -> None:  # noqa: FBT001 -- reads as a sentence
    if not is_met:
        raise Malformed

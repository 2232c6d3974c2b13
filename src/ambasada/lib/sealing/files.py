"""One age file to one recipient: the only seal of the protocol."""

import pyrage
from pyrage import x25519

from ambasada.lib.refused import Refused
from ambasada.lib.sealing.age_headers import NotAHeader, read_age_header
from ambasada.lib.sealing.keys import Identity, require_recipient


class CannotBeOpened(Refused):
    """A file was not sealed to this key, or is not as it was sealed."""

    def __init__(self) -> None:
        super().__init__("This cannot be opened: it is for another key, or it was changed.")


def seal(content: bytes, *, to: str) -> bytes:
    """Return an age file to one recipient. Raises NotAKey."""
    return pyrage.encrypt(content, [x25519.Recipient.from_str(require_recipient(to))])


def unseal(sealed: bytes, *, by: Identity) -> bytes:
    """Return all that an age file holds, once all of it was checked. Raises CannotBeOpened.

    The armoured form is not read: one letter has one sequence of bytes.
    """
    try:
        read_age_header(sealed)
        return pyrage.decrypt(sealed, [x25519.Identity.from_str(by.text)])
    except (NotAHeader, pyrage.DecryptError):
        raise CannotBeOpened from None

"""A form that is sent twice: who presses again on a slow line sees the second answer alone.

Each form has a random name. Its code is worked out of that name, of what was typed, and of a key
that this process made when it began and that ends with it: the same form with the same words has
the same code, and whoever has the form alone, on a disk or a device, learns no code from it.
"""

import hmac
import re
import secrets

from ambasada.casework.plain.appeals import Typed
from ambasada.lib.sealing.codes import SECRET_BYTES, CaseCode

_KEY = secrets.token_bytes(32)  # children are forked, and so have it as well
_NAME = re.compile(r"[0-9a-f]{32}")


def new_form() -> str:
    """Return a name that no other form has."""
    return secrets.token_hex(16)


def code_of(typed: Typed, *, embassy: str) -> CaseCode:
    """Return the code of what was typed into a form; a new one where the form has no name."""
    if not _NAME.fullmatch(typed.form):
        return CaseCode.new()
    said = f"{typed.form} {embassy} {typed.urgency} {typed.language} {typed.text}"
    return CaseCode(hmac.digest(_KEY, said.encode(), "sha256")[:SECRET_BYTES])

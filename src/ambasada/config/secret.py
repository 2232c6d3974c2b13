"""The secret that signs sessions and forms: made once, kept in the data folder."""

import os
import secrets
import tempfile
from pathlib import Path

from ambasada.lib.refused import Refused

_SHORTEST = 50  # characters; Django warns below


def secret_key(home: Path) -> str:
    """Return the installation's secret, making the data folder and the secret on first use.

    The folder is readable by its owner alone. Two processes that start at once agree on one
    secret, because the file appears whole or not at all. Raises Refused if the folder
    can't be used.
    """
    path = home / "secret_key"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "uploads").mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(48))
        secret = path.read_text(encoding="ascii")
    except OSError as error:
        message = (
            f"The data folder cannot be used ({error.strerror}). Give this user the right to "
            "write to it, or name another one in AMBASADA_HOME."
        )
        raise Refused(message) from None
    except UnicodeDecodeError:
        secret = ""
    if len(secret) < _SHORTEST:
        message = (
            "The file secret_key in the data folder is damaged. Restore it from a backup. If there "
            "is none, remove it: everybody signs in again, and the ledger’s seal stays broken."
        )
        raise Refused(message)
    return secret


def _write_once(path: Path, text: str) -> None:
    """Make the file with this text unless another process was first; never half of it."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()

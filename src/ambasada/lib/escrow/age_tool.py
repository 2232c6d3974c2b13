"""The stock `age` tool: what a ceremony seals goes through it, and through nothing of ours.

An identity reaches it on its standard input, never as an argument, which others on the machine
could read, and never as a file.
"""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import which

from ambasada.lib.refused import Refused

_TOOLS = ("age", "age-keygen")
_IDENTITY = re.compile(r"^AGE-SECRET-KEY-1[0-9A-Z]+$", re.MULTILINE)
_WITHIN = 120.0  # seconds: twenty megabytes on an old machine take one


class NotOpened(Exception):
    """A file does not open under an identity, or is damaged."""


def require_tools() -> None:
    """Raise Refused unless the stock tools are there."""
    if any(which(each) is None for each in _TOOLS):
        message = "The tools age and age-keygen are needed: install Debian’s package age first."
        raise Refused(message)


def make_identity() -> str:
    """Return a new identity. Raises Refused if the tool does not give one."""
    found = _IDENTITY.search(_run(["age-keygen"]).stdout.decode("ascii", "replace"))
    if found is None:
        message = "age-keygen made no key. Try another machine."
        raise Refused(message)
    return found[0]


def recipient_of(identity: str) -> str:
    """Return what is sealed to so that an identity opens it. Raises NotOpened if it is none."""
    done = _run(["age-keygen", "-y"], identity.encode("ascii"))
    if done.returncode:
        raise NotOpened
    return done.stdout.decode("ascii", "replace").strip()


def seal(content: bytes, recipient: str) -> bytes:
    """Return content sealed to a recipient. Raises Refused if the tool does not."""
    done = _run(["age", "-r", recipient], content)
    if done.returncode:
        message = "age did not seal the test appeal. Try another machine."
        raise Refused(message)
    return done.stdout


def unseal(file: Path, identity: str) -> bytes:
    """Return what is sealed in a file. Raises NotOpened, with nothing of it, if it is not whole."""
    done = _run(["age", "-d", "-i", "-", str(file)], identity.encode("ascii"))
    if done.returncode:
        raise NotOpened(file.name)
    return done.stdout


def _run(command: Sequence[str], given: bytes = b"") -> "subprocess.CompletedProcess[bytes]":
    """Run a tool whose name is one of ours, with what it is given and nothing of the terminal."""
    try:
        return subprocess.run(  # noqa: S603 -- no shell, and arguments of our own making
            command, input=given, capture_output=True, check=False, timeout=_WITHIN
        )
    except (OSError, subprocess.TimeoutExpired):
        message = f"{command[0]} cannot be run here. Is Debian’s package age installed?"
        raise Refused(message) from None

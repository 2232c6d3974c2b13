"""Printing: hands sheets of HTML to a press, a process of its own, and takes PDF back."""

import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

ABSENT = 3  # how a press ends without Pango
_COMMAND = (sys.executable, "-m", "ambasada.lib.press")
_WAITS = 10.0  # seconds that a press gets to end in


class NoPress(Exception):
    """No PDF can be made here: Pango is not installed."""


class Unprintable(Exception):
    """The press broke at a sheet."""


@dataclass(frozen=True)
class Sheet:
    """What is printed: a page of HTML, its style, and by path the files that both name."""

    html: str
    css: str
    files: dict[str, bytes] = field(default_factory=dict)


class Press:
    """A press that runs."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def printed(self, sheet: Sheet) -> bytes:
        """Return a sheet as PDF, always in the same bytes. Raises NoPress or Unprintable."""
        files = {path: base64.b64encode(each).decode() for path, each in sheet.files.items()}
        said = json.dumps({"html": sheet.html, "css": sheet.css, "files": files})
        answer = self._asked(said)
        if answer:
            return base64.b64decode(answer)
        if self._process.wait(_WAITS) == ABSENT:
            raise NoPress
        raise Unprintable

    def _asked(self, said: str) -> str:
        sent, answered = self._process.stdin, self._process.stdout
        if sent is None or answered is None:
            return ""
        try:
            sent.write(f"{said}\n")
            sent.flush()
        except OSError:  # it has ended
            return ""
        return answered.readline()


@contextmanager
def press() -> Iterator[Press]:
    """Run a press until the block ends."""
    process = subprocess.Popen(  # noqa: S603 -- our own module
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # WeasyPrint's own words may quote a page
        text=True,
        encoding="utf-8",
    )
    try:
        yield Press(process)
    finally:
        process.kill()  # whatever it was at, nobody waits for it any more
        process.communicate(timeout=_WAITS)

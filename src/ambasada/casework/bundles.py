"""Bundles: the files that a page loads, as frontend/build.py made them.

Their SHA-256 are part of the source, so that anybody can build them again and compare. What is
served are those bytes, or nothing.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ambasada.lib.refused import Refused


class NotServed(Refused):
    """Nothing can be served that somebody in danger could rely on; the text says why."""


@dataclass(frozen=True)
class Bundle:
    """The files of one page."""

    name: str  # as sentences name it
    folder: Path  # what the build made
    sums: Path  # what the source has

    @property
    def known(self) -> dict[str, str]:
        """The SHA-256 of each file, by its name, as the source has them."""
        lines = self.sums.read_text("ascii").splitlines()
        return {name: digest for digest, name in (line.split() for line in lines)}

    def file(self, name: str) -> bytes | None:
        """Return a file, None if there is none of this name or it was not built."""
        path = self.folder / name
        return path.read_bytes() if name in self.known and path.is_file() else None

    def changed(self) -> list[str]:
        """Name the files that are missing, or are others than the source says."""
        return [
            name
            for name, digest in self.known.items()
            if hashlib.sha256(self.file(name) or b"").hexdigest() != digest
        ]

    def whole(self) -> dict[str, bytes]:
        """Return every file by its name. Raises NotServed unless each is the one of the source."""
        try:
            changed = self.changed()
        except (OSError, ValueError):
            changed = ["The list of hashes"]
        if changed:
            message = (
                f"{changed[0]} of the {self.name} is not the file whose SHA-256 the source has. "
                "Install this version of Ambasada anew; if it says so again, tell its developers."
            )
            raise NotServed(message)
        return {name: self.file(name) or b"" for name in self.known}

"""Papers: pages as PDF, made in the idle hours. Framework-free, and worth nothing without pages.

<folder>/papers.json      which page each was made of
<folder>/<sha256>.pdf     its bytes

All of it can be lost: what is missing is made again.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from ambasada.lib.blobs import write_whole

_INDEX = "papers.json"


@dataclass(frozen=True)
class Paper:
    """A page as PDF: of which approved copy and which sheet of HTML it was made."""

    copy: str  # the SHA-256 of the approved copy of the page
    base: str  # that of the page as it was baked
    sheet: str  # that of what was printed
    sha256: str
    size: int


class Papers:
    """The papers of one embassy, by the path of the page each is made of."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> Mapping[str, Paper]:
        """Return every paper; none where the list is lost or damaged."""
        try:
            status = (self._folder / _INDEX).stat()
        except OSError:
            return {}
        stamp = (str(self._folder), status.st_ino, status.st_mtime_ns, status.st_size)
        if _read.get(self._folder, (None, {}))[0] != stamp:
            _read[self._folder] = (stamp, self._index())
        return _read[self._folder][1]

    def _index(self) -> dict[str, Paper]:
        try:
            rows = json.loads((self._folder / _INDEX).read_bytes())
            return {path: Paper(**each) for path, each in rows.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def read(self, paper: Paper) -> bytes | None:
        """Return the bytes of a paper; None if they are lost or are not those."""
        try:
            body = self._at(paper.sha256).read_bytes()
        except OSError:
            return None
        return body if hashlib.sha256(body).hexdigest() == paper.sha256 else None

    def keep(self, body: bytes) -> str:
        """Keep the bytes of a paper and return their hash; it is told of once `write` names it."""
        sha256 = hashlib.sha256(body).hexdigest()
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._at(sha256), body)
        return sha256

    def write(self, papers: Mapping[str, Paper]) -> None:
        """Let these be the papers there are, and delete the bytes of all others."""
        if not papers and not self._folder.exists():
            return
        rows = {path: asdict(papers[path]) for path in sorted(papers)}
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(self._folder / _INDEX, json.dumps(rows, indent=0).encode())
        self._delete_but({each.sha256 for each in papers.values()})

    def drop(self) -> None:
        """Delete all of them."""
        self.write({})

    def _at(self, sha256: str) -> Path:
        return self._folder / f"{os.path.basename(sha256)}.pdf"  # noqa: PTH119 -- no way out of the folder

    def _delete_but(self, kept: Iterable[str]) -> None:
        names = {f"{each}.pdf" for each in kept}
        for path in self._folder.glob("*.pdf"):
            if path.name not in names:
                path.unlink(missing_ok=True)


# The list of each folder as it was read last, by what tells that it is another one.
_read: dict[Path, tuple[object, dict[str, Paper]]] = {}

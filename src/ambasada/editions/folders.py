"""Where editions stand in the data folder. Framework-free: the front door reads nothing else.

editions/blobs/<aa>/<sha256>      bodies, of all embassies
editions/hosts.json               which embassy answers which host name
editions/<code>/current           the number of the edition that is served
editions/<code>/<number>/         manifest.json, its .minisig, delta.json from the one before
editions/<code>/charter.json      and its .minisig, as the current edition was made under
editions/<code>/information.zip   and its .minisig: the copy to read offline
editions/<code>/papers/           pages as PDF, made in the idle hours; can be lost
editions/<code>/bundles.json      which copies to read offline there have been
editions/<code>/search.sqlite3      what is searched; can be lost
editions/<code>/words.<lang>.js     what copies of the site search
editions/tombstones.json          what was erased and must stay away
editions/let_go.txt               whom embassies let go of (`lib.let_go`)
editions/books.sqlite3            what was baked of what; the front door never opens it
"""

import json
from dataclasses import dataclass
from pathlib import Path

from ambasada.lib.blobs import BlobStore, write_whole
from ambasada.lib.bundles import BUNDLE, number_in
from ambasada.lib.manifests import Manifest

MANIFEST = "manifest.json"
DELTA = "delta.json"
CHARTER = "charter.json"
SIGNATURE = ".minisig"
SEARCH_FILE = "search.sqlite3"
_BLOBS = "blobs"


@dataclass(frozen=True)
class Folders:
    """The folder of editions of one installation."""

    root: Path

    @property
    def blobs(self) -> BlobStore:
        """The bodies of all editions."""
        return BlobStore(self.root / _BLOBS)

    @property
    def hosts(self) -> Path:
        """The file that says which embassy answers a host name."""
        return self.root / "hosts.json"

    @property
    def books(self) -> Path:
        """The SQLite file with what was baked of what."""
        return self.root / "books.sqlite3"

    @property
    def tombstones(self) -> Path:
        """The file that says what was erased."""
        return self.root / "tombstones.json"

    def embassy(self, code: str) -> Path:
        """Return the folder of one embassy's editions."""
        return self.root / code

    def codes(self) -> list[str]:
        """Return the codes of the embassies that have a folder of editions."""
        folders = (each for each in self.root.iterdir() if each.is_dir())
        return sorted(each.name for each in folders if each.name != _BLOBS)

    def edition(self, code: str, number: int) -> Path:
        """Return the folder of one edition."""
        return self.embassy(code) / str(number)

    def numbers(self, code: str) -> list[int]:
        """Return the numbers of the editions there are, oldest first."""
        if not self.embassy(code).exists():
            return []
        names = (each.name for each in self.embassy(code).iterdir() if each.is_dir())
        return sorted(int(name) for name in names if name.isdecimal())

    def current(self, code: str) -> int | None:
        """Return the number of the edition that is served; None if there is none."""
        try:
            return int((self.embassy(code) / "current").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def manifest_bytes(self, code: str, number: int) -> bytes:
        """Return the signed bytes of an edition's manifest. Raises OSError if it is not there."""
        return (self.edition(code, number) / MANIFEST).read_bytes()

    def manifest(self, code: str, number: int) -> Manifest:
        """Return an edition's manifest. Raises OSError or NotAManifest."""
        return Manifest.read(self.manifest_bytes(code, number))

    def current_manifest(self, code: str) -> Manifest | None:
        """Return the manifest that is served; None if there is none."""
        number = self.current(code)
        return None if number is None else self.manifest(code, number)

    def bundle(self, code: str) -> Path:
        """Return where an embassy's copy to read offline stands; its signature is beside it."""
        return self.embassy(code) / BUNDLE

    def search(self, code: str) -> Path:
        """Return the file in which an embassy's edition is searched."""
        return self.embassy(code) / SEARCH_FILE

    def words(self, code: str, language: str) -> Path:
        """Return the file that copies of the site search in a language."""
        return self.embassy(code) / f"words.{language}.js"

    def sweep_drafts(self, code: str) -> None:
        """Delete what of an embassy was half written when a process was killed."""
        for path in self.embassy(code).glob("*.draft"):
            path.unlink(missing_ok=True)

    def bundles(self, code: str) -> Path:
        """Return the file that lists the copies to read offline there have been."""
        return self.embassy(code) / "bundles.json"

    def bundled(self, code: str) -> int | None:
        """Return the number of the edition its copy to read offline was made of, if there is one.

        The signature says so, which is written last.
        """
        path = self.bundle(code)
        try:
            return number_in(path.with_name(f"{path.name}{SIGNATURE}").read_bytes())
        except OSError:
            return None

    def point_to(self, code: str, number: int) -> None:
        """Serve this edition from now on; the one step that readers notice."""
        content = str(number).encode("ascii")
        write_whole(self.embassy(code) / "current", content, is_lasting=True)

    def named_hosts(self) -> dict[str, str]:
        """Return which embassy answers which host name, as it was said last."""
        if not self.hosts.exists():
            return {}
        named: dict[str, str] = json.loads(self.hosts.read_bytes())
        return named

    def name_hosts(self, hosts: dict[str, str]) -> None:
        """Say which embassy (by code) answers which host name."""
        content = json.dumps(hosts, sort_keys=True).encode("ascii")
        if not self.hosts.exists() or self.hosts.read_bytes() != content:
            write_whole(self.hosts, content, is_lasting=True)

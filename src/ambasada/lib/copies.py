"""A copy of an edition: a folder that nginx, Caddy or any other web server can serve as it stands.

    root.pub                      the root key, as `minisign -p` takes it
    blobs/<aa>/<sha256>           bodies, each once
    editions/<number>-<random>/   one edition: its files by what is said with them
        green/ yellow/ exit/ …    by class of headers; a path that ends in / is its index.html
        green/edition/            what proves it; green/offline/ the copy to read offline
        gone/ missing/            what is shown with 410 and with 404
        nginx.conf Caddyfile      how each of them serves this
    current                       a symbolic link to the edition that is served

Readers notice one step alone, the renaming of a link. Whoever is killed before it has changed
nothing for them; what is left half made goes with the next copy. Everything here is public.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from ambasada.lib.blobs import SUFFIXES, BlobStore, write_whole
from ambasada.lib.bundles import PLACE, Bundle
from ambasada.lib.charters import Charter, NotACharter
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry, Manifest, NotAManifest, sha256_of
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.proofs import CHARTER, MANIFEST, SIGNATURE
from ambasada.lib.refused import Refused
from ambasada.lib.web_servers import GONE, MISSING, SHOWN, folder_of, is_nameable
from ambasada.lib.web_servers.caddy import caddy
from ambasada.lib.web_servers.nginx import nginx

_PROOF = Path(HeaderClass.GREEN.value, "edition")
_OFFLINE = Path(HeaderClass.GREEN.value, PLACE[1:])
_BESIDE = ("/edition/", "/offline/")  # where no page stands
_BODIES = Path(HeaderClass.KEPT.value, "edition", "blob")
# What stands in such a folder, without what follows a dot.
_OURS = frozenset({"root", "blobs", "editions", "current", "lock"})
_FREE = 50_000_000  # bytes that are left on the disk
_FOLDER, _FILE = 0o755, 0o644


class Copy:
    """One folder with one edition of one embassy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._editions = folder / "editions"
        self._current = folder / "current"
        self.blobs = BlobStore(folder / "blobs")

    @property
    def root(self) -> PublicKey | None:
        """The pinned root key. Raises Refused if the file is damaged."""
        try:
            return PublicKey.read((self._folder / "root.pub").read_text("ascii"))
        except FileNotFoundError:
            return None
        except (NotSigned, ValueError):
            message = "The file root.pub is damaged. Delete it, and give the key with --root."
            raise Refused(message) from None

    def pin(self, root: PublicKey) -> None:
        """Keep the root key: every later edition must go back to it."""
        if self.root != root:
            write_whole(self._folder / "root.pub", root.file.encode("ascii"), is_lasting=True)
            (self._folder / "root.pub").chmod(_FILE)

    @property
    def manifest(self) -> Manifest | None:
        """What is served; None if there is nothing, or it can't be read."""
        content = self.proof(MANIFEST)
        try:
            return None if content is None else Manifest.read(content)
        except NotAManifest:
            return None

    @property
    def charter(self) -> Charter | None:
        """What the root key says of it; likewise."""
        content = self.proof(CHARTER)
        try:
            return None if content is None else Charter.read(content)
        except NotACharter:
            return None

    def proof(self, name: str) -> bytes | None:
        """Return a file that proves what is served."""
        try:
            return (self._current / _PROOF / name).read_bytes()
        except OSError:
            return None

    @property
    def bundle(self) -> Bundle | None:
        """The copy to read offline that is served, as it stands there."""
        zip_file = self._current / _OFFLINE
        try:
            return Bundle(zip_file.read_bytes(), _signature_of(zip_file).read_bytes())
        except OSError:
            return None

    @property
    def deltas(self) -> dict[str, bytes]:
        """What leads from older editions to the one that is served, by name."""
        found = (self._current / _PROOF / "delta").glob("*.json")
        return {f"delta/{each.name}": each.read_bytes() for each in found}

    @property
    def spare(self) -> int:
        """How many bytes may be written without filling the disk."""
        return max(0, shutil.disk_usage(self._folder).free - _FREE)

    def lacking(self, manifest: Manifest) -> dict[str, tuple[str, Entry]]:
        """Return the bodies an edition names that are not whole here, with a path of each."""
        named = {each.sha256: (path, each) for path, each in manifest.entries.items()}
        return {
            sha256: named[sha256]
            for sha256 in sorted(manifest.hashes)
            if not self.blobs.is_sound(sha256)
        }

    def is_served(self, manifest: Manifest, proof: Mapping[str, bytes]) -> bool:
        """Tell whether this very edition is served, with the configuration of today."""
        is_same = all(self.proof(name) == content for name, content in proof.items())
        return is_same and self._configuration() == nginx(manifest, self._current)

    def serve(
        self, manifest: Manifest, proof: Mapping[str, bytes], bundle: Bundle | None = None
    ) -> bool:
        """Serve an edition whose bodies are all here; tell if the web server must be reloaded.

        `proof` are the signed files of the edition, by name; `bundle` is its copy to read offline,
        without which there is none any more. Raises Refused for an edition that no folder can hold.
        """
        before = self._configuration()
        tree = self._editions / f"{manifest.number}-{secrets.token_hex(4)}"
        try:
            self._build(tree, manifest, proof)
            if bundle is not None:
                _write(tree / _OFFLINE, bundle.content)
                _write(_signature_of(tree / _OFFLINE), bundle.signature)
                _date(tree / _OFFLINE, sha256_of(bundle.content), 0)
            _let_all_read(tree)
        except BaseException:
            shutil.rmtree(tree, ignore_errors=True)
            raise
        self._point_to(tree)
        self.sweep(manifest.hashes)
        return self._configuration() != before

    def _build(self, tree: Path, manifest: Manifest, proof: Mapping[str, bytes]) -> None:
        for path, entry in manifest.entries.items():
            if path.startswith(_BESIDE):
                message = f"{path} stands where no page may stand."
                raise Refused(message)
            if entry.sha256:
                self._place(tree / _place_of(path, entry), entry.sha256, path)
        for sha256 in manifest.hashes:
            self._place(tree / _BODIES / sha256, sha256, sha256)
        for name, content in proof.items():
            _write(tree / _PROOF / name, content)
        _write(tree / "nginx.conf", nginx(manifest, self._current).encode("ascii"))
        _write(tree / "Caddyfile", caddy(manifest, self._current).encode("ascii"))

    def sweep(self, kept: set[str]) -> None:
        """Delete every other body, every edition but the one served, and what is half made."""
        served = self._current.resolve()
        for folder in self._editions.iterdir():
            if folder != served:
                shutil.rmtree(folder)
        for sha256 in set(self.blobs.every()) - kept:
            self.blobs.drop(sha256)
        self.blobs.sweep_drafts()
        for draft in (*self._folder.glob("current.*"), *self._folder.glob("*.draft")):
            draft.unlink()

    def _configuration(self) -> str:
        try:
            return (self._current / "nginx.conf").read_text("ascii")
        except (OSError, ValueError):
            return ""

    def _place(self, target: Path, sha256: str, path: str) -> None:
        """Put a body and its packed forms at a place, without using the room twice if possible."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            for form, (encoding, suffix) in enumerate({"": "", **SUFFIXES}.items()):
                source = self.blobs.path(sha256, encoding)
                if source.exists():
                    _date(source, sha256, form)
                    _link(source, target.with_name(f"{target.name}{suffix}"))
        except (FileExistsError, NotADirectoryError, IsADirectoryError):
            message = f"{path} stands where the folder of another page must stand."
            raise Refused(message) from None

    def _point_to(self, tree: Path) -> None:
        link = self._current.with_name(f"current.{secrets.token_hex(4)}")
        link.symlink_to(tree.relative_to(self._folder))
        os.sync()  # every file is on the disk before the link that leads to it
        link.replace(self._current)


@contextmanager
def opened(folder: Path) -> Iterator[Copy]:
    """Hold a folder for one copy at a time; the hold goes with the process, however it ends.

    Raises Refused for a folder that can't be used, holds anything else, or is being written to.
    """
    folder = folder.expanduser().absolute()
    if not is_nameable(folder):
        message = "Choose a folder whose whole name is of letters, digits and the signs / . _ -."
        raise Refused(message)
    try:
        _require_ours(folder)
        _make(folder)
        with (folder / "lock").open("w") as file:
            _take(file.fileno())
            yield Copy(folder)
    except OSError as error:
        message = (
            f"The folder cannot be written ({error.strerror}). Give this user the right to, or "
            "make room on the disk."
        )
        raise Refused(message) from None


def _require_ours(folder: Path) -> None:
    names = [each.name for each in folder.iterdir()] if folder.exists() else []
    strange = sorted(name for name in names if name.partition(".")[0] not in _OURS)
    if strange:
        message = f"{folder} holds something else ({strange[0]}). Choose an empty folder."
        raise Refused(message)


def _make(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(_FOLDER)
    for name in ("blobs", "editions"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "editions").chmod(_FOLDER)


def _take(handle: int) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        message = "Another command writes to this folder. Wait until it ends."
        raise Refused(message) from None


def _place_of(path: str, entry: Entry) -> Path:
    """Return where an entry stands in the folder of its edition. Raises Refused."""
    name = f"{path}index.html" if path.endswith("/") else path
    folder = folder_of(entry)
    if folder not in (*SHOWN, GONE, MISSING):
        message = f"{path} is not for readers, and no copy holds it."
        raise Refused(message)
    return Path(folder, name[1:])


def _signature_of(zip_file: Path) -> Path:
    return zip_file.with_name(f"{zip_file.name}{SIGNATURE}")


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _link(source: Path, target: Path) -> None:
    try:
        target.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:  # a stick or a network folder that knows no links
        shutil.copy2(source, target)


def _date(source: Path, sha256: str, form: int) -> None:
    """Date a body by its hash.

    Web servers make their ETag of date and size. So it is the same on every mirror, is another one
    for other bytes, and tells nobody at which hour something was published.
    """
    moment = int(sha256[:7], 16) * 4 + form
    if int(source.stat().st_mtime) != moment:
        os.utime(source, (moment, moment))


def _let_all_read(tree: Path) -> None:
    """Let the web server, which is another user, read a folder whatever the umask is."""
    for folder, _folders, files in os.walk(tree):
        Path(folder).chmod(_FOLDER)
        for name in files:
            Path(folder, name).chmod(_FILE)

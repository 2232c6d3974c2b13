"""What the front door serves: for each host name one whole edition, taken in as it appears.

Read from the folder of editions alone, without a database and without Django. A watching thread
looks at two small files a few times a second and replaces what is served in one step, so that a
request is answered from one edition from its beginning to its end.
"""

import json
import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ambasada.editions.folders import DELTA, MANIFEST, SIGNATURE, Folders
from ambasada.editions.hiding import is_hidden, shown
from ambasada.editions.replies import Body, mapped
from ambasada.lib.blobs import BlobStore, SpoiltBlob
from ambasada.lib.intakes import INTAKE, SECOND
from ambasada.lib.manifests import Entry, Manifest, NotAManifest, with_delta
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import Tombstones, tombstones_in

_LOGGER = logging.getLogger(__name__)
_LOOKS_EVERY = 0.1  # seconds
# Bodies asked for often stay in memory; the rest are read from the disk's own cache.
_KEPT_BYTES = 48_000_000
_LARGEST_KEPT = 1_000_000
# Mirrors that looked since then are given what changed; others fetch the whole manifest.
_MOST_DELTAS = 30


@dataclass(frozen=True)
class Served:
    """One edition as it is served."""

    manifest: Manifest
    blobs: BlobStore
    folder: Path
    deltas: Mapping[int, Path] = field(default_factory=dict)  # by the edition each continues
    erased: Tombstones = field(default_factory=Tombstones)

    def not_found(self, path: str) -> Entry | None:
        """Return what is shown for a path that is not there, in the language it begins with."""
        first = self.manifest.entries.get("/")
        asked = path[1:].partition("/")[0]
        spare = f"/{first.language}/404/" if first else ""
        pages = (each for each in (f"/{asked}/404/", spare) if not self.is_withheld(each))
        return next((found for each in pages if (found := self.manifest.entries.get(each))), None)

    def is_withheld(self, path: str) -> bool:
        """Tell whether what stands at a path is to be made again: it names what was erased."""
        found = self.manifest.entries.get(path)
        return found is not None and found.sha256 in self.erased.withheld

    def entry(self, path: str) -> Entry | None:
        """Return what stands at a path of the live site."""
        found = self.manifest.entries.get(path)
        if found is None or found.is_copy_only:
            return None
        is_erased = self.erased.stones and is_hidden(self.erased, self.manifest, path)
        return None if is_erased else found

    def stand_in(self, path: str) -> Entry | None:
        """Return what copies have at a path where the live site answers itself."""
        found = self.manifest.entries.get(path)
        return found if found is not None and found.is_copy_only else None

    @cached_property
    def hashes(self) -> frozenset[str]:
        """The hashes of what may be sent: of what the edition names, without what was erased."""
        if not self.erased.stones:
            return frozenset(self.manifest.hashes)
        found = {each.sha256 for each in shown(self.erased, self.manifest)}
        return frozenset(found - {""})


class Bodies:
    """Bodies by hash and encoding, the ones asked for last in memory; safe in threads.

    A body is compared with its name when it is first read, and each form with the body. A large
    one is mapped from its file, so that a reader costs the pieces that are sent and no more.
    """

    def __init__(self, blobs: BlobStore) -> None:
        self._blobs = blobs
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()
        # Of large files what they were like when they were found sound.
        self._sound: dict[tuple[str, str], tuple[int, int]] = {}

    def read(self, sha256: str, accepted: tuple[str, ...]) -> tuple[Body, str]:
        """Return a body in the first form there is, and that form's encoding; "" for as it is.

        Raises SpoiltBlob if the body is absent or damaged.
        """
        for encoding in accepted:
            found = self._found(sha256, encoding)
            if found is not None:
                return found, encoding
        body = self._found(sha256, "")
        if body is None:
            if self._blobs.size(sha256) > _LARGEST_KEPT:
                return self._large(sha256, accepted)
            body = self._blobs.read(sha256)
            self._keep(sha256, "", body)
        for encoding in accepted:
            packed = self._blobs.form(body, sha256, encoding)
            if packed is not None:
                self._keep(sha256, encoding, packed)
                return packed, encoding
        return body, ""

    def _found(self, sha256: str, encoding: str) -> bytes | None:
        """Return what is in memory, and keep it there longer than what is asked for less."""
        found = self._kept.get((sha256, encoding))
        if found is not None:
            try:
                self._kept.move_to_end((sha256, encoding))
            except KeyError:  # another thread has just let it go
                return found
        return found

    def _large(self, sha256: str, accepted: tuple[str, ...]) -> tuple[Body, str]:
        for encoding in accepted:
            if self._is_sound(sha256, encoding):
                return mapped(self._blobs.path(sha256, encoding)), encoding
        if not self._is_sound(sha256, ""):
            raise SpoiltBlob(sha256)
        return mapped(self._blobs.path(sha256)), ""

    def _is_sound(self, sha256: str, encoding: str) -> bool:
        """Tell whether a form of a large body is there and right; read again if it was written."""
        try:
            file = self._blobs.path(sha256, encoding).stat()
        except OSError:
            return False
        as_it_is = (file.st_mtime_ns, file.st_size)
        if self._sound.get((sha256, encoding)) == as_it_is:
            return True
        body = self._blobs.read(sha256)
        if encoding and self._blobs.form(body, sha256, encoding) is None:
            return False
        self._sound[sha256, encoding] = as_it_is
        return True

    def forget_all_but(self, hashes: frozenset[str]) -> None:
        """Let go of bodies that nothing names any more."""
        with self._lock:
            for key in [each for each in self._kept if each[0] not in hashes]:
                self._bytes -= len(self._kept.pop(key))
            for key in [each for each in self._sound if each[0] not in hashes]:
                del self._sound[key]

    def _keep(self, sha256: str, encoding: str, body: bytes) -> None:
        with self._lock:
            if (sha256, encoding) in self._kept:
                return
            self._kept[(sha256, encoding)] = body
            self._bytes += len(body)
            while self._bytes > _KEPT_BYTES:
                _key, oldest = self._kept.popitem(last=False)
                self._bytes -= len(oldest)


class Shelf:
    """The editions that are served now, by host name."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders
        self._hosts: Mapping[str, str] = {}
        self._editions: dict[str, Served] = {}
        self._hosts_seen: object = None
        self._erased = Tombstones()
        self._erased_seen: object = None
        self._told: set[tuple[str, int]] = set()
        # Whether it can't be told what was erased: then readers are sent nothing.
        self.is_blind = False
        self.bodies = Bodies(folders.blobs)
        self.look()

    def at(self, host: str) -> Served | None:
        """Return the edition of a host name (lower case, without a port), or None."""
        return self._editions.get(self._hosts.get(host, ""))

    def watch(self) -> None:
        """Look for new editions until the process ends."""
        threading.Thread(target=self._watch, name="editions", daemon=True).start()

    def look(self) -> None:
        """Take in what is new; what can't be read leaves what is served as it is."""
        self._hosts = self._read_hosts()
        changed = self._hide_erased()
        for code in set(self._hosts.values()):
            changed = self._take(code) or changed
        if changed:
            named = frozenset().union(*(each.hashes for each in self._editions.values()))
            self.bodies.forget_all_but(named)

    def _watch(self) -> None:
        pause = threading.Event()
        while not pause.wait(_LOOKS_EVERY):
            try:
                self.look()
            except Exception:  # whatever it is, readers are served what there was
                _LOGGER.exception("an edition could not be taken in")

    def _read_hosts(self) -> Mapping[str, str]:
        try:
            stamp = self._folders.hosts.stat().st_mtime_ns
            if stamp == self._hosts_seen:
                return self._hosts
            hosts: dict[str, str] = json.loads(self._folders.hosts.read_bytes())
        except (OSError, ValueError):
            return self._hosts
        self._hosts_seen = stamp
        return hosts

    def _hide_erased(self) -> bool:
        """Obey what was erased since the last look; tell whether anything was."""
        try:
            stamp = self._folders.tombstones.stat().st_mtime_ns
            if stamp == self._erased_seen:
                return False
            self._erased = tombstones_in(self._folders.tombstones)
        except FileNotFoundError:
            self.is_blind = False
            return False
        except (OSError, Refused):
            # What was known before is still kept away. If nothing was, nobody can tell what is.
            self.is_blind = self._erased_seen is None
            return False
        self.is_blind = False
        self._erased_seen = stamp
        self._editions = {
            code: replace(each, erased=self._erased.of(code))
            for code, each in self._editions.items()
        }
        return True

    def _take(self, code: str) -> bool:
        """Serve an embassy's newest edition; tell whether it is another one than before."""
        number = self._folders.current(code)
        before = self._editions.get(code)
        if number is None or (before is not None and before.manifest.number == number):
            return False
        manifest = self._manifest(code, number, before)
        if manifest is None:
            return False
        folder = self._folders.edition(code, number)
        deltas = _deltas_to(self._folders, code, number)
        self._editions = self._editions | {
            code: Served(manifest, self._folders.blobs, folder, deltas, self._erased.of(code))
        }
        return True

    def _manifest(self, code: str, number: int, before: Served | None) -> Manifest | None:
        folder = self._folders.edition(code, number)
        try:
            if before is not None and (folder / DELTA).exists():
                return with_delta(before.manifest, (folder / DELTA).read_bytes())
        except (OSError, NotAManifest):
            pass  # it continues another edition than ours: the whole manifest is there as well
        try:
            return self._folders.manifest(code, number)
        except (OSError, NotAManifest):
            if (code, number) not in self._told:  # once, and not ten times a second
                self._told.add((code, number))
                _LOGGER.exception("the manifest of an edition cannot be read")
            return None


def _deltas_to(folders: Folders, code: str, number: int) -> dict[int, Path]:
    """Return what leads from earlier editions to this one, step by step.

    Each edition says which one it continues: numbers have gaps where a bake was killed.
    """
    found: dict[int, Path] = {}
    while len(found) < _MOST_DELTAS:
        file = folders.edition(code, number) / DELTA
        try:
            before = json.loads(file.read_bytes())["from"]
        except (OSError, ValueError, KeyError, TypeError):
            break
        if not isinstance(before, int) or before >= number:
            break
        found[before] = file
        number = before
    return found


def signed_files(edition: Served) -> dict[str, Path]:
    """Return the files that prove an edition, by their path; they have their own signatures."""
    signed = (MANIFEST, "charter.json", INTAKE)
    names = [*signed, *(f"{name}{SIGNATURE}" for name in signed), f"{INTAKE}{SECOND}"]
    return {f"/edition/{name}": edition.folder / name for name in names}

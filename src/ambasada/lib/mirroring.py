"""Pulling a mirror: from one site into one folder, nothing taken that its root key does not prove.

The root key is pinned when a folder is first pulled into. It signs the charter, a key of the
charter signs the manifest, the manifest names every body by its hash; each is checked before the
next is asked for, and the whole edition against the charter before a reader sees any of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ambasada.lib.blobs import is_text
from ambasada.lib.bundles import Bundle, PageOf
from ambasada.lib.carrying import Carrying
from ambasada.lib.charters import Charter, NotACharter, contradictions
from ambasada.lib.copies import Copy, opened
from ambasada.lib.fetching import NotThere, Site, Unfetched
from ambasada.lib.manifests import (
    Entry,
    Manifest,
    NotAManifest,
    delta,
    sha256_of,
    with_delta,
)
from ambasada.lib.minisign import NotSigned, PublicKey
from ambasada.lib.proofs import (
    CHARTER,
    MANIFEST,
    SIGNATURE,
    SignedCharter,
    SignedManifest,
    charter_of,
    manifest_of,
    signature_of,
)
from ambasada.lib.refused import Refused

_LARGEST_BODY = 100_000_000
# A site that is baked while we read changes under our hands; the third time it is another fault.
_ATTEMPTS = 3
_MOST_DELTAS = 50  # then the whole manifest is shorter
# Of all of them, in bytes. They are read before a signature says whose they are, and what is read
# takes fifty times the room.
_LARGEST_DELTAS = 2_000_000
# A whole pull, in seconds and bytes: a first one of a gigabyte over a line of 12 kB a second. The
# next one goes on with what was fetched.
_WITHIN = 24 * 3_600
_IN_ALL = 20_000_000_000


@dataclass(frozen=True)
class Pulled:
    """What a pull did."""

    manifest: Manifest
    fetched: int
    is_new: bool
    must_reload: bool  # the web server's configuration is another one
    remark: str = ""  # what is wrong with the copy to read offline that the site offers


class _Unsettled(Exception):
    """What was read does not belong together: the site swapped meanwhile, or something is wrong."""


def pull(address: str, folder: Path, *, root: str, page_of: PageOf) -> Pulled:
    """Bring a folder to the edition that a site serves.

    `root` is the root key's public line; needed the first time, compared later. `page_of` makes
    the page in the copy to read offline, without which none is carried on. Whenever this is
    killed or refused the folder serves what it served. Raises Refused, which says what is wrong.
    """
    site = Site(address, within=_WITHIN, in_all=_IN_ALL)
    with opened(folder) as copy:
        try:
            return _Pull(site, copy, _root_of(copy, root), page_of=page_of).run()
        except (Refused, Unfetched) as reason:
            message = f"{reason}{_kept(copy.manifest)}"
            raise Refused(message) from None
        finally:
            site.close()


def _root_of(copy: Copy, given: str) -> PublicKey:
    pinned = copy.root
    if not given and pinned is None:
        message = (
            "Give the embassy's root key with --root: the line that begins with RW on its page "
            "“Make sure it is us”, compared with what its people tell you."
        )
        raise Refused(message)
    try:
        root = PublicKey.read(given) if given else pinned
    except NotSigned:
        message = "What is given with --root is not the public line of a minisign key."
        raise Refused(message) from None
    if root is None or pinned not in {None, root}:
        message = (
            "This folder keeps another root key than the one given with --root. Ask the embassy "
            "whether its root key changed; if it did, use a new folder."
        )
        raise Refused(message)
    return root


def _kept(manifest: Manifest | None) -> str:
    """Say what is served on."""
    if manifest is None:
        return ""
    return (
        f" Edition {manifest.number} of {manifest.created.date()} is served on; "
        f"it is good until {manifest.expires.date()}."
    )


class _Pull:
    """One pull: a site, a folder, and the key that decides."""

    def __init__(self, site: Site, copy: Copy, root: PublicKey, *, page_of: PageOf) -> None:
        self._site = site
        self._copy = copy
        self._root = root
        self._carrying = Carrying(site, copy, page_of)
        self._held = copy.manifest
        self._fetched = 0
        self._is_continued = False  # by the site's own deltas, from the edition held

    def run(self) -> Pulled:
        reason = ""
        for _attempt in range(_ATTEMPTS):
            try:
                return self._once()
            except _Unsettled as seen:
                reason = str(seen)
        raise Refused(reason)

    def _once(self) -> Pulled:
        shown = self._charter()
        charter = shown.charter
        self._copy.pin(self._root)
        made = self._signed(charter)
        self._refuse_older(made, charter)
        # What earlier pulls fetched in vain must not fill the disk.
        self._copy.sweep(made.manifest.hashes | (self._held.hashes if self._held else set()))
        for sha256, (path, entry) in self._lacking(made.manifest).items():
            self._fetch(sha256, path, entry)
        wrong = contradictions(charter, made.manifest, self._copy.blobs.read)
        if wrong:
            message = f"{wrong[0]} Somebody else may hold the site: ask the embassy by another way."
            raise Refused(message)
        proof = {
            MANIFEST: made.content,
            f"{MANIFEST}{SIGNATURE}": made.signature,
            CHARTER: shown.content,
            f"{CHARTER}{SIGNATURE}": shown.signature,
        }
        is_served = self._fetched == 0 and self._copy.is_served(made.manifest, proof)
        before = self._copy.bundle
        bundle, remark = self._carrying.bundle(made, shown, is_served=is_served)
        if is_served and bundle == before:
            return Pulled(made.manifest, 0, is_new=False, must_reload=False, remark=remark)
        if bundle is not None and bundle != before:
            self._fetched += 1
        must_reload = self._serve(made.manifest, proof, bundle)
        return Pulled(
            made.manifest, self._fetched, is_new=True, must_reload=must_reload, remark=remark
        )

    def _serve(self, manifest: Manifest, proof: dict[str, bytes], bundle: Bundle | None) -> bool:
        """Serve an edition; tell if the web server must be reloaded."""
        if manifest == self._held:
            proof |= self._copy.deltas
        if self._held is not None and self._is_continued:
            # Whoever mirrors this mirror goes on from where we were. Where the site has no delta it
            # may want none: one names every path that went, and the name of what was erased.
            proof[f"delta/{self._held.number}.json"] = delta(self._held, manifest)
        return self._copy.serve(manifest, proof, bundle)

    def _charter(self) -> SignedCharter:
        try:
            shown = charter_of(self._site, self._root)
        except NotSigned:
            message = (
                "The charter was not signed with the root key that is kept here. Ask the embassy "
                "by another way whether this is its site."
            )
            raise _Unsettled(message) from None
        except NotACharter as reason:
            raise Refused(str(reason)) from None
        held, charter = self._copy.charter, shown.charter
        if held is not None and held.embassy != charter.embassy:
            message = (
                f"This folder is a mirror of {held.embassy}: use another for {charter.embassy}."
            )
            raise Refused(message)
        if held is not None and held.number > charter.number:
            message = (
                f"The site shows charter {charter.number}, and this folder holds {held.number}: an "
                "older charter is not taken. Ask the embassy by another way what happened."
            )
            raise Refused(message)
        return shown

    def _signed(self, charter: Charter) -> SignedManifest:
        """Return the manifest the site serves, made from the one held if that is possible."""
        signature = signature_of(self._site, MANIFEST)
        for manifest, content in self._continued():
            made = SignedManifest(manifest, content, signature)
            if made.is_by(charter):
                self._is_continued = manifest is not self._held
                return made
        self._is_continued = False
        try:
            return manifest_of(self._site, charter, signature)
        except NotAManifest as reason:
            message = f"The manifest is refused: {reason}"
            raise Refused(message) from None
        except NotSigned as reason:
            raise _Unsettled(str(reason)) from None

    def _continued(self) -> Iterator[tuple[Manifest, bytes]]:
        """Yield the edition held, then each that the site's deltas make of it."""
        manifest, content = self._held, self._copy.proof(MANIFEST)
        left = _LARGEST_DELTAS
        for _step in range(_MOST_DELTAS):
            if manifest is None or content is None:
                return
            yield manifest, content
            try:
                change = self._site.get(f"/edition/delta/{manifest.number}.json", at_most=left)
                manifest = with_delta(manifest, change)
            except (Unfetched, NotAManifest):  # the whole manifest says more
                return
            content = manifest.canonical()
            left -= len(change)

    def _refuse_older(self, made: SignedManifest, charter: Charter) -> None:
        if made.manifest.charter != charter.number:
            message = (
                f"The edition was made under charter {made.manifest.charter}, and the site shows "
                f"charter {charter.number}. Try again later."
            )
            raise _Unsettled(message)
        # A charter outranks every number of an edition. The root key signed it, so no thief of an
        # edition key can make one; and a number that a thief made goes with the charter of before.
        if self._held is None or made.manifest.charter > self._held.charter:
            return
        number, held = made.manifest.number, self._held.number
        if number < held:
            message = (
                f"The site offers edition {number}, and this folder holds {held}: an older edition "
                "is not taken. Ask the embassy by another way what happened."
            )
            raise Refused(message)
        if number == held and made.content != self._copy.proof(MANIFEST):
            message = (
                f"There are two editions with the number {number}. Somebody else may hold the key "
                "that signs them: tell the embassy."
            )
            raise Refused(message)

    def _lacking(self, manifest: Manifest) -> dict[str, tuple[str, Entry]]:
        found = self._copy.lacking(manifest)
        # A body is kept with two packed forms, each smaller than it.
        needed = 3 * sum(entry.size for _path, entry in found.values())
        spare = self._copy.spare
        if needed > spare:
            message = (
                f"The edition needs {needed // 1_000_000} MB and the disk has "
                f"{spare // 1_000_000} MB to spare: make room."
            )
            raise Refused(message)
        return found

    def _fetch(self, sha256: str, path: str, entry: Entry) -> None:
        if not 0 <= entry.size <= _LARGEST_BODY:
            message = f"{path} is said to have {entry.size} bytes: more than a mirror takes."
            raise Refused(message)
        try:
            body = self._site.get(f"/edition/blob/{sha256}", at_most=entry.size)
        except NotThere:
            message = f"The site has no body for {path} (/edition/blob/{sha256}). Try again later."
            raise _Unsettled(message) from None
        except Unfetched as reason:
            message = f"{path} is refused: {reason} Try again later, or pull from another address."
            raise Refused(message) from None
        if sha256_of(body) != sha256:
            message = (
                f"{path} is refused: its body is altered or cut short (/edition/blob/{sha256}). "
                "Try again later, or pull from another address."
            )
            raise Refused(message)
        self._copy.blobs.put(body, is_text=is_text(entry.type))
        self._fetched += 1

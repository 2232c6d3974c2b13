"""The copy to read offline: what is in the zip, and what proves it before it is carried on.

It holds one page to open, the proof of an edition, and the pages that edition is made of. All of it
follows from the manifest. So whoever carries the zip on makes the page themselves, of the pages
inside, and takes the zip only if theirs is the same: no byte in it rests on the signature alone.
"""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import BytesIO

from ambasada.lib.charters import contradictions, signer_of
from ambasada.lib.manifests import LARGEST, Entry, Manifest, NotAManifest, sha256_of
from ambasada.lib.minisign import NotSigned
from ambasada.lib.proofs import (
    CHARTER,
    LARGEST_SIGNATURE,
    MANIFEST,
    SIGNATURE,
    SignedCharter,
    SignedManifest,
)

BUNDLE = "information.zip"
PLACE = f"/offline/{BUNDLE}"  # on a site and on every mirror
LARGEST_BUNDLE = 100_000_000  # bytes
PAGE = "information.html"
_PROOFS = tuple(f"{name}{suffix}" for name in (MANIFEST, CHARTER) for suffix in ("", SIGNATURE))
_OK = 200
_NEVER = (1980, 1, 1, 0, 0, 0)  # the day zip files begin with: another one would tell the hour
# What carrying it on may take: three times what 30,000 pages of ours come to.
_LARGEST_PAGES = 300_000_000
_MOST_FILES = 60_000
# The parts of a zip as we write it: nothing before, between or after them.
_LISTED = b"PK\x01\x02"
_BESIDE_A_FILE, _END = 30 + 46, 22
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, RuntimeError, ValueError, KeyError)

Read = Callable[[str], bytes]  # the body of a hash
PageOf = Callable[[Manifest, Read], bytes]


class NotABundle(Exception):
    """A copy to read offline is not to be carried on; the text says why, in one sentence."""


@dataclass(frozen=True)
class Bundle:
    """The zip, and the signature over it with a key for editions."""

    content: bytes
    signature: bytes

    @property
    def number(self) -> int | None:
        """The number of the edition it was made of, as its signature says."""
        return number_in(self.signature)


def number_in(signature: bytes) -> int | None:
    """Return the number of the edition a signature says the copy was made of."""
    try:
        return int(signature.decode("ascii").splitlines()[2].rpartition(" ")[2])
    except (ValueError, IndexError):
        return None


def pages_of(manifest: Manifest) -> dict[str, Entry]:
    """Return the pages of an edition, by path; the first page, which is a home page, left out."""
    return {
        path: entry
        for path, entry in manifest.entries.items()
        if entry.status == _OK
        and entry.language
        and not entry.is_copy_only
        and path.startswith(f"/{entry.language}/")
    }


def files_of(
    manifest: Manifest, proof: Mapping[str, bytes], *, page: bytes, read: Read
) -> Iterator[tuple[str, bytes]]:
    """Yield what is in the zip: the page to open, what proves it, and the pages it is made of."""
    yield PAGE, page
    for name in _PROOFS:
        yield f"edition/{name}", proof[name]
    for sha256 in _bodies_of(manifest):
        yield f"edition/blob/{sha256}", read(sha256)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip that is the same whenever and wherever it is made of the same files."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            place = zipfile.ZipInfo(name, _NEVER)
            place.compress_type = zipfile.ZIP_DEFLATED
            place.create_system = 3  # as on Unix, where a file has rights
            place.external_attr = 0o644 << 16
            archive.writestr(place, content)
    return made.getvalue()


def require_proved(
    bundle: Bundle, made: SignedManifest, shown: SignedCharter, *, page_of: PageOf
) -> None:
    """Raise NotABundle unless a copy may be carried on beside the edition that was `made`.

    `shown` is the charter in force, and `page_of` makes the page to open. The copy may be of an
    older edition, if it has no page that is not there any more.
    """
    require_signed(bundle, made, shown)
    try:
        archive = _Archive(bundle.content)
        inside = archive.edition()
        inside.require_by(shown.charter)
        _require_fitting(inside, bundle, made)
        _require_whole(archive, inside, shown, page_of=page_of)
    except (NotSigned, NotAManifest) as reason:
        raise NotABundle(str(reason)) from None
    except _BROKEN:
        message = "It is damaged, or was not made by Ambasada."
        raise NotABundle(message) from None


def require_signed(bundle: Bundle, made: SignedManifest, shown: SignedCharter) -> None:
    """Raise NotABundle unless a key of the charter that still held for `made` signed a copy."""
    text = bundle.signature.decode("utf-8", "replace")
    try:
        signer_of(shown.charter, bundle.content, text, created=made.manifest.created)
    except NotSigned:
        message = "It was not signed with a key that the charter names today."
        raise NotABundle(message) from None


def _require_fitting(inside: SignedManifest, bundle: Bundle, made: SignedManifest) -> None:
    """Look whether its edition is the one that is served, or one before it."""
    mine, served = inside.manifest, made.manifest
    _require(mine.number == bundle.number, "Its signature names another edition than it holds.")
    _require(mine.number <= served.number, "It is of a newer edition than the one served.")
    is_same = mine.number < served.number or inside.content == made.content
    _require(is_same, "It holds another edition of the same number.")
    is_there = pages_of(mine).keys() <= pages_of(served).keys()
    _require(is_there, "It has a page that is not there any more.")


def _require_whole(
    archive: "_Archive", inside: SignedManifest, shown: SignedCharter, *, page_of: PageOf
) -> None:
    """Look at every file in it."""
    manifest = inside.manifest
    named = [PAGE, *(f"edition/{each}" for each in _PROOFS)]
    named += [f"edition/blob/{each}" for each in _bodies_of(manifest)]
    _require(archive.names == named, "It has files that do not belong to it.")
    for name, content in ((CHARTER, shown.content), (f"{CHARTER}{SIGNATURE}", shown.signature)):
        is_same = archive.holds(f"edition/{name}", content)
        _require(is_same, "It was made under another charter than the one in force.")
    bodies = archive.bodies(manifest)
    wrong = contradictions(
        shown.charter, replace(manifest, entries=pages_of(manifest)), bodies.__getitem__
    )
    _require(not wrong, " ".join(wrong[:1]))
    _require(
        archive.holds(PAGE, page_of(manifest, bodies.__getitem__)),
        "Its page is not what this version of Ambasada makes: use the version of the site.",
    )


def _bodies_of(manifest: Manifest) -> list[str]:
    return sorted({entry.sha256 for entry in pages_of(manifest).values()})


class _Archive:
    """A zip whose signature was verified, and yet is not believed: a key can be stolen."""

    def __init__(self, content: bytes) -> None:
        _require(content.count(_LISTED) <= _MOST_FILES, "It has more files than we would put in.")
        self._zip = zipfile.ZipFile(BytesIO(content))
        self.names = self._zip.namelist()
        size = sum(
            _BESIDE_A_FILE + 2 * len(each.filename.encode()) + each.compress_size
            for each in self._zip.infolist()
        )
        _require(size + _END == len(content), "It holds something besides its files.")

    def read(self, name: str, *, at_most: int) -> bytes:
        """Return a file; raise NotABundle, with no more of it unpacked, if it is larger."""
        content = self._begun(name, at_most + 1)
        _require(len(content) <= at_most, f"{name} in it is larger than it may be.")
        return content

    def holds(self, name: str, content: bytes) -> bool:
        """Tell whether a file is exactly this; no more of it is unpacked."""
        return self._begun(name, len(content) + 1) == content

    def _begun(self, name: str, count: int) -> bytes:
        place = self._zip.getinfo(name)
        is_ours = place.compress_type == zipfile.ZIP_DEFLATED
        _require(is_ours, "It is packed in another way than ours.")
        with self._zip.open(place) as member:
            return member.read(count)

    def edition(self) -> SignedManifest:
        """Return the edition it says it was made of."""
        content = self.read(f"edition/{MANIFEST}", at_most=LARGEST)
        signature = self.read(f"edition/{MANIFEST}{SIGNATURE}", at_most=LARGEST_SIGNATURE)
        return SignedManifest(Manifest.read(content), content, signature)

    def bodies(self, manifest: Manifest) -> dict[str, bytes]:
        """Return the pages in it, each what its hash says."""
        sizes = {entry.sha256: entry.size for entry in pages_of(manifest).values()}
        is_bearable = min(sizes.values(), default=0) >= 0 and sum(sizes.values()) <= _LARGEST_PAGES
        _require(is_bearable, "Its pages are larger than a copy of ours would be.")
        found = {}
        for sha256, size in sizes.items():
            found[sha256] = self.read(f"edition/blob/{sha256}", at_most=size)
            _require(sha256_of(found[sha256]) == sha256, "A page in it is altered.")
        return found


def _require(is_met: bool, otherwise: str) -> None:  # noqa: FBT001 -- reads as a sentence
    if not is_met:
        raise NotABundle(otherwise)

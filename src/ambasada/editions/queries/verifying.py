"""Whether an edition is what it claims to be: signed, whole, and true to its charter."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ambasada.editions.folders import CHARTER, MANIFEST, SIGNATURE, Folders
from ambasada.editions.keys import KeyFolder
from ambasada.lib.blobs import SpoiltBlob
from ambasada.lib.charters import Charter, NotACharter, contradictions, signer_of
from ambasada.lib.manifests import Manifest, NotAManifest
from ambasada.lib.minisign import NotSigned
from ambasada.lib.refused import Refused


def faults_of(folders: Folders, code: str, number: int, *, now: datetime) -> list[str]:
    """Return in sentences what is wrong with an edition; nothing if it is sound.

    Asked are the root key's signature on the charter it was made under, the signature of a key of
    that charter on the manifest, every body, and whether it contradicts the charter. Reads every
    byte of it: some seconds on a large site.
    """
    try:
        charter = _charter(folders.edition(code, number), code)
        manifest = _manifest(folders.edition(code, number), charter)
    except _Unsound as reason:
        return [str(reason)]
    found = list(_misplaced(manifest, code, number))
    if number == folders.current(code) and manifest.expires <= now:
        found.append(_("The edition has run out. Run `ambasada bake`."))
    found += _spoilt(folders, manifest)
    return found + contradictions(charter, manifest, _reader(folders))


class _Unsound(Exception):
    """Nothing further can be asked of an edition; the text says why."""


def _charter(folder: Path, code: str) -> Charter:
    """Return the charter an edition was made under, if our root key signed it."""
    content = _read(folder, CHARTER)
    signature = _read(folder, f"{CHARTER}{SIGNATURE}").decode("ascii", "replace")
    try:
        root = KeyFolder(settings.KEYS_ROOT, code).root
    except Refused as refusal:
        raise _Unsound(str(refusal)) from None
    if root is None:
        raise _Unsound(_("There is no root key here to check the charter with."))
    try:
        root.verify(content, signature)
        return Charter.read(content)
    except NotSigned:
        raise _Unsound(_("The charter was not signed with the root key that is pinned.")) from None
    except NotACharter:
        raise _Unsound(_("The charter cannot be read.")) from None


def _manifest(folder: Path, charter: Charter) -> Manifest:
    """Return the manifest of an edition, if a key of its charter signed it."""
    content = _read(folder, MANIFEST)
    signature = _read(folder, f"{MANIFEST}{SIGNATURE}").decode("ascii", "replace")
    try:
        manifest = Manifest.read(content)
        signer_of(charter, content, signature, created=manifest.created)
    except NotAManifest:
        raise _Unsound(_("The manifest cannot be read.")) from None
    except NotSigned:
        message = _("The manifest was not signed with a key that its charter names.")
        raise _Unsound(message) from None
    return manifest


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise _Unsound(_("The file %(name)s is not there.") % {"name": name}) from None


def _misplaced(manifest: Manifest, code: str, number: int) -> Iterator[str]:
    if (manifest.embassy, manifest.number) != (code, number):
        yield _("The manifest is that of another edition.")


def _spoilt(folders: Folders, manifest: Manifest) -> list[str]:
    """Return a sentence for each path whose body is absent or damaged."""
    spoilt = {each for each in manifest.hashes if not folders.blobs.is_sound(each)}
    sentence = _("The body of %(path)s is absent or damaged. Run `ambasada bake`.")
    return [
        sentence % {"path": path}
        for path, entry in sorted(manifest.entries.items())
        if entry.sha256 in spoilt
    ]


def _reader(folders: Folders) -> Callable[[str], bytes]:
    def read(sha256: str) -> bytes:
        try:
            return folders.blobs.read(sha256)
        except SpoiltBlob:  # told already
            return b""

    return read

"""The copy to read offline: a zip under a name that says nothing, signed with the edition key."""

import json
import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings

from ambasada.editions.actions.erasing import drop_bundle
from ambasada.editions.folders import CHARTER, MANIFEST, SIGNATURE, Folders
from ambasada.editions.keys import KeyFolder
from ambasada.editions.offline.information import information
from ambasada.editions.queries.erasable import bundles_of, holds_erased
from ambasada.lib.blobs import SpoiltBlob, write_whole
from ambasada.lib.bundles import files_of, pages_of, zipped
from ambasada.lib.charters import Charter, NotACharter
from ambasada.lib.manifests import Manifest, NotAManifest, sha256_of
from ambasada.lib.minisign import SecretKey
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import Carried

# A copy is carried for weeks; that it is ten minutes older than the site harms nobody.
_RESTS = timedelta(minutes=10)
_NOTED = 500  # copies, some months of them
_LOGGER = logging.getLogger(__name__)


def bundle_all(*, now: datetime) -> None:
    """Make each embassy's copy anew if its edition changed and the copy is ten minutes old.

    If a page was taken back meanwhile, or the charter changed, the copy is made at once. Where no
    key may sign, or a body is damaged, the copy there is stays.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    for code in folders.codes() if folders.root.exists() else ():
        try:
            manifest = folders.current_manifest(code)
            if manifest is None or holds_erased(folders, manifest):
                continue
            if _is_due(folders, manifest, now=now):
                _bundle(folders, manifest, now=now)
        except (OSError, NotAManifest, NotACharter, SpoiltBlob, Refused):
            _LOGGER.exception("the copy to read offline could not be made")


def _is_due(folders: Folders, manifest: Manifest, *, now: datetime) -> bool:
    made = folders.bundled(manifest.embassy)
    if made is None or not folders.bundle(manifest.embassy).exists():
        return True
    age = now.timestamp() - folders.bundle(manifest.embassy).stat().st_mtime
    is_rested = age >= _RESTS.total_seconds()
    return made != manifest.number and (is_rested or _misleads(folders, manifest, made))


def _misleads(folders: Folders, manifest: Manifest, made: int) -> bool:
    """Tell whether the copy has a page that is gone, or was made under another charter.

    Then it may give a number that is ours no more; and no mirror carries it on.
    """
    try:
        before = folders.manifest(manifest.embassy, made)
    except (OSError, NotAManifest):
        return True
    is_complete = pages_of(before).keys() <= pages_of(manifest).keys()
    return not is_complete or before.charter != manifest.charter


def _bundle(folders: Folders, manifest: Manifest, *, now: datetime) -> None:
    key = _key_for(folders, manifest, now=now)
    content = zipped(dict(_files(folders, manifest)))
    path = folders.bundle(manifest.embassy)
    signature = key.sign(content, f"{manifest.embassy} offline {manifest.number}")
    write_whole(path, content)
    os.utime(path, (now.timestamp(), now.timestamp()))
    write_whole(path.with_name(f"{path.name}{SIGNATURE}"), signature.encode("ascii"))
    if holds_erased(folders, manifest):  # since this copy was begun
        drop_bundle(folders, manifest.embassy)
        return
    made = now.replace(second=0, microsecond=0).isoformat()
    _note(folders, manifest.embassy, Carried(manifest.number, made, sha256_of(content)))


def _note(folders: Folders, code: str, made: Carried) -> None:
    """Note that this copy went out: an erasure says which ones had what was erased."""
    noted = [*bundles_of(folders, code), made][-_NOTED:]
    content = json.dumps([vars(each) for each in noted], indent=1).encode("ascii")
    write_whole(folders.bundles(code), content)


def _key_for(folders: Folders, manifest: Manifest, *, now: datetime) -> SecretKey:
    """Return the key that signs the copy, if the charter inside it names that key."""
    key = KeyFolder(settings.KEYS_ROOT, manifest.embassy).edition_key
    folder = folders.edition(manifest.embassy, manifest.number)
    charter = Charter.read((folder / CHARTER).read_bytes())
    named = {each.key for each in charter.keys if each.until >= now}
    if key is None or key.public not in named:
        message = "The charter names no key that could sign the copy to read offline."
        raise Refused(message)
    return key


def _files(folders: Folders, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    folder = folders.edition(manifest.embassy, manifest.number)
    names = (MANIFEST, f"{MANIFEST}{SIGNATURE}", CHARTER, f"{CHARTER}{SIGNATURE}")
    proof = {name: (folder / name).read_bytes() for name in names}
    page = information(manifest, folders.blobs.read)
    return files_of(manifest, proof, page=page, read=folders.blobs.read)

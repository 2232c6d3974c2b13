"""What is served, as a folder that a web server serves without us."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ambasada.editions.folders import CHARTER, MANIFEST, SIGNATURE, Folders
from ambasada.editions.keys import KeyFolder
from ambasada.editions.offline.information import information
from ambasada.editions.queries.erasable import holds_erased
from ambasada.lib.blobs import SpoiltBlob, is_text
from ambasada.lib.bundles import Bundle, NotABundle, require_proved
from ambasada.lib.charters import Charter, NotACharter
from ambasada.lib.copies import Copy, opened
from ambasada.lib.manifests import Manifest, NotAManifest
from ambasada.lib.proofs import SignedCharter, SignedManifest
from ambasada.lib.refused import Refused
from ambasada.network.models import Embassy


@dataclass(frozen=True)
class Exported:
    """What was written."""

    manifest: Manifest
    must_reload: bool  # the web server's configuration is another one
    remark: str = ""  # what is wrong with the copy to read offline


def export(embassy: Embassy, folder: Path) -> Exported:
    """Write the edition that is served into a folder, which changes in one step.

    Raises Refused if nothing is served, a body is damaged, or the folder can't be used.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    number = folders.current(embassy.code)
    if number is None:
        message = "Nothing is public yet: let members approve it, and run `ambasada bake`."
        raise Refused(message)
    names = (MANIFEST, f"{MANIFEST}{SIGNATURE}", CHARTER, f"{CHARTER}{SIGNATURE}")
    try:
        source = folders.edition(embassy.code, number)
        proof = {name: (source / name).read_bytes() for name in names}
        manifest = Manifest.read(proof[MANIFEST])
    except (OSError, NotAManifest):
        message = "The edition that is served cannot be read. Run `ambasada bake --full`."
        raise Refused(message) from None
    if holds_erased(folders, manifest):
        message = "Something was erased and the edition is not made anew yet. Run `ambasada bake`."
        raise Refused(message)
    bundle, remark = _bundle(manifest, proof, folders)
    with opened(folder) as copy:
        _fill(copy, manifest, folders)
        root = KeyFolder(settings.KEYS_ROOT, embassy.code).root
        if root is not None:
            copy.pin(root)
        return Exported(manifest, copy.serve(manifest, proof, bundle), remark)


def _bundle(
    manifest: Manifest, proof: Mapping[str, bytes], folders: Folders
) -> tuple[Bundle | None, str]:
    """Return the copy to read offline if there is one, and what is wrong with it if it is."""
    place = folders.bundle(manifest.embassy)
    made = SignedManifest(manifest, proof[MANIFEST], proof[f"{MANIFEST}{SIGNATURE}"])
    content, signature = proof[CHARTER], proof[f"{CHARTER}{SIGNATURE}"]
    try:
        shown = SignedCharter(Charter.read(content), content, signature)
        found = Bundle(place.read_bytes(), place.with_name(f"{place.name}{SIGNATURE}").read_bytes())
        require_proved(found, made, shown, page_of=information)
    except OSError:  # the clock makes one soon
        return None, ""
    except (NotABundle, NotACharter) as reason:
        return None, str(reason)
    return found, ""


def _fill(copy: Copy, manifest: Manifest, folders: Folders) -> None:
    held = copy.manifest
    if held is not None and held.embassy != manifest.embassy:
        message = f"The folder holds a copy of {held.embassy}: choose another one."
        raise Refused(message)
    for sha256, (path, entry) in copy.lacking(manifest).items():
        try:
            copy.blobs.put(folders.blobs.read(sha256), is_text=is_text(entry.type))
        except SpoiltBlob:
            message = f"The body of {path} is damaged. Run `ambasada bake`, then export again."
            raise Refused(message) from None

"""What a loss of power or a failing disk did to the bodies that are served."""

from ambasada.editions.actions.turns import one_at_a_time
from ambasada.editions.folders import Folders
from ambasada.lib.manifests import NotAManifest


def drop_spoilt_bodies(folders: Folders) -> int:
    """Delete what is half written and every served body that is damaged; return how many.

    The next bake makes those again. Until then readers are told that a page can't be read. Where
    it can't be told what is served, as behind a broken pointer, every body there is is looked at.
    """
    if not folders.root.exists():
        return 0
    with one_at_a_time(folders.root):
        folders.blobs.sweep_drafts()
        spoilt = {each for each in _served(folders) if not folders.blobs.is_sound(each)}
        for sha256 in spoilt:
            folders.blobs.drop(sha256)
        return len(spoilt)


def _served(folders: Folders) -> set[str]:
    found: set[str] = set()
    for code in folders.codes():
        try:
            manifest = folders.current_manifest(code)
        except (OSError, NotAManifest):
            manifest = None
        found |= manifest.hashes if manifest else set(folders.blobs.every())
    return found

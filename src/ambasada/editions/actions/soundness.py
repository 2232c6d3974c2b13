"""What a loss of power or a failing disk did to the bodies that are served."""

from ambasada.editions.actions.turns import one_at_a_time
from ambasada.editions.books import Page
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


def still_sound(pages: dict[str, Page], folders: Folders) -> dict[str, Page]:
    """Leave out pages whose bytes are gone: the next render makes them again."""
    standing = [page for page in pages.values() if not page.entry.to]
    named = {page.base for page in standing} | {page.entry.sha256 for page in standing}
    absent = folders.blobs.absent(named)
    if not absent:
        return pages
    return {
        path: page
        for path, page in pages.items()
        if page.entry.to or absent.isdisjoint((page.base, page.entry.sha256))
    }

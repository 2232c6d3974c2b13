"""Which pages can be served again as an earlier edition had them, and which must not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ambasada.editions.books import Books, Page
from ambasada.editions.folders import Folders
from ambasada.editions.gates import Reading
from ambasada.editions.models import MirrorCheck, Rollback
from ambasada.editions.public import tags_of
from ambasada.lib.blobs import BlobStore, SpoiltBlob
from ambasada.lib.charters import Charter, contacts_in
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry, Manifest, NotAManifest, sha256_of
from ambasada.network.models import Approval, Embassy, FairCopy

_OK = 200


@dataclass(frozen=True)
class Store:
    """What is needed to look into a body of an earlier edition."""

    books: Books
    blobs: BlobStore
    charter: Charter


def older_of(rollback: Rollback, folders: Folders, code: str) -> Manifest | None:
    """Return the manifest that is gone back to.

    None if everything is to be as it was approved last, or if the edition was pruned since, or is
    not the one that members approved: then the reason is signed, and nothing is held.
    """
    if rollback.number is None:
        return None
    try:
        manifest = folders.manifest(code, rollback.number)
    except (OSError, NotAManifest):
        return None
    return manifest if sha256_of(manifest.canonical()) == rollback.sha256 else None


def pages_again(
    embassy: Embassy, older: Manifest, pages: Mapping[str, Page], *, store: Store
) -> Iterator[tuple[str, Page]]:
    """Yield each path that an earlier edition had other bytes for and may have again.

    What was taken back since stays away, and whatever is made of it keeps its newest bytes: a
    list that named it, a page that showed that channel. So does a page that would lead to what is
    not there any more or to a mirror that readers are not shown, and one that gives a number or
    mailbox that is not ours any more. The banner of now is filled in as everywhere.
    """
    kept = store.books.touched_by(_taken_back_since(embassy, older))
    gone = {path for path, entry in older.entries.items() if not _is_there(path, entry, pages)}
    gone |= _mirrors_not_shown(embassy)
    for path, entry in older.entries.items():
        if path in gone or path in kept or entry.headers is HeaderClass.KEPT or entry.to:
            continue
        page = _again(pages[path], entry, store)
        if page is not None and _is_harmless(path, page, pages[path], store=store, gone=gone):
            yield path, page


def _is_there(path: str, entry: Entry, pages: Mapping[str, Page]) -> bool:
    """Tell whether what stood at a path still has bytes of its own there."""
    if entry.status != _OK:
        return path in pages
    return path in pages and pages[path].entry.status == _OK


def _taken_back_since(embassy: Embassy, older: Manifest) -> set[str]:
    """Return the tags of what members took back after an edition was made."""
    copies = FairCopy.objects.filter(
        approval__embassy=embassy,
        approval__change=Approval.Change.WITHDRAW,
        approval__status=Approval.Status.APPROVED,
        approval__decided_at__gte=older.created,
    )
    rows = copies.values_list("kind", "translation_key", "path", "object_id", "dated_on")
    return {
        tag
        for kind, key, path, number, day in rows
        for tag in tags_of(kind, key, path, number=number, day=day)
    }


def _mirrors_not_shown(embassy: Embassy) -> set[str]:
    """Return the addresses of mirrors that are not, or not yet, what we signed."""
    rows = MirrorCheck.objects.filter(embassy=embassy)
    shown = MirrorCheck.Standing.LISTED
    return set(rows.exclude(standing=shown).values_list("address", flat=True))


def _again(now: Page, entry: Entry, store: Store) -> Page | None:
    """Return a page as an edition had it, without its banner; None if that is not known."""
    found = store.books.body(entry.sha256)
    if found is None or now.entry.status != entry.status or found.sha256 == now.base:
        return None
    try:
        body = store.blobs.read(found.sha256)
    except SpoiltBlob:
        return None
    bare = replace(entry, sha256=found.sha256, size=len(body))
    links = Reading(body).links if entry.language else set()
    return replace(now, entry=bare, base=found.sha256, slot=found.slot, links=frozenset(links))


def _is_harmless(path: str, again: Page, now: Page, *, store: Store, gone: set[str]) -> bool:
    """Tell whether old bytes lead to nothing that is gone and call nobody who is not ours."""
    body = store.blobs.read(again.base)
    if any(each.encode("ascii") in body for each in gone if each != path):
        return False
    return contacts_in(body) <= set(store.charter.contacts) | contacts_in(
        store.blobs.read(now.base)
    )

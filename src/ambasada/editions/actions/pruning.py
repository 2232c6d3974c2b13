"""Letting go of old editions, and of bodies that nothing names any more."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from ambasada.editions.actions.turns import one_at_a_time
from ambasada.editions.books import open_books
from ambasada.editions.folders import DELTA, Folders
from ambasada.lib.manifests import Manifest, NotAManifest, sha256_of

KEPT = 5
# Mirrors that looked a day ago still find what they were promised.
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Pruned:
    """How much went."""

    editions: int
    bodies: int


def prune_editions(
    *, now: datetime, keep: int = KEPT, younger_than: timedelta = KEPT_FOR
) -> Pruned:
    """Delete editions of every embassy but the newest, and what was half made when a bake ended.

    Kept are the edition that is served, the newest `keep` of those that were, and all that are
    younger; then every body that a kept edition or the books name. Waits for a bake that is under
    way, so that none loses a body it has just written. An embassy that serves nothing keeps all it
    has. Raises Refused if the bake does not end.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    if not folders.root.exists():
        return Pruned(0, 0)
    with one_at_a_time(folders.root):
        for code in folders.codes():
            folders.sweep_drafts(code)
        editions = sum(
            _prune(folders, code, keep=keep, since=now - younger_than)
            for code in folders.codes()
            if folders.current(code) is not None
        )
        return Pruned(editions, _drop_unnamed(folders))


def prune_to_served(folders: Folders, code: str, *, now: datetime) -> None:
    """Delete every edition of an embassy but the one served, and bodies that nothing names.

    What leads from the edition before to this one goes too: it names every path that went. Must
    run in the turn of a bake.
    """
    _prune(folders, code, keep=1, since=now + timedelta(days=1))
    number = folders.current(code)
    if number is not None:
        (folders.edition(code, number) / DELTA).unlink(missing_ok=True)
    folders.sweep_drafts(code)
    folders.blobs.sweep_drafts()
    _drop_unnamed(folders)


def _drop_unnamed(folders: Folders) -> int:
    """Delete the bodies that no edition and no books name; return how many went."""
    named = set().union(*(_named(folders, code) for code in folders.codes()))
    unnamed = [each for each in folders.blobs.every() if each not in named]
    for sha256 in unnamed:
        folders.blobs.drop(sha256)
    return len(unnamed)


def _prune(folders: Folders, code: str, *, keep: int, since: datetime) -> int:
    """Delete what is not kept of one embassy's editions; return how many went."""
    kept = {folders.current(code), *_kept(_once_served(folders, code), keep=keep, since=since)}
    going = [each for each in folders.numbers(code) if each not in kept]
    for number in going:
        shutil.rmtree(folders.edition(code, number))
    return len(going)


def _kept(served: Iterator[Manifest], *, keep: int, since: datetime) -> Iterator[int]:
    for place, manifest in enumerate(served):
        if place < keep or manifest.created >= since:
            yield manifest.number


def _once_served(folders: Folders, code: str) -> Iterator[Manifest]:
    """Yield the editions that are or were served, newest first.

    Each names the one before by its hash. What a killed bake left was never pointed to, so that no
    edition names it. Where the one before is gone, what is older is taken for served.
    """
    newest = folders.current(code) or 0
    older = [each for each in reversed(folders.numbers(code)) if each <= newest]
    found = _next(folders, code, older)
    while found is not None:
        yield found
        older = [each for each in older if each < found.number]
        if not found.previous:
            return
        found = _next(folders, code, older, wanted=found.previous) or _next(folders, code, older)


def _next(
    folders: Folders, code: str, older: list[int], *, wanted: str | None = None
) -> Manifest | None:
    """Return the newest of some editions that can be read and has the hash that is wanted."""
    for number in older:
        try:
            content = folders.manifest_bytes(code, number)
            if wanted is None or sha256_of(content) == wanted:
                return Manifest.read(content)
        except (OSError, NotAManifest):
            continue
    return None


def _named(folders: Folders, code: str) -> set[str]:
    """Return the bodies that an embassy's editions and books name."""
    found: set[str] = set()
    for number in folders.numbers(code):
        try:
            found |= folders.manifest(code, number).hashes
        except (OSError, NotAManifest):
            continue
    with open_books(folders.books, code) as books:
        for page in books.pages().values():
            found |= {page.base, page.entry.sha256}
        return found | books.forget_bodies_but(found)

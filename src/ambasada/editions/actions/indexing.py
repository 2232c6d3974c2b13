"""Writing down what is searched: from the edition that is served, page by page, after each bake."""

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from ambasada.editions.actions.release import current_of
from ambasada.editions.books import Books, look_into
from ambasada.editions.folders import Folders
from ambasada.editions.hiding import is_every_sites, is_hidden, is_of_the_past
from ambasada.editions.searching.carried import carried_words
from ambasada.editions.searching.texts import page_text
from ambasada.editions.searching.written import Index, Maker, drop_index, open_index
from ambasada.lib.blobs import BlobStore, SpoiltBlob, write_whole
from ambasada.lib.bundles import pages_of
from ambasada.lib.manifests import Manifest
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import Tombstones, tombstones_in
from ambasada.network.languages import reading_order
from ambasada.network.models import Embassy, SpoiltCopy
from ambasada.network.queries import Facts, facts_of

_LOGGER = logging.getLogger(__name__)
_SECONDS_AT_ONCE = 2.0  # so that time alone, as of an office that ends, does not wait for long
_ASKS_EVERY = 0.05  # seconds, whether it is to give way
# Each time copies get other words, there is another edition: once in ten minutes is enough.
_RESTS = 600.0
# What each file was made of when it was last found whole: nothing is read again while that holds.
_DONE: dict[Path, str] = {}


def index_all(
    *, seconds: float = _SECONDS_AT_ONCE, gives_way: Callable[[], bool] = lambda: False
) -> bool:
    """Bring what is searched to the editions that are served; tell whether some of it is left.

    It ends after some seconds, or as soon as it is to give way. What was erased, or names it, is
    not written down. A file that can't be written is tried again the next time; readers are told
    that it is being made.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    turn = _Turn(time.monotonic() + seconds, gives_way)
    is_left = False
    for embassy in Embassy.objects.select_related("site").order_by("pk"):
        try:
            facts = facts_of(embassy)
            if facts is not None:
                is_behind = _bring(folders, facts, turn)
                is_left = is_left or is_behind
        except (OSError, sqlite3.Error, Refused, SpoiltCopy):
            _LOGGER.exception("what is searched could not be written down")
        if turn.gave_way:
            return True
    return is_left


class _Turn:
    """How long this goes on: until a moment, or until it is to give way."""

    def __init__(self, until: float, gives_way: Callable[[], bool]) -> None:
        self.gave_way = False
        self._gives_way = gives_way
        self._until = until
        self._asked_at = float("-inf")

    def is_over(self) -> bool:
        """Tell whether to stop; asked for each page, it asks others a few times a second."""
        now = time.monotonic()
        if now > self._until:
            return True
        if now - self._asked_at < _ASKS_EVERY:
            return False
        self._asked_at = now
        return self.gives_way()

    def gives_way(self) -> bool:
        """Ask whether to give way, and keep that it did."""
        self.gave_way = self.gave_way or self._gives_way()
        return self.gave_way


def _bring(folders: Folders, facts: Facts, turn: _Turn) -> bool:
    """Bring one embassy's to its edition; what was written while something was erased is deleted.

    Who erases lays the tombstone first, and then deletes what was written before.
    """
    code = facts.embassy.code
    before = tombstones_in(folders.tombstones).of(code).newest
    try:
        is_behind = _index(folders, facts, turn) or _carry(folders, facts.embassy, turn)
    finally:
        is_changed = tombstones_in(folders.tombstones).of(code).newest != before
        if is_changed:
            forget_index(folders, code)
    return is_behind or is_changed


def forget_index(folders: Folders, code: str) -> None:
    """Delete what is searched, here and on copies, with every word that was ever in it."""
    drop_index(folders.search(code))
    for file in folders.embassy(code).glob("words.*.js"):
        file.unlink(missing_ok=True)
    _DONE.pop(folders.search(code), None)


def maker_for(facts: Facts) -> Maker:
    """Return what decides how an embassy's words are written down."""
    languages = facts.embassy.languages
    return Maker(facts.lexicon, {each: reading_order(each) for each in languages})


def _carry(folders: Folders, embassy: Embassy, turn: _Turn) -> bool:
    """Write down what copies of the site search, ten minutes after it was last written.

    Tell whether some of it is left.
    """
    file, now = folders.search(embassy.code), time.time()
    for language in embassy.languages:
        words = folders.words(embassy.code, language)
        is_there = words.exists()
        if is_there and (
            words.stat().st_mtime > file.stat().st_mtime or now - words.stat().st_mtime < _RESTS
        ):
            continue
        if turn.gives_way():
            return True
        made = carried_words(file, language)
        if made is not None:
            write_whole(words, made)
    return False


def _index(folders: Folders, facts: Facts, turn: _Turn) -> bool:
    code = facts.embassy.code
    manifest = current_of(folders, code)
    if manifest is None:
        return False
    file, maker = folders.search(code), maker_for(facts)
    stones = tombstones_in(folders.tombstones).of(code)
    newest = [(each.number, sorted(each.withheld)) for each in stones.stones]
    state = f"{manifest.number} {manifest.previous} {maker.digest} {newest}"
    if _DONE.get(file) == state and file.exists():
        return False
    wanted = dict(_bodies(manifest, stones, look_into(folders.books, code, Books.bases)))
    with open_index(file, maker) as index:
        known = index.known()
        index.forget(known.keys() - wanted.keys())
        for path, sha256 in wanted.items():
            if known.get(path) != sha256:
                _write(index, path, sha256, blobs=folders.blobs)
                if turn.is_over():
                    return True
        index.finish()
    _DONE[file] = state
    return False


def _write(index: Index, path: str, sha256: str, *, blobs: BlobStore) -> None:
    """Write one page down; one whose body is damaged waits until it was baked anew."""
    try:
        index.write(path, sha256, page_text(blobs.read(sha256)))
    except SpoiltBlob:
        index.forget([path])


def _bodies(
    manifest: Manifest, stones: Tombstones, bases: dict[str, str] | None
) -> Iterator[tuple[str, str]]:
    """Yield the pages to write down, each with the hash of its body, without a banner if known.

    So a banner, which every page has at once, makes nobody write down every page anew.
    """
    for path, entry in pages_of(manifest).items():
        is_text = not is_every_sites(path) and not is_of_the_past(path)
        is_kept_away = entry.sha256 in stones.withheld or is_hidden(stones, manifest, path)
        if is_text and not is_kept_away:
            yield path, (bases or {}).get(path) or entry.sha256

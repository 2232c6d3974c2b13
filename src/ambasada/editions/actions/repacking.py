"""The idle lane: what readers are sent is packed tighter than a bake has time for."""

import json
from contextlib import suppress
from itertools import islice

from django.conf import settings

from ambasada.editions.actions.release import current_of
from ambasada.editions.actions.turns import one_at_a_time
from ambasada.editions.books import Books, look_into, open_books
from ambasada.editions.folders import Folders
from ambasada.lib.blobs import SpoiltBlob

# On two cores some seconds of one of them: less than the minute between two beats of the clock.
_AT_A_TIME = 50
_NAME = "packed"  # of the note in the books


def repack_some() -> int:
    """Pack up to fifty served bodies of each embassy tighter; return how many became smaller.

    Which were tried is noted in the books, so that the work ends. No bake waits for it.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    if not folders.root.exists():
        return 0
    return sum(_repack(folders, code) for code in folders.codes())


def _repack(folders: Folders, code: str) -> int:
    manifest = current_of(folders, code)
    packed = look_into(folders.books, code, _packed)
    if manifest is None or packed is None:
        return 0
    served = manifest.hashes
    chosen = list(islice(sorted(served - packed), _AT_A_TIME))
    if not chosen:
        return 0
    smaller = 0
    for sha256 in chosen:
        with suppress(SpoiltBlob, OSError):  # it was pruned meanwhile, or is made again soon
            smaller += folders.blobs.repack(sha256)
    with one_at_a_time(folders.root), open_books(folders.books, code) as books:
        books.set_state(_NAME, json.dumps(sorted(served & {*packed, *chosen})))
    return smaller


def _packed(books: Books) -> set[str]:
    """Return the served bodies that are as small as they get."""
    return set(json.loads(books.state(_NAME) or "[]"))

"""Obeying tombstones where nothing can be signed: in a data folder that came back from a backup.

Who restores has no key for editions yet. What was erased after the backup goes all the same.
"""

from datetime import datetime

from django.conf import settings

from ambasada.editions.actions.erasing import (
    code_of,
    drop_bundle,
    is_past_forgotten,
    obey_tombstones,
)
from ambasada.editions.actions.indexing import forget_index
from ambasada.editions.actions.pruning import prune_to_served
from ambasada.editions.actions.release import current_of
from ambasada.editions.actions.turns import one_at_a_time
from ambasada.editions.books import open_books
from ambasada.editions.folders import Folders
from ambasada.editions.hiding import shown
from ambasada.lib.tombstones import Tombstones, tombstones_in
from ambasada.network.actions import forget_unnamed_files
from ambasada.network.models import Embassy
from ambasada.pages.papers import papers_of


def obey_all(*, now: datetime) -> bool:
    """Erase again whatever tombstones name, in every embassy, without an edition.

    Guaranteed once this returns: no row holds it, nor a stored file, a body, an index or the books.
    The manifest that is served still names its addresses until the next bake, which renders
    everything, and the front door sends nothing of it. Tells whether there was anything: then
    `overwrite_deleted_rows` is due. Raises Refused if nobody can tell what was erased.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    if not folders.tombstones.exists():
        return False
    late: dict[str, Tombstones] = {}
    with one_at_a_time(folders.root):
        for embassy in Embassy.objects.order_by("pk"):
            code = code_of(embassy)
            obeyed = obey_tombstones(embassy, code, now=now)
            with open_books(folders.books, code) as books:
                if not is_past_forgotten(folders, code, books):
                    late[code] = obeyed
        if late:
            _let_go(folders, late, now=now)
    return bool(late)


def _let_go(folders: Folders, late: dict[str, Tombstones], *, now: datetime) -> None:
    """Delete what can be made again, every edition but those served, and the bodies they hide."""
    for suffix in ("", "-journal"):
        folders.books.with_name(f"{folders.books.name}{suffix}").unlink(missing_ok=True)
    for code, obeyed in late.items():
        drop_bundle(folders, code)
        papers_of(code).drop()
        forget_index(folders, code)
        if folders.current(code) is not None:
            prune_to_served(folders, code, now=now)
        forget_unnamed_files(now=now, erased=obeyed.files)
    _drop_hidden(folders)


def _drop_hidden(folders: Folders) -> None:
    """Delete the bodies that the editions served name and show nobody."""
    stones = tombstones_in(folders.tombstones)
    named: set[str] = set()
    kept: set[str] = set()
    for code in folders.codes():
        served = current_of(folders, code)
        if served is not None:
            named |= served.hashes
            kept |= {entry.sha256 for entry in shown(stones.of(code), served)}
    for sha256 in named - kept:
        folders.blobs.drop(sha256)

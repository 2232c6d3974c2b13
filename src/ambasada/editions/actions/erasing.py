"""Erasing: removal for a person’s safety, which one member decides and two can lift.

First the tombstone is laid; from then on the front door sends nothing of what it names, whatever
an edition says. Then the rows go, the next bake makes an edition without them, and after it every
older edition and every body that nothing names is deleted. Whatever of it is cut off by a kill is
done by the next bake, and a database of an earlier day is made to obey before anything is baked.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from ambasada.accounts.models import Actor, Member
from ambasada.editions.actions.pruning import prune_to_served
from ambasada.editions.books import open_books, write_anew
from ambasada.editions.folders import SIGNATURE, Folders
from ambasada.editions.queries.erasable import (
    bodies_at,
    carried_of,
    holds_erased,
    paths_of,
    require_erasable,
)
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import Tombstone, lay, place_of, tombstones_in
from ambasada.network.models import Embassy, FairCopy
from ambasada.network.queries import facts_of
from ambasada.network.rules import answered_by
from ambasada.pages.actions import erase_traces, overwrite_deleted_rows
from ambasada.pages.queries import Traces, current, past_of, traces_of, traces_with


def _subject_of(stone: Tombstone) -> str:
    """Return how the ledger names an erasure."""
    return f"tombstone:{stone.number}"


def erase(thing: Any, embassy: Embassy, *, by: Member, now: datetime) -> Tombstone:  # noqa: ANN401 -- of any kind
    """Erase a page in all its languages, a fact an embassy can be without, or a stored document.

    One member with a seat suffices. Guaranteed once this returns: within a second no reader is sent
    it, nor the copy to read offline that has it; nothing in the database holds a word of it. After
    the next bake no edition does. Raises Refused if pages stand below it, if it is a page or fact
    that the embassy can't be without, or if what was erased before can't be read.
    """
    _require_seat(by, embassy, now=now)
    require_erasable(thing)
    traces = traces_of(thing)
    folders, code = Folders(settings.EDITIONS_ROOT), _code_of(embassy)
    stone = lay(
        folders.tombstones, _stone_for(traces, embassy.languages, code, folders=folders, now=now)
    )
    drop_bundle(folders, code)
    erase_traces(traces, subjects=[_subject_of(stone)], by=by, now=now)
    return stone


def erase_past(thing: Any, embassy: Embassy, *, by: Member, now: datetime) -> Tombstone:  # noqa: ANN401 -- of any kind
    """Erase what a page or fact said before, and every draft of it; what is public stays.

    For a name that was edited out. One member with a seat suffices, and what `erase` guarantees
    holds for the older words. Raises Refused if nothing of it is public, and as `erase` does.
    """
    _require_seat(by, embassy, now=now)
    require_erasable(thing)
    if not FairCopy.objects.of_thing(thing).filter(is_public=True).exists():
        raise Refused(_("Nothing of this is public. Erase all of it."))
    traces = past_of(thing)
    folders, code = Folders(settings.EDITIONS_ROOT), _code_of(embassy)
    public = traces_of(thing).copies
    kept = {each.sha256 for each in public if each.is_public} | _served(folders, code)
    bodies = bodies_at(paths_of(traces_of(thing), embassy.languages), code, folders)
    hashes = {each.sha256 for each in traces.copies} | {each.sha256 for each in traces.files}
    made = Tombstone(
        number=0,
        embassy=code,
        day=now.astimezone(UTC).date(),
        hashes=frozenset((hashes | bodies) - kept),
        carried=tuple(carried_of(traces, code, folders)),
    )
    stone = lay(folders.tombstones, made)
    drop_bundle(folders, code)
    erase_traces(traces, subjects=[_subject_of(stone)], by=by, now=now, keeps_public=True)
    return stone


def _served(folders: Folders, code: str) -> frozenset[str]:
    """Return the hashes of what readers are served."""
    manifest = folders.current_manifest(code)
    return frozenset(manifest.hashes) if manifest else frozenset()


def _require_seat(by: Member, embassy: Embassy, *, now: datetime) -> None:
    if not answered_by(by, today=now.date()).filter(pk=embassy.pk).exists():
        raise Refused(_("You have no seat in this embassy."))


def _code_of(embassy: Embassy) -> str:
    """Return the code that editions have: as it was approved; the row's may be anything."""
    facts = facts_of(embassy)
    return facts.embassy.code if facts else embassy.code


def _stone_for(
    traces: Traces, languages: Sequence[str], code: str, *, folders: Folders, now: datetime
) -> Tombstone:
    pages = [each for each in traces.things if isinstance(each, Page)]
    facts = [each for each in traces.things if not isinstance(each, Page)]
    rows = [FairCopy.of(made) for each in traces.things for made in (each, current(each))]
    paths = paths_of(traces, languages)
    return Tombstone(
        number=0,
        embassy=code,
        day=now.astimezone(UTC).date(),
        kinds=frozenset(each._meta.label_lower for each in facts),
        keys=frozenset(str(each.translation_key) for each in pages),
        places=frozenset(place_of(code, path) for path in paths),
        hashes=frozenset(
            {
                *(each.sha256 for each in (*traces.copies, *rows)),
                *(each.sha256 for each in traces.files),
                *bodies_at(paths, code, folders),
            }
        ),
        carried=tuple(carried_of(traces, code, folders)),
    )


def drop_bundle(folders: Folders, code: str) -> None:
    """Delete the copy to read offline; the clock makes another one of an edition that obeys."""
    path = folders.bundle(code)
    path.with_name(f"{path.name}{SIGNATURE}").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def obey_tombstones(code: str, *, now: datetime) -> int:
    """Erase again whatever of an embassy's erased things is in the database; return how much.

    It comes back with a database of an earlier day, or by a script. Must run in the turn of a bake.
    Raises Refused if nobody can tell what was erased.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    stones = tombstones_in(folders.tombstones).of(code)
    if not stones.stones:
        return 0
    traces = traces_with(kinds=stones.kinds, keys=stones.keys, hashes=stones.hashes)
    if not traces:
        return 0
    with open_books(folders.books, code) as books:
        books.set_state("erased", "")  # so that after this bake the past is forgotten once more
    subjects = [_subject_of(each) for each in stones.stones]
    erase_traces(traces, subjects=subjects, by=Actor.CLOCK, now=now)
    return len(traces.things) + len(traces.copies)


def forget_history(folders: Folders, code: str, *, now: datetime) -> None:
    """Delete every edition but the one served, and what nothing names, if something was erased.

    Must run in the turn of a bake, after it. Does nothing the second time.
    """
    stones = tombstones_in(folders.tombstones).of(code)
    with open_books(folders.books, code) as books:
        if int(books.state("erased") or 0) >= stones.newest:
            return
        books.miss_no_more(lambda path: stones.hide_path(code, path))
    if _is_held(folders, code):  # the bake was refused: readers are kept away by the front door
        return
    drop_bundle(folders, code)
    prune_to_served(folders, code, now=now)
    write_anew(folders.books)
    overwrite_deleted_rows()
    with open_books(folders.books, code) as books:
        books.set_state("erased", str(stones.newest))


def _is_held(folders: Folders, code: str) -> bool:
    manifest = folders.current_manifest(code)
    return manifest is not None and holds_erased(folders, manifest)

"""Erasing: removal for a person’s safety, which one member decides and two can lift.

First the tombstone is laid; from then on the front door sends nothing of what it names, whatever
an edition says. Then the rows go, the next bake makes an edition without them, and after it every
older edition and every body that nothing names is deleted. Whatever of it is cut off by a kill is
done by the next bake, and a database of an earlier day is made to obey before anything is baked.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from ambasada.accounts.models import Actor, Member
from ambasada.editions.actions.indexing import forget_index
from ambasada.editions.actions.looking import look_again_soon
from ambasada.editions.actions.pruning import prune_to_served
from ambasada.editions.actions.release import current_of
from ambasada.editions.books import Books, look_into, open_books
from ambasada.editions.books_file import write_anew
from ambasada.editions.folders import SIGNATURE, Folders
from ambasada.editions.hiding import SEARCH, WORDS, holds_any
from ambasada.editions.queries.erasable import (
    bodies_at,
    carried_of,
    paths_freed,
    paths_of,
    paths_shown,
    require_erasable,
    versions_freed,
    with_held,
)
from ambasada.editions.queries.naming import bodies_naming, bodies_of_people
from ambasada.lib.manifests import Manifest
from ambasada.lib.refused import Refused
from ambasada.lib.tombstones import (
    Tombstone,
    Tombstones,
    forget_where,
    lay,
    place_of,
    tombstones_in,
)
from ambasada.network.actions import forget_unnamed_files
from ambasada.network.models import Embassy, FairCopy, StoredCopy
from ambasada.network.queries import facts_of
from ambasada.network.rules import answered_by
from ambasada.pages.actions import erase_traces, overwrite_deleted_rows
from ambasada.pages.papers import papers_of
from ambasada.pages.queries import Traces, current, past_of, past_with, traces_of, traces_with
from ambasada.prisoners.actions import forget_removed, let_go_of_records
from ambasada.prisoners.models import PrisonerList

_FORGOTTEN = "forgotten"  # of the note in the books
_OF_PEOPLE = PrisonerList._meta.label_lower


def subject_of(stone: Tombstone) -> str:
    """Return how the ledger names an erasure."""
    return f"tombstone:{stone.number}"


def erase(thing: Any, embassy: Embassy, *, by: Member, now: datetime) -> Tombstone:  # noqa: ANN401 -- of any kind
    """Erase a page in all its languages, a fact an embassy can be without, or a stored document.

    One member with a seat suffices. Guaranteed once this returns: within a second no reader is sent
    it, nor a page that names it before that was made again, nor the copy to read offline that has
    it; nothing in the database holds a word of it. After the next bake no edition does. Raises
    Refused if pages stand below it, if it is a page or fact that the embassy can't be without, or
    if what was erased before can't be read.
    """
    require_seat(by, embassy, now=now)
    require_erasable(thing)
    traces = traces_of(thing)
    folders, code = Folders(settings.EDITIONS_ROOT), code_of(embassy)
    stone = lay(folders.tombstones, _stone_for(traces, embassy, code, folders=folders, now=now))
    drop_bundle(folders, code)
    papers_of(code).drop()  # the clock prints those again that may stand
    forget_index(folders, code)
    look_again_soon(embassy, now=now)
    erase_traces(traces, embassy, subjects=[subject_of(stone)], by=by, now=now)
    if _OF_PEOPLE in stone.kinds:
        let_go_of_records()
    return stone


def erase_past(thing: Any, embassy: Embassy, *, by: Member, now: datetime) -> Tombstone:  # noqa: ANN401 -- of any kind
    """Erase what a page or fact said before, and every draft of it; what is public stays.

    For a name that was edited out. One member with a seat suffices, and what `erase` guarantees
    holds for the older words. Raises Refused if nothing of it is public, if readers still get older
    words because the newer ones could not be baked, and as `erase` does.
    """
    require_seat(by, embassy, now=now)
    require_erasable(thing)
    if not FairCopy.objects.of_thing(thing).filter(is_public=True).exists():
        raise Refused(_("Nothing of this is public. Erase all of it."))
    traces, everything = past_of(thing), traces_of(thing)
    folders, code = Folders(settings.EDITIONS_ROOT), code_of(embassy)
    paths = with_held(paths_of(everything, embassy.languages))
    versions = versions_freed(everything, embassy)
    if paths & (look_into(folders.books, code, _behind) or set()):
        raise Refused(
            _(
                "Readers still get the older words: the newer ones could not be baked, or an "
                "earlier edition is served. Mend that first, or erase all of it."
            )
        )
    served = current_of(folders, code)
    made = Tombstone(
        number=0,
        embassy=code,
        day=now.astimezone(UTC).date(),
        copies=_hashes_of(traces.copies) - {x.sha256 for x in everything.copies if x.is_public},
        # Where the manifest is damaged nobody can tell older bodies from those that stay.
        bodies=frozenset(
            bodies_at(paths | versions, code, folders) - served.hashes if served else ()
        ),
        files=_hashes_of(traces.files),
        # Pages of what it said before say so until they are made again.
        withheld=frozenset(
            each.sha256
            for path, each in (served.entries if served else {}).items()
            if path in versions and each.sha256
        )
        | (words_of_copies(served) if served else frozenset()),
        carried=tuple(carried_of(traces, code, folders)),
    )
    stone = lay(folders.tombstones, made)
    drop_bundle(folders, code)
    papers_of(code).drop()
    forget_index(folders, code)
    look_again_soon(embassy, now=now)
    erase_traces(traces, embassy, subjects=[subject_of(stone)], by=by, now=now, keeps_public=True)
    return stone


def _behind(books: Books) -> set[str]:
    """Return the paths that have other bytes than those approved last."""
    return {*books.faults(), *books.held()}


def _hashes_of(rows: Iterable[FairCopy | StoredCopy]) -> frozenset[str]:
    return frozenset(each.sha256 for each in rows)


def require_seat(by: Member, embassy: Embassy, *, now: datetime) -> None:
    """Raise Refused if a member sees nothing of an embassy."""
    if not answered_by(by, today=now.date()).filter(pk=embassy.pk).exists():
        raise Refused(_("You have no seat in this embassy."))


def code_of(embassy: Embassy) -> str:
    """Return the code that editions have: as it was approved; the row's may be anything."""
    facts = facts_of(embassy)
    return facts.embassy.code if facts else embassy.code


def _stone_for(
    traces: Traces, embassy: Embassy, code: str, *, folders: Folders, now: datetime
) -> Tombstone:
    """Return what keeps these things away, and nothing that stands on the site without them."""
    pages = [each for each in traces.things if isinstance(each, Page)]
    facts = [each for each in traces.things if not isinstance(each, Page)]
    rows = [FairCopy.of(made) for each in traces.things for made in (each, current(each))]
    paths = with_held(paths_of(traces, embassy.languages))
    freed = paths_freed(paths, traces, embassy) | versions_freed(traces, embassy)
    theirs = freed | paths_shown(paths - freed, traces, embassy)
    bodies = frozenset(bodies_at(theirs, code, folders))
    served = current_of(folders, code)
    naming = (
        bodies_naming(traces.copies, theirs, served, folders=folders) | words_of_copies(served)
        if served
        else frozenset()
    )
    kinds = frozenset(each._meta.label_lower for each in facts)
    if _OF_PEOPLE in kinds and served:
        naming |= bodies_of_people(embassy, served)
    return Tombstone(
        number=0,
        embassy=code,
        day=now.astimezone(UTC).date(),
        kinds=kinds,
        keys=frozenset(str(each.translation_key) for each in pages),
        places=frozenset(place_of(code, path) for path in freed),
        copies=_hashes_of([*traces.copies, *rows]),
        bodies=bodies,
        files=_hashes_of(traces.files),
        withheld=(naming | _papers_naming(naming, served, code)) - bodies,
        carried=tuple(carried_of(traces, code, folders)),
    )


def _papers_naming(naming: frozenset[str], served: Manifest | None, code: str) -> frozenset[str]:
    """Return the hashes of the PDFs of pages that name something: nobody can read into them."""
    entries = served.entries if served else {}
    return frozenset(
        paper.sha256
        for path, paper in papers_of(code).all().items()
        if path in entries and entries[path].sha256 in naming
    )


def words_of_copies(served: Manifest) -> frozenset[str]:
    """Return the hashes of what copies search: whatever it names, it is made anew."""
    entries = served.entries.items()
    return frozenset(each.sha256 for path, each in entries if path.endswith(f"/{SEARCH}{WORDS}"))


def drop_bundle(folders: Folders, code: str) -> None:
    """Delete the copy to read offline; the clock makes another one of an edition that obeys."""
    path = folders.bundle(code)
    path.with_name(f"{path.name}{SIGNATURE}").unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def obey_tombstones(embassy: Embassy, code: str, *, now: datetime) -> Tombstones:
    """Erase again whatever of an embassy's erased things is in the database; return what it obeys.

    It comes back with a database of an earlier day, or by a script. Must run in the turn of a bake.
    Raises Refused if nobody can tell what was erased.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    stones = tombstones_in(folders.tombstones).of(code)
    if not stones.stones:
        return stones
    if forget_removed(embassy):
        with open_books(folders.books, code) as books:
            _note_forgotten(books, set())
    whole = Tombstones(tuple(each for each in stones.stones if not each.leaves_public))
    past = Tombstones(tuple(each for each in stones.stones if each.leaves_public))
    all_of = traces_with(
        embassy, kinds=whole.kinds, keys=whole.keys, copies=whole.copies, files=stones.files
    )
    for traces, keeps_public in ((all_of, False), (past_with(past.copies), True)):
        if traces:
            with open_books(folders.books, code) as books:
                _note_forgotten(books, set())  # after this bake it is forgotten once more
            erase_traces(
                traces,
                embassy,
                subjects=[subject_of(each) for each in stones.stones],
                by=Actor.CLOCK,
                now=now,
                keeps_public=keeps_public,
            )
    if _OF_PEOPLE in whole.kinds and let_go_of_records():
        with open_books(folders.books, code) as books:
            _note_forgotten(books, set())
    return stones


def is_past_forgotten(folders: Folders, code: str, books: Books) -> bool:
    """Tell whether no edition from before an erasure is left: none of those is gone back to."""
    stones = tombstones_in(folders.tombstones).of(code).stones
    return {each.number for each in stones} <= _forgotten(books)


def forget_history(folders: Folders, code: str, *, obeyed: Tombstones, now: datetime) -> None:
    """Delete every edition but the one served, and what nothing names, if something was erased.

    Must run in the turn of a bake, after it, with the tombstones that the bake obeyed. What was
    erased since then waits for the next bake, and so does what the edition still holds, as when a
    page kept its last good bytes; neither keeps the others waiting. Does nothing the second time.
    """
    if not obeyed.stones:
        return
    manifest = current_of(folders, code)
    numbers = {each.number for each in obeyed.stones}
    stones = tombstones_in(folders.tombstones).of(code).stones  # pages were made again since
    with open_books(folders.books, code) as books:
        before = _forgotten(books)
        waiting = [each for each in stones if each.number in numbers - before]
        due = {each.number for each in waiting if manifest and not _holds(manifest, each)}
        if not due:
            return
        books.miss_no_more(lambda path: obeyed.hide_path(code, path))
    drop_bundle(folders, code)
    forget_index(folders, code)
    prune_to_served(folders, code, now=now)
    forget_unnamed_files(now=now, erased=obeyed.files)
    write_anew(folders.books)
    overwrite_deleted_rows()
    forget_where(folders.tombstones, due)
    with open_books(folders.books, code) as books:
        _note_forgotten(books, before | due)


def _holds(manifest: Manifest, stone: Tombstone) -> bool:
    return holds_any(Tombstones((stone,)), manifest)


def _forgotten(books: Books) -> set[int]:
    """Return the numbers of the tombstones after which the past was forgotten."""
    return set(json.loads(books.state(_FORGOTTEN) or "[]"))


def _note_forgotten(books: Books, numbers: set[int]) -> None:
    books.set_state(_FORGOTTEN, json.dumps(sorted(numbers)))

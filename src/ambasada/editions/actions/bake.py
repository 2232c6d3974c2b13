"""Baking: what changed is rendered, and a new edition is served if a byte differs."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError

from ambasada.editions.actions.banner import banners_of, digest_of, filled, place_of
from ambasada.editions.actions.erasing import (
    forget_history,
    is_past_forgotten,
    obey_tombstones,
)
from ambasada.editions.actions.going_back import Store, older_of, pages_again
from ambasada.editions.actions.outcomes import Outcome, Sweep
from ambasada.editions.actions.oven import Oven, Unbakeable, lost_tag
from ambasada.editions.actions.release import Authority, authority_of, current_of, release
from ambasada.editions.actions.soundness import still_sound
from ambasada.editions.actions.turns import one_at_a_time
from ambasada.editions.actions.workers import bake_each
from ambasada.editions.books import Books, Page, Seen, open_books
from ambasada.editions.folders import Folders
from ambasada.editions.gates import Around, astray
from ambasada.editions.models import Rollback
from ambasada.editions.public import (
    changed_tags,
    head_of_ledger,
    made_by,
    pages_of_papers,
    public_things,
    without_idle,
)
from ambasada.editions.queries import rollback_to_make
from ambasada.editions.sources import paths_of
from ambasada.lib.blobs import SpoiltBlob
from ambasada.lib.headers import HeaderClass
from ambasada.lib.recorder import asking_once
from ambasada.lib.refused import Refused
from ambasada.lib.tags import MIRROR_DAYS
from ambasada.lib.tombstones import Tombstones, say_again
from ambasada.network.models import Embassy
from ambasada.network.queries import Facts, facts_of
from ambasada.pages.models import PAPER

# A bake that something was published into goes round again; then the next one takes the rest.
_MOST_ROUNDS = 5
_LOOKS_AFTER = 16  # pages of a sweep, whether something was published
# Pages opened before a new edition still load what they name.
_ASSETS_STAY = timedelta(hours=24)


def bake(
    embassy: Embassy,
    *,
    now: datetime,
    is_full: bool = False,
    begun: Sweep | None = None,
    most_idle: int | None = None,
) -> Outcome:
    """Render what changed since the last bake, or everything, and serve it if a byte differs.

    A full bake ends early, with what it has, where something is published; `begun` goes on with it.
    Of what idle hours made `most_idle` things are taken in at most, or all of them.

    Guarantees that what is served is always one whole edition, whenever this is killed. A page
    that can't be rendered, or that a gate refuses, keeps its last good bytes, and the books say
    why. Raises Refused if the edition can't be signed or written, or another bake does not end.
    """
    facts = facts_of(embassy)
    if facts is None:
        return Outcome(embassy.code, None, 0, frozenset(), frozenset(), {})
    code = facts.embassy.code
    folders = Folders(settings.EDITIONS_ROOT)
    try:
        folders.embassy(code).mkdir(mode=0o700, parents=True, exist_ok=True)
        with one_at_a_time(folders.root):
            obeyed = obey_tombstones(embassy, code, now=now)
            with open_books(folders.books, code) as books:
                baking = _Bake(facts, folders, books, now=now, is_sweep=is_full)
                baking.go_on_with(begun)
                outcome = baking.run(obeyed, most_idle=most_idle)
            forget_history(folders, code, obeyed=obeyed, now=now)
            return outcome
    except (OSError, sqlite3.Error, DatabaseError) as fault:
        message = (
            "The edition cannot be written; what is served stays. Check the disk and the data "
            "folder."
        )
        raise Refused(message) from fault


class _Bake:
    """One bake of one embassy: its pages as they are in the books, and what became of them."""

    def __init__(
        self, facts: Facts, folders: Folders, books: Books, *, now: datetime, is_sweep: bool
    ) -> None:
        self._facts = facts
        self._embassy = facts.embassy
        self._folders = folders
        self._books = books
        self._now = now
        self._served = current_of(folders, facts.embassy.code)
        self._pages = still_sound(books.pages(), folders)
        self._maker = made_by(facts.embassy)
        self._is_new_maker = books.state("made by") != self._maker
        self._is_sweep = is_sweep and not self._is_new_maker
        self._begun = Sweep(frozenset(), 0, frozenset())
        self._cut: Sweep | None = None
        self._leaves_idle = False
        self._rendered: set[str] = set()
        self._missed: set[str] = set()
        self._written: set[str] = set()
        # What a page led to or loaded until now, and does no longer.
        self._left_alone: set[str] = set()
        self._faults = books.faults()
        self._head = ""
        # Paths that stay as an earlier edition had them until what they are made of changes.
        self._held = set(books.held())
        self._rollback = rollback_to_make(facts.embassy)
        is_end_of_all = self._rollback is not None and self._rollback.number is None
        self._let_go_again = set(self._held) if is_end_of_all else set()

    def go_on_with(self, begun: Sweep | None) -> None:
        """Render of everything only what an earlier part of this sweep has left."""
        self._begun = begun or self._begun

    def run(self, obeyed: Tombstones, *, most_idle: int | None) -> Outcome:
        """Bake, with nothing in the database of what some tombstones name."""
        for round_ in range(_MOST_ROUNDS):
            self._head = head_of_ledger()
            self._facts = facts_of(self._embassy) or self._facts
            authority_of(self._facts, now=self._now)  # the first time it makes what pages tell of
            is_everything = round_ == 0 and (self._is_sweep or self._is_new_maker)
            authority = self._render(is_everything=is_everything, most_idle=most_idle)
            if head_of_ledger() == self._head:
                break
            most_idle = most_idle and 0  # what was published meanwhile waits for no more of them
        if self._rollback is not None:
            self._go_back(self._rollback, authority)
        return self._serve(authority, obeyed)

    def _serve(self, authority: Authority, obeyed: Tombstones) -> Outcome:
        self._take_assets()
        self._fill()
        made = self._rendered & self._pages.keys() - self._faults.keys() - self._held
        hashes = frozenset(self._pages[path].entry.sha256 for path in made)
        say_again(self._folders.tombstones, hashes, obeyed=obeyed)
        edition = release(
            self._facts,
            {path: page.entry for path, page in self._pages.items()},
            authority=authority,
            served=self._served,
            now=self._now,
            reason=self._rollback.reason if self._rollback else "",
        )
        if self._rollback is not None:
            self._rollback.made = edition
            self._rollback.save(update_fields=["made"])
        self._close_books()
        return Outcome(
            embassy=self._embassy.code,
            edition=edition,
            rendered=len(self._rendered),
            changed=frozenset(self._written),
            missed=frozenset(self._missed),
            faults=self._faults,
            cut=self._cut,
            leaves_idle=self._leaves_idle,
        )

    def _render(self, *, is_everything: bool, most_idle: int | None) -> Authority:
        """Render what is due, what pages share asked for once; return what signs the edition.

        Facts and charter are read after what is public was noted: what comes in between would be
        noted as if pages had been made of it.
        """
        before = self._books.seen()
        with asking_once():
            everything = seen = public_things(self._embassy, before)
            self._facts = facts_of(self._embassy) or self._facts
            authority = authority_of(self._facts, now=self._now)
            if most_idle is not None:
                seen = without_idle(everything, before, most=most_idle)
            waiting = {name for name, each in everything.items() if seen.get(name) != each}
            self._leaves_idle = bool(waiting)
            self._render_since(
                before, seen, authority, waiting=waiting, is_everything=is_everything
            )
        self._books.see(seen)
        return authority

    def _render_since(
        self,
        before: dict[str, Seen],
        seen: dict[str, Seen],
        authority: Authority,
        *,
        waiting: set[str],
        is_everything: bool,
    ) -> None:
        """Render what changed, without the PDFs that wait, unless the page of one is rendered."""
        touched = self._touched(changed_tags(before, seen))
        wanted = list(paths_of(self._embassy))
        charter = authority.charter.charter
        oven = Oven(self._facts, self._folders.blobs, charter, paths=wanted)
        leaving = self._leaving(set(wanted))
        touched |= self._books.linking_to(leaving) | self._let_go_again
        arriving = set(wanted) - self._pages.keys()
        touched |= self._books.touched_by(self._books.lost() & set(map(lost_tag, arriving)))
        told = (self._due() | touched | arriving) & set(wanted)
        if self._is_new_maker:
            told.update(wanted)
        told -= {f"{page}{PAPER}" for page in pages_of_papers(waiting) - told}
        everything = self._begun.left or set(wanted)
        also = (everything if is_everything else self._in_doubt(wanted, told)) - self._held
        pressing = [path for path in wanted if path in told]
        idle = [path for path in wanted if path in also and path not in told]
        made = self._baked(oven, pressing)
        if idle:
            made |= self._baked(oven, idle, gives_way=self._is_sweep)
        self._take_all(made, told)
        for path in leaving:
            self._drop(path)
        for path in self._faults.keys() - set(wanted):
            del self._faults[path]

    def _baked(self, oven: Oven, paths: list[str], *, gives_way: bool = False) -> dict[str, Page]:
        """Bake some paths; stop where something was published, if that goes before."""
        made: dict[str, Page] = {}
        left = set(paths)
        with closing(bake_each(oven, paths)) as baked:
            for path, each in baked:
                left.discard(path)
                self._rendered.add(path)
                if isinstance(each, Unbakeable):  # its last good bytes stay
                    self._faults[path] = str(each)
                else:
                    made[path] = each
                if gives_way and len(left) % _LOOKS_AFTER == 0 and head_of_ledger() != self._head:
                    break
        if left:
            self._cut = Sweep(frozenset(left), 0, frozenset())
        return made

    def _touched(self, changed: set[str]) -> set[str]:
        """Return the paths that read what changed.

        A look at a mirror is no reason to end what a rollback holds.
        """
        touched = self._books.touched_by(changed - {MIRROR_DAYS})
        return touched | (self._books.touched_by(changed & {MIRROR_DAYS}) - self._held)

    def _in_doubt(self, wanted: list[str], told: set[str]) -> set[str]:
        """Return what is rendered besides, until a sweep finds nothing that no tag told.

        That is every path of the languages that are touched.
        """
        if not self._books.is_unsure:
            return set()
        touched = {_first_part(path) for path in told}
        return {path for path in wanted if _first_part(path) in touched}

    def _take_all(self, made: dict[str, Page], told: set[str]) -> None:
        """Take what was baked; what moved to a page that has no bytes yet stays where it was."""
        there = Around(frozenset(), self._pages.keys() | made.keys())
        for path, page in made.items():
            lost = astray({page.entry.to}, there) if page.entry.to else []
            if lost:
                self._faults[path] = ", ".join(lost)
            else:
                self._faults.pop(path, None)
                self._take(path, page, was_told=path in told)

    def _leaving(self, wanted: set[str]) -> set[str]:
        """Return the paths that are to be there no more; assets go by themselves."""
        return {
            path
            for path, page in self._pages.items()
            if path not in wanted and page.entry.headers is not HeaderClass.KEPT
        }

    def _due(self) -> set[str]:
        """Return the paths that are rendered whether anything changed or not."""
        over = {
            path
            for path, page in self._pages.items()
            if page.until is not None and page.until <= self._now
        }
        return over | self._faults.keys()

    def _go_back(self, rollback: Rollback, authority: Authority) -> None:
        """Put the bytes of an earlier edition where they may stand again, and hold them there."""
        older = older_of(rollback, self._folders, self._embassy.code)
        if older is None or not is_past_forgotten(self._folders, self._embassy.code, self._books):
            return
        store = Store(self._books, self._folders.blobs, authority.charter.charter)
        for path, page in list(pages_again(self._embassy, older, self._pages, store=store)):
            self._rendered.add(path)
            self._written.add(path)
            self._pages[path] = page
            self._books.write(path, page)
            self._books.write_links(path, page.links)
            self._held.add(path)

    def _take(self, path: str, made: Page, *, was_told: bool) -> None:
        self._held.discard(path)
        self._left_alone |= self._books.links(path) - made.links
        before = self._pages.get(path)
        if before is None or before.bare != made.bare:
            self._written.add(path)
            if before is not None and not was_told:
                self._missed.add(path)
        self._pages[path] = made
        self._books.write(path, made)
        self._books.write_links(path, made.links)
        self._books.write_tags(path, made.tags)

    def _drop(self, path: str) -> None:
        self._held.discard(path)
        if self._pages.pop(path, None) is not None:
            self._written.add(path)
            self._left_alone |= self._books.links(path)
            self._books.forget(path)

    def _take_assets(self) -> None:
        """Take in what pages load, and let go a day later of what none of them loads any more.

        A page that keeps its bytes loads what it did, though the files of now are others. What
        only another asset loaded is found by the next sweep.
        """
        if not self._written and not self._is_sweep:
            return
        rendered = self._rendered & self._pages.keys()
        loaded = {link for path in rendered for link in self._pages[path].links}
        kept = {
            path for path, page in self._pages.items() if page.entry.headers is HeaderClass.KEPT
        }
        doubtful = {
            path
            for path in kept - loaded
            if self._is_sweep or path in self._left_alone or self._pages[path].until is not None
        }
        loaded |= kept - doubtful
        loaded |= {path for path in doubtful - loaded if self._books.is_linked(path)}
        assets = Oven.assets(loaded, self._folders.blobs)
        for path in kept - assets.keys() - loaded:
            self._let_go(path, self._pages[path])
        for path, page in assets.items():
            self._pages[path] = page
            self._books.write(path, page)
            self._books.write_links(path, page.links)

    def _let_go(self, path: str, page: Page) -> None:
        if page.until is None:
            leaving = page.leaving(self._now + _ASSETS_STAY)
            self._pages[path] = leaving
            self._books.write(path, leaving)
        elif page.until <= self._now:
            self._drop(path)

    def _fill(self) -> None:
        """Put the banner of now into what was rendered, and into every page if it is another one.

        A page whose body can't be read keeps what it has; the next bake renders it.
        """
        banners = banners_of(self._facts, self._pages, now=self._now)
        is_other = digest_of(banners) != self._books.state("banner")
        for path, page in list(self._pages.items()):
            if page.slot < 0 or not (is_other or path in self._rendered):
                continue
            try:
                made = filled(page, banners[place_of(path, page)], self._folders.blobs)
            except SpoiltBlob:
                self._faults[path] = "could not be read"
                continue
            if made != page:
                self._pages[path] = made
                self._books.write(path, made)
            if self._served is None or self._served.entries.get(path) != made.entry:
                self._written.add(path)
        self._books.set_state("banner", digest_of(banners))

    def _close_books(self) -> None:
        self._books.note_faults(self._faults)
        self._books.set_state("made by", self._maker)
        self._books.hold(self._held)
        self._books.set_state("ledger", self._head)
        rendered = self._begun.rendered + len(self._rendered)
        missed = self._begun.missed | self._missed
        if self._cut is not None:
            self._cut = Sweep(self._cut.left, rendered, missed)
        elif self._is_sweep:
            self._books.note_sweep(self._now, rendered=rendered, missed=sorted(missed))


def _first_part(path: str) -> str:
    return path[1:].partition("/")[0]  # a language, or what stands in its place

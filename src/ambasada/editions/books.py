"""The books of editions: what was baked at each path, of what, and what was public then.

Kept in a SQLite file of their own, apart from what they describe, and worth nothing without it: if
they are lost, the next bake renders everything and writes them anew. Books are kept for one
embassy at a time, in one transaction that ends after the edition is served.
"""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from ambasada.editions.books_file import opened
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry
from ambasada.lib.tags import LOST

_STAMP = "stamp"  # the name of what is another one after each transaction that wrote pages
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Page:
    """What was baked at a path: the entry of the manifest, and what only the baker needs.

    `base` is the hash of the body before the banner was filled in at `slot`; `links` are the paths
    on this site it leads to or loads.
    """

    entry: Entry
    base: str = ""
    slot: int = -1
    until: datetime | None = None
    tags: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()

    @property
    def bare(self) -> Entry:
        """What was rendered, as an entry to compare: the banner is left out, and the size."""
        return replace(self.entry, sha256=self.base, size=0)

    def leaving(self, moment: datetime) -> "Page":
        """Return the same bytes, to go at a moment."""
        return replace(self, until=moment)


@dataclass(frozen=True)
class Base:
    """A body before a banner was filled in, and the place where one goes."""

    sha256: str
    slot: int


@dataclass(frozen=True)
class Seen:
    """A public copy as the last bake saw it, and the tags its change touches."""

    copy: str  # its number and hash
    tags: frozenset[str]


@dataclass
class _Known:
    """What a process knows of the books of an embassy without reading them again.

    To read ten thousand rows again takes longer than to bake a page.
    """

    stamp: str
    pages: dict[str, Page] | None = None
    seen: dict[str, Seen] | None = None


# By file and embassy, as the last transaction of this process left it.
_KNOWN: dict[tuple[Path, str], _Known] = {}


class Books:
    """The books of one embassy, inside one transaction."""

    def __init__(
        self, database: sqlite3.Connection, embassy: str, *, known: _Known | None = None
    ) -> None:
        self._database = database
        self._embassy = embassy
        stamp = self.state(_STAMP)
        is_of_now = known is not None and known.stamp == stamp != ""
        self.known = known if known is not None and is_of_now else _Known(stamp)
        # Whether what other processes remember of the books is of yesterday.
        self.is_other = False

    def pages(self) -> dict[str, Page]:
        """Return what was baked, by path; without tags and links, which are asked for apart."""
        if self.known.pages is None:
            self.known.pages = self._read_pages()
        return dict(self.known.pages)

    def _read_pages(self) -> dict[str, Page]:
        rows = self._database.execute(
            "SELECT path, entry, base, slot, until FROM baked WHERE embassy = ?", (self._embassy,)
        )
        return {
            path: Page(
                entry=_entry_of(entry),
                base=base,
                slot=slot,
                until=datetime.fromisoformat(until) if until else None,
            )
            for path, entry, base, slot, until in rows
        }

    def touched_by(self, tags: Iterable[str]) -> set[str]:
        """Return the paths that read any of these tags."""
        found: set[str] = set()
        for tag in tags:
            rows = self._database.execute(
                "SELECT path FROM tag WHERE embassy = ? AND tag = ?", (self._embassy, tag)
            )
            found.update(path for (path,) in rows)
        return found

    def lost(self) -> set[str]:
        """Return the tags of paths that something would lead to, if anything stood there."""
        rows = self._database.execute(
            "SELECT DISTINCT tag FROM tag WHERE embassy = ? AND tag > ? AND tag < ?",
            (self._embassy, LOST, f"{LOST}\U0010ffff"),
        )
        return {tag for (tag,) in rows}

    def linking_to(self, paths: set[str]) -> set[str]:
        """Return the paths of pages that lead to any of these, or load it."""
        if not paths:
            return set()
        rows = self._database.execute(
            "SELECT path, links FROM baked WHERE embassy = ?", (self._embassy,)
        )
        return {path for path, links in rows if not paths.isdisjoint(links.split("\n"))}

    def bases(self) -> dict[str, str]:
        """Return the hash of what was rendered at each path, before a banner was filled in."""
        rows = self._database.execute(
            "SELECT path, base FROM baked WHERE embassy = ?", (self._embassy,)
        )
        return dict(rows.fetchall())

    def links(self, path: str) -> frozenset[str]:
        """Return where a path leads and what it loads."""
        row = self._database.execute(
            "SELECT links FROM baked WHERE embassy = ? AND path = ?", (self._embassy, path)
        ).fetchone()
        return frozenset(row[0].split("\n")) if row else frozenset()

    def is_linked(self, path: str) -> bool:
        """Tell whether any page leads to this path, or loads it."""
        row = self._database.execute(
            "SELECT 1 FROM baked WHERE embassy = ? AND instr(char(10) || links || char(10), ?)",
            (self._embassy, f"\n{path}\n"),
        ).fetchone()
        return row is not None

    def write(self, path: str, page: Page) -> None:
        """Note what stands at a path now; where it leads stays as it was noted."""
        self.is_other = True
        self._database.execute(
            "INSERT INTO baked VALUES (?, ?, ?, ?, ?, ?, '') ON CONFLICT DO UPDATE SET "
            "entry = excluded.entry, base = excluded.base, slot = excluded.slot, "
            "until = excluded.until",
            (
                self._embassy,
                path,
                _row_of(page.entry),
                page.base,
                page.slot,
                page.until.isoformat() if page.until else "",
            ),
        )
        if self.known.pages is not None:
            self.known.pages[path] = replace(page, tags=frozenset(), links=frozenset())
        if page.base:
            self._database.execute(
                "REPLACE INTO body VALUES (?, ?, ?, ?)",
                (self._embassy, page.entry.sha256, page.base, page.slot),
            )

    def body(self, sha256: str) -> Base | None:
        """Return what a body was made of, also one of an earlier edition; None if not known."""
        row = self._database.execute(
            "SELECT base, slot FROM body WHERE embassy = ? AND sha256 = ?", (self._embassy, sha256)
        ).fetchone()
        return Base(*row) if row else None

    def forget_bodies_but(self, kept: set[str]) -> set[str]:
        """Forget of what bodies were made that no edition names; return what the others are of."""
        rows = self._database.execute(
            "SELECT sha256, base FROM body WHERE embassy = ?", (self._embassy,)
        ).fetchall()
        going = [(self._embassy, sha256) for sha256, _base in rows if sha256 not in kept]
        self._database.executemany("DELETE FROM body WHERE embassy = ? AND sha256 = ?", going)
        return {base for sha256, base in rows if sha256 in kept}

    def write_links(self, path: str, links: frozenset[str]) -> None:
        """Note where a path leads and what it loads."""
        self._database.execute(
            "UPDATE baked SET links = ? WHERE embassy = ? AND path = ?",
            ("\n".join(sorted(links)), self._embassy, path),
        )

    def write_tags(self, path: str, tags: frozenset[str]) -> None:
        """Note what a path was made of."""
        self._forget_tags(path)
        rows = [(self._embassy, tag, path) for tag in tags]
        self._database.executemany("INSERT INTO tag VALUES (?, ?, ?)", rows)

    def forget(self, path: str) -> None:
        """Note that nothing stands at a path any more."""
        self.is_other = True
        place = (self._embassy, path)
        self._database.execute("DELETE FROM baked WHERE embassy = ? AND path = ?", place)
        if self.known.pages is not None:
            self.known.pages.pop(path, None)
        self._forget_tags(path)

    def _forget_tags(self, path: str) -> None:
        place = (self._embassy, path)
        self._database.execute("DELETE FROM tag WHERE embassy = ? AND path = ?", place)

    def faults(self) -> dict[str, str]:
        """Return the paths that could not be baked lately, and why."""
        rows = self._database.execute(
            "SELECT path, reason FROM fault WHERE embassy = ?", (self._embassy,)
        )
        return dict(rows.fetchall())

    def note_faults(self, faults: Mapping[str, str]) -> None:
        """Note the paths that could not be baked, instead of those noted before."""
        self._database.execute("DELETE FROM fault WHERE embassy = ?", (self._embassy,))
        rows = [(self._embassy, path, reason) for path, reason in faults.items()]
        self._database.executemany("INSERT INTO fault VALUES (?, ?, ?)", rows)

    def seen(self) -> dict[str, Seen]:
        """Return what was public when this embassy was last baked, by thing."""
        if self.known.seen is None:
            rows = self._database.execute(
                "SELECT thing, copy, tags FROM seen WHERE embassy = ?", (self._embassy,)
            )
            self.known.seen = {
                thing: Seen(copy, frozenset(tags.split("\n"))) for thing, copy, tags in rows
            }
        return dict(self.known.seen)

    def see(self, things: Mapping[str, Seen]) -> None:
        """Note what is public now."""
        before = self.seen()
        gone = [(self._embassy, thing) for thing in before.keys() - things.keys()]
        self._database.executemany("DELETE FROM seen WHERE embassy = ? AND thing = ?", gone)
        rows = [
            (self._embassy, thing, each.copy, "\n".join(sorted(each.tags)))
            for thing, each in things.items()
            if before.get(thing) != each
        ]
        self._database.executemany("REPLACE INTO seen VALUES (?, ?, ?, ?)", rows)
        self.is_other = self.is_other or bool(gone or rows)
        self.known.seen = dict(things)

    def state(self, name: str) -> str:
        """Return a value noted before; "" if there is none."""
        row = self._database.execute(
            "SELECT value FROM state WHERE embassy = ? AND name = ?", (self._embassy, name)
        ).fetchone()
        return str(row[0]) if row else ""

    def set_state(self, name: str, value: str) -> None:
        """Note a value."""
        self._database.execute("REPLACE INTO state VALUES (?, ?, ?)", (self._embassy, name, value))

    def held(self) -> list[str]:
        """Return the paths that a rollback keeps as they were until they are baked anew."""
        found: list[str] = json.loads(self.state("held") or "[]")
        return found

    def hold(self, paths: Iterable[str]) -> None:
        """Note these as the paths that a rollback keeps."""
        self.set_state("held", json.dumps(sorted(paths)))

    def note_sweep(self, at: datetime, *, rendered: int, missed: list[str]) -> None:
        """Note what a sweep found that no tag had told; the last 30 are kept."""
        self._database.execute(
            "INSERT INTO sweep VALUES (?, ?, ?, ?)",
            (self._embassy, at.isoformat(), rendered, json.dumps(missed)),
        )
        self._database.execute(
            "DELETE FROM sweep WHERE embassy = ? AND at NOT IN "
            "(SELECT at FROM sweep WHERE embassy = ? ORDER BY at DESC LIMIT 30)",
            (self._embassy, self._embassy),
        )

    def miss_no_more(self, is_erased: Callable[[str], bool]) -> None:
        """Take paths that were erased out of what sweeps noted."""
        for at, _rendered, missed in self.sweeps():
            kept = [path for path in missed if not is_erased(path)]
            if len(kept) < len(missed):
                self._database.execute(
                    "UPDATE sweep SET missed = ? WHERE embassy = ? AND at = ?",
                    (json.dumps(kept), self._embassy, at.isoformat()),
                )

    @property
    def is_unsure(self) -> bool:
        """Whether the last sweep found something that no tag had told."""
        newest = next(iter(self.sweeps()), None)
        return newest is not None and bool(newest[2])

    def sweeps(self) -> list[tuple[datetime, int, list[str]]]:
        """Return when each sweep was, how many paths it rendered, which it missed; newest first."""
        rows = self._database.execute(
            "SELECT at, rendered, missed FROM sweep WHERE embassy = ? ORDER BY at DESC",
            (self._embassy,),
        )
        return [
            (datetime.fromisoformat(at), count, json.loads(missed)) for at, count, missed in rows
        ]


def _row_of(entry: Entry) -> str:
    """Return an entry as a list: read back in a third of the time that its own form takes."""
    return json.dumps(astuple(entry))


def _entry_of(row: str) -> Entry:
    sha256, size, kind, language, headers, *others = json.loads(row)
    return Entry(sha256, size, kind, language, HeaderClass(headers), *others)


@contextmanager
def open_books(file: Path, embassy: str) -> Iterator[Books]:
    """Open the books of an embassy; what was noted is kept if the block ends well."""
    database = opened(file)
    known = _KNOWN.pop((file, embassy), None)
    try:
        database.execute("BEGIN IMMEDIATE")
        books = Books(database, embassy, known=known)
        yield books
        if books.is_other:
            books.known.stamp = secrets.token_hex(8)
            books.set_state(_STAMP, books.known.stamp)
        database.execute("COMMIT")
        _KNOWN[file, embassy] = books.known
    finally:
        database.close()


def look_into(file: Path, embassy: str, read: Callable[[Books], _Read]) -> _Read | None:
    """Return what a function reads in the books of an embassy; also while a bake keeps them.

    Returns None if there are none, or if they are being written at this moment.
    """
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=2)) as database:
            return read(Books(database, embassy))
    except sqlite3.DatabaseError:
        return None

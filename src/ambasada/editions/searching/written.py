"""The file that is searched: which pages are in it, and their words as `lib.searching` has them."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import ambasada.lib.searching
from ambasada.editions.searching.texts import PageText
from ambasada.lib.searching import Lexicon

_TABLES = """
CREATE TABLE page (
    id INTEGER PRIMARY KEY, path TEXT UNIQUE, sha256 TEXT, language TEXT,
    title TEXT, introduction TEXT, text TEXT
);
CREATE VIRTUAL TABLE word USING fts5(
    title, introduction, text, tokenize = "unicode61 remove_diacritics 0"
);
CREATE TABLE told (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_VERSION = 2
_WAITS = 20.0  # seconds for a reader to end


@dataclass(frozen=True)
class Maker:
    """What decides how a page's words are written down, besides the page."""

    lexicon: Lexicon
    order: Mapping[str, tuple[str, ...]]  # of a reader of each language: whose results come first

    def told(self) -> str:
        """Return it as the file holds it."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def read(cls, told: str) -> "Maker":
        """Return what `told` told."""
        stored = json.loads(told)
        order = {language: tuple(each) for language, each in stored["order"].items()}
        return cls(Lexicon(**stored["lexicon"]), order)

    @property
    def digest(self) -> str:
        """What is another one when every page is to be written anew."""
        return hashlib.sha256(f"{_rules()} {self.told()}".encode()).hexdigest()


@cache
def _rules() -> str:
    digest = hashlib.sha256(str(_VERSION).encode())
    for file in sorted(Path(ambasada.lib.searching.__file__).parent.glob("*.*")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


class Index:
    """The file of one embassy, inside one transaction."""

    def __init__(self, database: sqlite3.Connection, maker: Maker) -> None:
        self._database = database
        self._maker = maker

    def known(self) -> dict[str, str]:
        """Return the hash of the body that each path was written down from."""
        return dict(self._database.execute("SELECT path, sha256 FROM page").fetchall())

    def write(self, path: str, sha256: str, page: PageText) -> None:
        """Write a page's words down.

        A page that is shown in another language's stead is noted, and not found: its own language
        has it. So is a page that lists leave out.
        """
        self.forget([path])
        is_found = path.startswith(f"/{page.language}/") and not page.is_unlisted
        values = (page.title, page.introduction, page.text) if is_found else ("", "", "")
        number = self._database.execute(
            "INSERT INTO page (path, sha256, language, title, introduction, text) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (path, sha256, page.language, *values),
        ).lastrowid
        if not is_found:
            return
        stems = (
            " ".join(self._maker.lexicon.stems(each, page.language))
            for each in (page.title, page.introduction, page.text)
        )
        self._database.execute(
            "INSERT INTO word (rowid, title, introduction, text) VALUES (?, ?, ?, ?)",
            (number, *stems),
        )

    def forget(self, paths: Iterable[str]) -> None:
        """Take pages out."""
        for path in paths:
            row = self._database.execute("SELECT id FROM page WHERE path = ?", (path,)).fetchone()
            if row is not None:
                self._database.execute("DELETE FROM word WHERE rowid = ?", row)
                self._database.execute("DELETE FROM page WHERE id = ?", row)

    def finish(self) -> None:
        """Note that every page of the edition is in it, so that it may be asked."""
        self._database.execute("REPLACE INTO told VALUES ('whole', 'yes')")


@contextmanager
def open_index(file: Path, maker: Maker) -> Iterator[Index]:
    """Open an embassy's file, anew if another maker made it; kept if the block ends well."""
    database = _opened(file, maker)
    try:
        database.execute("BEGIN IMMEDIATE")
        yield Index(database, maker)
        database.execute("COMMIT")
    finally:
        database.close()


def drop_index(file: Path) -> None:
    """Delete the file; what is asked meanwhile is told that it is being made."""
    for suffix in ("", "-journal"):
        file.with_name(f"{file.name}{suffix}").unlink(missing_ok=True)


def made_by(file: Path) -> str:
    """Return the digest of what made a file; "" if it is none of ours."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=2)) as database:
            row = database.execute("SELECT value FROM told WHERE name = 'digest'").fetchone()
    except sqlite3.DatabaseError:
        return ""
    return str(row[0]) if row else ""


def _opened(file: Path, maker: Maker) -> sqlite3.Connection:
    is_ours = file.exists() and made_by(file) == maker.digest
    if not is_ours:
        drop_index(file)
    database = sqlite3.connect(file, isolation_level=None, timeout=_WAITS)
    database.execute("PRAGMA secure_delete = ON")
    if not is_ours:
        database.executescript(_TABLES)
        database.execute("REPLACE INTO told VALUES ('digest', ?)", (maker.digest,))
        database.execute("REPLACE INTO told VALUES ('maker', ?)", (maker.told(),))
    return database

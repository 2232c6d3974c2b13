"""The idle lane: pages that are handed on are made into PDF, a few on each beat of the clock."""

import hashlib
import logging
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from ambasada.editions.actions.release import current_of
from ambasada.editions.books import Books, look_into
from ambasada.editions.folders import Folders
from ambasada.editions.sources import printable
from ambasada.lib.blobs import SpoiltBlob
from ambasada.lib.headers import HeaderClass
from ambasada.lib.papers import NotAPaper, cleaned
from ambasada.lib.printed import Paper
from ambasada.lib.printing import NoPress, Sheet, Unprintable, press
from ambasada.lib.tombstones import Tombstones, tombstones_in
from ambasada.network.languages import spoken
from ambasada.network.models import Embassy, SpoiltCopy
from ambasada.network.queries import Facts, facts_of
from ambasada.pages.papers import papers_of

_SECONDS = 20.0  # of a beat of the clock, at most
_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
_TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
_PICTURE = re.compile(r'<img [^>]*?src="(/[^"]+)"')
_TAG = re.compile(r"<[^>]+>")
_ASSETS = Path(__file__).resolve().parents[2]
_STYLE = _ASSETS / "editions" / "paper.css"
_FACE = _ASSETS / "pages" / "static" / "ambasada" / "title.woff2"
_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Page:
    """A page that is to be printed, as it is baked now."""

    path: str
    copy: str
    base: str


@dataclass
class _Known:
    """What this process has found out, so that it is told once and not tried on each beat."""

    has_no_press: bool = False
    unprintable: set[str] = field(default_factory=set)  # sheets, by their hash


_known = _Known()


def print_some(*, seconds: float = _SECONDS) -> int:
    """Make some of the PDFs that are missing or old, for so many seconds; return how many.

    A page is printed from its baked bytes, so that paper and page say the same. Papers of pages
    that are not public any more are deleted. Without a press there is no PDF, and the log says so
    once.
    """
    ends = time.monotonic() + seconds
    made = 0
    for embassy in Embassy.objects.select_related("site").order_by("pk"):
        try:
            facts = facts_of(embassy)
        except SpoiltCopy:  # `ambasada check` names it, and the others' pages are printed
            continue
        if facts is not None:
            made += _print(facts, ends=ends)
    return made


def _print(facts: Facts, *, ends: float) -> int:
    papers = papers_of(facts.embassy.code)
    before = _stones(facts.embassy).newest
    pages = _baked(facts.embassy)
    if pages is None:  # the books are being written: the next beat will do
        return 0
    kept = {
        path: each
        for path, each in papers.all().items()
        if path in pages and pages[path].copy == each.copy and papers.read(each)
    }
    due = [page for path, page in pages.items() if path not in kept or kept[path].base != page.base]
    made = 0
    try:
        if due and not _known.has_no_press:
            made = _print_each(due, kept, facts, ends=ends)
    except NoPress:
        _known.has_no_press = True
        _LOGGER.warning("no PDF is made: Debian's packages of Pango are not installed")
    if kept != papers.all() and _stones(facts.embassy).newest == before:
        # Something may have been taken back meanwhile.
        still = printable(facts.embassy)
        papers.write({path: each for path, each in kept.items() if path in still})
    # Looked at last: who erases lays the tombstone first, and deletes what was written before.
    if _stones(facts.embassy).newest != before:
        papers.drop()
    return made


def _stones(embassy: Embassy) -> Tombstones:
    return tombstones_in(Folders(settings.EDITIONS_ROOT).tombstones).of(embassy.code)


def _print_each(due: Iterable[_Page], kept: dict[str, Paper], facts: Facts, *, ends: float) -> int:
    """Print pages into `kept` until the time is over; those whose sheet is as it was, are not."""
    folders, made = Folders(settings.EDITIONS_ROOT), 0
    with press() as running:
        for page in due:
            if time.monotonic() >= ends:
                break
            try:
                sheet = _sheet(page, facts, folders)
            except SpoiltBlob:  # the next bake makes it again
                continue
            digest, before = _digest(sheet), kept.get(page.path)
            if before is not None and before.sheet == digest:
                kept[page.path] = replace(before, base=page.base)
            elif digest not in _known.unprintable:
                try:
                    body = cleaned(running.printed(sheet))
                except (
                    Unprintable,
                    NotAPaper,
                ):  # the others wait for a beat
                    _known.unprintable.add(digest)
                    _LOGGER.warning("a page could not be made into a PDF")
                    break
                sha256 = papers_of(facts.embassy.code).keep(body)
                kept[page.path] = Paper(page.copy, page.base, digest, sha256, len(body))
                made += 1
    return made


def _baked(embassy: Embassy) -> dict[str, _Page] | None:
    """Return the pages to print, of those that readers are served as they were approved last.

    What was erased, or names it, is not printed before it was made anew. None if nothing is served,
    or the books can't be read now.
    """
    folders = Folders(settings.EDITIONS_ROOT)
    copies, stones = printable(embassy), _stones(embassy)
    wanted = {f"{each.kind}:{each.object_id}": path for path, each in copies.items()}

    def read(books: Books) -> dict[str, _Page]:
        behind = {*books.faults(), *books.held()}
        seen, pages = books.seen(), books.pages()
        found = {}
        for name, path in wanted.items():
            page, copy = pages.get(path), copies[path]
            is_baked = name in seen and seen[name].copy == f"{copy.pk}:{copy.sha256}"
            if page is None or not is_baked or path in behind or not page.entry.sha256:
                continue
            is_kept_away = not stones.withheld.isdisjoint({page.entry.sha256, page.base})
            if is_kept_away or stones.hide(embassy.code, path, page.entry.sha256):
                continue
            if page.entry.headers is HeaderClass.GREEN:
                found[path] = _Page(path, copy.sha256, page.base)
        return found

    if current_of(folders, embassy.code) is None:
        return None
    return look_into(folders.books, embassy.code, read)


def _sheet(page: _Page, facts: Facts, folders: Folders) -> Sheet:
    """Return what is printed of a page: its main part below the name and the band."""
    html = folders.blobs.read(page.base).decode()
    main = _MAIN.search(html)
    title = _TITLE.search(html)
    language = page.path.split("/", 2)[1]
    with override(language):
        written = render_to_string(
            "editions/paper.html",
            {
                "language": language,
                "name": spoken(facts.embassy.name, language).text,
                "band": facts.embassy.band,
                "title": unescape(_TAG.sub("", title[1])) if title else "",
                "main": mark_safe(main[1] if main else ""),  # noqa: S308 -- baked bytes
                "address": f"{facts.embassy.origin}{page.path}",
            },
        )
    files = {"/title.woff2": _FACE.read_bytes(), **_pictures(written, facts.embassy, folders)}
    return Sheet(written, _STYLE.read_text(encoding="utf-8"), files)


def _pictures(html: str, embassy: Embassy, folders: Folders) -> Mapping[str, bytes]:
    """Return the pictures of a page, as the edition has them."""
    manifest = current_of(folders, embassy.code)
    entries = manifest.entries if manifest else {}
    named = (path for path in _PICTURE.findall(html) if path in entries)
    return {path: folders.blobs.read(entries[path].sha256) for path in named}


def _digest(sheet: Sheet) -> str:
    digest = hashlib.sha256(f"{sheet.html}\n{sheet.css}".encode())
    for path in sorted(sheet.files):
        digest.update(hashlib.sha256(sheet.files[path]).digest())
    return digest.hexdigest()

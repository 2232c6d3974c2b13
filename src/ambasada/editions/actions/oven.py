"""From a path to a page of the books: rendered, asked at the gates, kept in the blob store."""

import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from django.utils.translation import gettext_noop

from ambasada.editions.assets import TYPES, assets_of, loaded_by
from ambasada.editions.books import Page
from ambasada.editions.gates import Around, Reading, astray, faults
from ambasada.editions.hiding import is_of_copies
from ambasada.editions.rendering import Rendered, render
from ambasada.lib.blobs import BlobStore, is_text
from ambasada.lib.charters import Charter, is_guarded, is_strange
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry
from ambasada.lib.tags import LOST
from ambasada.network.queries import Facts, hosts_of
from ambasada.pages.history import is_version

_LOGGER = logging.getLogger(__name__)
_ABSENT = 404
_LINK = re.compile(rb"<a [^>]+>")
_MOVED = frozenset({301, 302})
# It was approved, so something is amiss: a kept file was lost, or the pages are.
_ABSENT_NOW = gettext_noop("is not there, though it was approved")


def lost_tag(path: str) -> str:
    """Return the tag of what is made anew once something stands at a path; the slash may lack."""
    return f"{LOST}{path.rstrip('/')}"


class Unbakeable(Exception):
    """A path has no bytes that may go out; the text says why, without a word of the page."""


class Oven:
    """Bakes single paths of one embassy, with the facts as they are now.

    `paths` are all that its edition is to hold besides assets.
    """

    def __init__(
        self, facts: Facts, blobs: BlobStore, charter: Charter, *, paths: Iterable[str]
    ) -> None:
        self._facts = facts
        self._blobs = blobs
        self._charter = charter
        self._around = Around(hosts_of(facts.embassy), frozenset(paths))

    def bake(self, path: str) -> Page:
        """Return what stands at a path now.

        Raises Unbakeable if it can't be rendered, or is refused at a gate.
        """
        made, links = self.look_at(path)
        if made.status in _MOVED:
            return Page(Entry(to=made.to, status=301), tags=made.tags, until=made.until)
        return self._kept(path, made, links)

    def look_at(self, path: str) -> tuple[Rendered, frozenset[str]]:
        """Return what would stand at a path, with where it leads and what it loads; keep nothing.

        Raises Unbakeable as `bake` does.
        """
        try:
            made = render(self._facts, path)
        except Exception:  # any page, any fault: the others go out
            _LOGGER.exception("a page could not be rendered")
            message = gettext_noop("could not be rendered")
            raise Unbakeable(message) from None
        if made.status in _MOVED:
            self._require_way(path, made)
            return made, frozenset()
        if made.status == _ABSENT and not path.endswith("/404/"):
            raise Unbakeable(_ABSENT_NOW)
        if is_version(path):
            made = self._without_lost_links(made)
        reading = Reading(made.body) if made.type.startswith("text/html") else None
        wrong = faults(made, reading, self._around)
        if is_strange(self._charter, path, made.body):
            wrong.append(gettext_noop("gives a number or mailbox that the charter does not know"))
        if wrong:
            raise Unbakeable(", ".join(wrong))
        return made, frozenset(reading.links if reading else ())

    def _without_lost_links(self, made: Rendered) -> Rendered:
        """Make words of the links that lead to nothing now: nobody can mend an earlier text.

        It reads what is not there: once that is, it is a link again.
        """
        lost = set[str]()

        def mended(link: re.Match[bytes]) -> bytes:
            reading = Reading(link[0])
            missing = {each for each in reading.links if not self._around.holds(each)}
            lost.update(missing)
            return b"<a>" if missing or reading.hosts & self._around.hosts else link[0]

        start = max(made.slot, 0)  # what stands before the slot of the banner is not moved
        body = made.body[:start] + _LINK.sub(mended, made.body[start:])
        return replace(made, body=body, tags=made.tags | {lost_tag(each) for each in lost})

    def _require_way(self, path: str, made: Rendered) -> None:
        """Refuse to lead a reader where nothing is, or away from a page that mirrors guard."""
        wrong = astray({made.to}, self._around)
        if is_guarded(path):
            wrong.append(gettext_noop("leads elsewhere, and mirrors take no such page there"))
        if wrong:
            raise Unbakeable(", ".join(wrong))

    def _kept(self, path: str, made: Rendered, links: frozenset[str]) -> Page:
        sha256 = self._blobs.put(made.body, is_text=is_text(made.type))
        entry = Entry(
            sha256=sha256,
            size=len(made.body),
            type=made.type,
            language=made.language,
            headers=made.headers,
            status=made.status,
            is_copy_only=is_of_copies(path),
        )
        return Page(
            entry, base=sha256, slot=made.slot, until=made.until, tags=made.tags, links=links
        )

    @staticmethod
    def assets(links: Iterable[str], blobs: BlobStore) -> dict[str, Page]:
        """Return a page for each asset among some links, kept in the blob store."""
        made = {}
        for path, body in assets_of(links).items():
            kind = TYPES[PurePath(path).suffix]
            sha256 = blobs.put(body, is_text=is_text(kind))
            entry = Entry(sha256, len(body), kind, headers=HeaderClass.KEPT)
            made[path] = Page(entry, base=sha256, links=frozenset(loaded_by(path, body)))
        return made

"""Which editions of an embassy there are, what one holds, and what changed between two."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest

from django.utils.translation import gettext as _

from ambasada.editions.folders import Folders
from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry, Manifest, NotAManifest
from ambasada.lib.refused import Refused

_OK, _GONE = 200, 410


@dataclass(frozen=True)
class Listed:
    """One edition as a list shows it; `manifest` is None if it can't be read.

    `before` is the number of the one before that is kept, None for the oldest.
    """

    number: int
    manifest: Manifest | None
    is_served: bool
    before: int | None


@dataclass(frozen=True)
class Difference:
    """The paths in which one edition differs from another."""

    came: tuple[str, ...]
    went: tuple[str, ...]
    changed: tuple[str, ...]


def list_of(folders: Folders, code: str, *, most: int | None = None) -> list[Listed]:
    """Return the editions of an embassy that are kept, newest first."""
    served = folders.current(code)
    numbers = folders.numbers(code)[::-1]
    pairs = islice(zip_longest(numbers, numbers[1:]), most)
    return [
        Listed(each, _readable(folders, code, each), each == served, before)
        for each, before in pairs
    ]


def manifest_of(folders: Folders, code: str, number: int | None) -> Manifest:
    """Return an edition's manifest; without a number, that of the edition that is served.

    Raises Refused with what to do if there is none, or if it can't be read.
    """
    if number is None:
        number = folders.current(code)
    if number is None:
        raise Refused(_("No edition is served yet. It is baked once something is approved."))
    if number not in folders.numbers(code):
        raise Refused(_("There is no edition %(number)s here any more.") % {"number": number})
    manifest = _readable(folders, code, number)
    if manifest is None:
        sentence = _("The manifest of edition %(number)s cannot be read. Choose another edition.")
        raise Refused(sentence % {"number": number})
    return manifest


def _readable(folders: Folders, code: str, number: int) -> Manifest | None:
    try:
        return folders.manifest(code, number)
    except (OSError, NotAManifest):
        return None


def counts_of(manifest: Manifest) -> Mapping[str, int]:
    """Return how many paths there are of each kind: pages, gone, moved, assets, others."""
    counted = Counter(_kind(each) for each in manifest.entries.values())
    return {kind: counted[kind] for kind in ("pages", "gone", "moved", "assets", "others")}


def _kind(entry: Entry) -> str:
    kinds = {
        "moved": bool(entry.to),
        "gone": entry.status == _GONE,
        "assets": entry.headers is HeaderClass.KEPT,
        "pages": entry.type.startswith("text/html") and entry.status == _OK,
    }
    return next((kind for kind, holds in kinds.items() if holds), "others")


def languages_of(manifest: Manifest) -> list[str]:
    """Return the languages its pages are in."""
    return sorted({each.language for each in manifest.entries.values() if each.language})


def difference_between(older: Manifest, newer: Manifest) -> Difference:
    """Return what came, went and changed from one edition to another."""
    before, now = older.entries, newer.entries
    return Difference(
        came=tuple(sorted(now.keys() - before.keys())),
        went=tuple(sorted(before.keys() - now.keys())),
        changed=tuple(
            sorted(path for path in now.keys() & before.keys() if now[path] != before[path])
        ),
    )

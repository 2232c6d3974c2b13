"""What readers are not sent because it was erased, and what no erasure takes from them.

Framework-free: the front door reads it as well.
"""

import re
from collections.abc import Iterator

from ambasada.lib.headers import HeaderClass
from ambasada.lib.manifests import Entry, Manifest
from ambasada.lib.tombstones import Tombstones

# One of each for every embassy, whatever its languages.
SITE_WIDE = ("/", "/exit/", "/robots.txt", "/sitemap.xml")
# Asked for by nobody: what a reader is shown who asks for a page that is not there.
NOT_FOUND = "404/"
# The page to search on. A copy of the site has it; the live site answers there itself.
SEARCH = "search/"
WORDS = "words.js"  # beside it, what a script of a copy searches
# Every page that no list by day has, from A to Z and by what it is about.
EVERYTHING = "a-z/"
# Home pages, what is shown for a page that is not there, and lists of a month: `lib.slugs` gives
# no page such an address.
_SEARCHED = re.compile(rf"/[A-Za-z-]+/{SEARCH}")
_EVERY_SITES = re.compile(r"/[^/]+/(404/|search/|a-z/|(.+/)?[0-9]{4}-[0-9]{2}/)?")


def is_of_copies(path: str) -> bool:
    """Tell whether only copies of the site show what stands at a path: to search without us."""
    return takes_words(path.removesuffix(WORDS))


def takes_words(path: str) -> bool:
    """Tell whether a path is that of a page to search on, to which readers may send words."""
    return _SEARCHED.fullmatch(path) is not None


# What `pages.history` keeps below a page.
_OF_THE_PAST = re.compile(r"/[^/]+/.+/versions/([1-9][0-9]*/)?", re.ASCII)


def is_every_sites(path: str) -> bool:
    """Tell whether something stands at a path on every site, whatever its editors write."""
    return path in SITE_WIDE or _EVERY_SITES.fullmatch(path) is not None


def is_of_the_past(path: str) -> bool:
    """Tell whether a path is one of what a page said before, which nobody searches."""
    return _OF_THE_PAST.fullmatch(path) is not None


def is_hidden(stones: Tombstones, manifest: Manifest, path: str) -> bool:
    """Tell whether what an edition has at a path was erased; what every site needs never is."""
    entry = manifest.entries[path]
    return (
        stones.hide(manifest.embassy, path, entry.sha256)
        and entry.headers is not HeaderClass.KEPT
        and not is_every_sites(path)
    )


def shown(stones: Tombstones, manifest: Manifest) -> Iterator[Entry]:
    """Yield the entries of an edition that were not erased and are not withheld."""
    for path, entry in manifest.entries.items():
        if entry.sha256 not in stones.withheld and not is_hidden(stones, manifest, path):
            yield entry


def holds_any(stones: Tombstones, manifest: Manifest) -> bool:
    """Tell whether an edition still has something that was erased, or a page that names it."""
    return not stones.withheld.isdisjoint(manifest.hashes) or any(
        is_hidden(stones, manifest, path) for path in manifest.entries
    )

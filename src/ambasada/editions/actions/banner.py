"""The banner in pages and feeds that were rendered without it: it is everywhere in seconds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ambasada.editions.books import Page
from ambasada.lib.blobs import BlobStore
from ambasada.lib.manifests import sha256_of
from ambasada.network.queries import Facts
from ambasada.pages.banner import banner_in
from ambasada.syndication.alerts import alert_in
from ambasada.syndication.feeds import SLOTS

Place = tuple[str, str]  # the language of a page or feed, and of what type it is


def banners_of(facts: Facts, pages: Mapping[str, Page], *, now: datetime) -> dict[Place, bytes]:
    """Return the banner that stands now for each place some page has; empty if none does."""
    places = {place_of(path, page) for path, page in pages.items() if page.slot >= 0}
    return {each: _banner_at(each, facts, now) for each in sorted(places)}


def place_of(path: str, page: Page) -> Place:
    """Return the language and the type of a page; the path of a feed begins with its language."""
    return page.entry.language or path.split("/")[1], page.entry.type.partition(";")[0]


def _banner_at(place: Place, facts: Facts, now: datetime) -> bytes:
    language, kind = place
    if kind in SLOTS:
        return alert_in(facts, language, kind=kind, now=now)
    return banner_in(facts, language, now=now)


def digest_of(banners: Mapping[Place, bytes]) -> str:
    """Return what tells one banner from another; "" if none stands."""
    said = [" ".join(place).encode() + b" " + each for place, each in banners.items() if each]
    return sha256_of(b"\n".join(said)) if said else ""


def filled(page: Page, banner: bytes, blobs: BlobStore) -> Page:
    """Return a page that has a slot with this banner in it, or with nothing, kept in the store.

    Raises SpoiltBlob if the body without a banner is absent or damaged.
    """
    if not banner and page.entry.sha256 == page.base:
        return page
    base = blobs.read(page.base)
    before, after = base[: page.slot], base[page.slot :]
    if after.lstrip().startswith(b"]"):  # the only item of a list has no comma behind it
        banner = banner.removesuffix(b",")
    body = before + banner + after
    sha256 = blobs.put(body, is_text=True)
    return replace(page, entry=replace(page.entry, sha256=sha256, size=len(body)))

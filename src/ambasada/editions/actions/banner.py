"""The banner in pages that were rendered without it: an alert is everywhere in seconds."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from ambasada.editions.books import Page
from ambasada.lib.blobs import BlobStore
from ambasada.lib.manifests import sha256_of
from ambasada.network.queries import Facts
from ambasada.pages.banner import banner_in


def banners_of(facts: Facts, pages: Iterable[Page], *, now: datetime) -> dict[str, bytes]:
    """Return the banner that stands now in each language some page is in; empty if none does."""
    languages = {page.entry.language for page in pages if page.slot >= 0}
    return {each: banner_in(facts, each, now=now) for each in sorted(languages)}


def digest_of(banners: Mapping[str, bytes]) -> str:
    """Return what tells one banner from another; "" if none stands."""
    said = [f"{language} ".encode() + banner for language, banner in banners.items() if banner]
    return sha256_of(b"\n".join(said)) if said else ""


def filled(page: Page, banner: bytes, blobs: BlobStore) -> Page:
    """Return a page that has a slot with this banner in it, or with nothing, kept in the store.

    Raises SpoiltBlob if the body without a banner is absent or damaged.
    """
    if not banner and page.entry.sha256 == page.base:
        return page
    base = blobs.read(page.base)
    body = base[: page.slot] + banner + base[page.slot :]
    sha256 = blobs.put(body, is_text=True)
    return replace(page, entry=replace(page.entry, sha256=sha256, size=len(body)))

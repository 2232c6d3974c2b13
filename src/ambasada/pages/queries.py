"""Finding the page behind an address, in the best language there is."""

from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Page

from ambasada.network.languages import reading_order
from ambasada.network.models import Embassy
from ambasada.pages.models import Gone
from ambasada.pages.shown import shown


@dataclass(frozen=True)
class Found:
    """What an address leads to: a page, or another address that it is read under now."""

    page: Page | None = None
    moved_to: str = ""
    is_gone: bool = False


def languages_for(embassy: Embassy, language: str) -> list[str]:
    """Return the embassy's languages in the order a reader of this one is served."""
    order = [code for code in reading_order(language) if code in embassy.languages]
    return order + [code for code in embassy.languages if code not in order]


def page_at(embassy: Embassy, language: str, path: str) -> Found:
    """Return what is read under `/{language}/{path}`; `path` ends with a slash or is empty.

    A page that is there in another language only is found under the same path. A page that has a
    translation in a better language is read under the translation's address. Nothing below
    a withdrawn section is found.
    """
    if "\x00" in path:  # no address has it, and PostgreSQL refuses to look for it
        return Found()
    order = languages_for(embassy, language)
    asked = {embassy.home_path(code) + path: code for code in order}
    # A draft that was never published has no address yet; one taken back may have a better version.
    candidates = [
        page
        for page in Page.objects.filter(url_path__in=asked)
        if page.live or page.first_published_at
    ]
    if not candidates:
        return Found(is_gone=Gone.objects.filter(path__in=asked).exists())
    nearest = min(candidates, key=lambda page: order.index(asked[page.url_path]))
    best = _best_version(embassy, nearest, order)
    if best is None:
        return Found(is_gone=True)
    below_home = best.url_path.strip("/").partition("/")[2]
    if below_home.strip("/") != path.strip("/"):
        return Found(moved_to=f"/{language}/{below_home}/")
    return Found(page=best.specific)


def _best_version(embassy: Embassy, page: Page, order: list[str]) -> Page | None:
    """Return the live version of a page in the first language of the order that has one."""
    homes = {embassy.home_path(code): index for index, code in enumerate(order)}
    versions = [
        (homes[home], version)
        for version in shown(Page.objects.filter(translation_key=page.translation_key))
        for home in homes
        if version.url_path.startswith(home)
    ]
    return min(versions, key=lambda pair: pair[0])[1] if versions else None


def best_versions(pages: QuerySet[Page], embassy: Embassy, language: str) -> list[Page]:
    """Return one version of each page of a queryset: the one this reader is served.

    `pages` holds the versions of all languages of the embassy; the queryset's order is kept.
    """
    order = languages_for(embassy, language)
    rank = {embassy.home_path(code): index for index, code in enumerate(order)}
    chosen: dict[object, Page] = {}
    for page in pages:
        home = "/" + page.url_path.split("/", 2)[1] + "/"
        kept = chosen.get(page.translation_key)
        if home not in rank:
            continue
        if kept is None or rank[home] < rank["/" + kept.url_path.split("/", 2)[1] + "/"]:
            chosen[page.translation_key] = page
    return list(chosen.values())

"""What a rendered page must never hold; asked of each before its bytes are kept.

A link inside the site is compared with the paths the edition is to hold, not with those that could
be baked. So the answer does not depend on which page came first, and a page that fails takes none
of those with it that lead to it: a home page that stood still because of one news item could not
tell of the next. What stands at a path once stays for good (a page, where it moved, that it is
gone); where a path does go, as of a document that nothing names any more, the pages that lead
there are baked again.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import SplitResult, urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ambasada.editions.assets import is_asset
from ambasada.editions.rendering import Rendered
from ambasada.lib.manifests import is_path
from ambasada.lib.papers import is_clean
from ambasada.lib.pictures import is_silent

# Relations of <link> that only name another address, and load nothing from it.
_NAMING = frozenset({"alternate", "canonical", "license", "author", "help", "next", "prev"})
_LOADING = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "use": ("href",),
    "image": ("href",),
}
_TOKENS = (b"csrfmiddlewaretoken", b"csrf_token", b"staff_csrf", b"staff_session", b"sessionid")
_WORKBENCH = (b"wagtail-userbar", b"wagtailuserbar", b"data-w-", b"wagtailadmin", b"data-comment")
_ADMIN_PATHS = ("/admin/", "/account/")
LARGEST_PAGE = 600_000  # bytes of HTML: a long site map of news stays below


# Signed apart, and beside the edition: what proves it, and the copy to read offline.
_BESIDE = ("/edition/", "/offline/")
_NOWHERE = gettext_noop("leads to what is not there")
_NO_ADDRESS = gettext_noop("leads to an address that no page can have")
_OUR_HOST = gettext_noop(
    "names this site in a link by its full address, which a mirror does not have"
)
_SAYS_MORE = gettext_noop("is a picture that says more than it shows")
_IS_MARKED = gettext_noop("is a PDF that says more than its pages: store it once more")


@dataclass(frozen=True)
class Around:
    """What a page may lead to: the embassy's own host names, the paths of its edition."""

    hosts: AbstractSet[str]
    paths: AbstractSet[str]

    def holds(self, path: str) -> bool:
        """Tell whether readers get something at a path; a last slash is added for them."""
        return (
            path in self.paths
            or path.startswith(_BESIDE)
            or f"{path}/" in self.paths
            or is_asset(path)
        )


class Reading(HTMLParser):
    """What a page says of itself, where it leads, and what a browser loads for it."""

    def __init__(self, body: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.leads_to: set[str] = set()
        self.loads: set[str] = set()
        self.has_form = False
        self.has_inline_code = False
        self.feed(body.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        values = {name: value or "" for name, value in attributes}
        if tag == "html":
            self.language = values.get("lang", "")
        if tag in {"form", "input", "textarea", "button", "select"}:
            self.has_form = True
        if "style" in values or any(name.startswith("on") for name in values):
            self.has_inline_code = True
        if tag in {"script", "style"} and "src" not in values:
            self.has_inline_code = True
        if tag in {"a", "area"} and values.get("href"):
            self.leads_to.add(values["href"])
        if tag == "link" and not set(values.get("rel", "").split()) <= _NAMING:
            self.loads.update(_addresses(values.get("href", "")))
        for name in _LOADING.get(tag, ()):
            self.loads.update(_addresses(values.get(name, "")))

    @property
    def links(self) -> set[str]:
        """The paths on this site that it leads to or loads, without what follows # or ?."""
        return {each.path for each in self._places if each.path and not each.netloc}

    @property
    def hosts(self) -> set[str]:
        """The hosts it leads to or loads from."""
        return {(each.hostname or "").rstrip(".") for each in self._places}

    @cached_property
    def _places(self) -> list[SplitResult]:
        every = (_split(each) for each in self.leads_to | self.loads)
        return [each for each in every if each.scheme in {"", "http", "https"}]


def _addresses(value: str) -> set[str]:
    """Return the addresses of a src or a srcset; a data: address holds its own bytes."""
    found = {part.split()[0] for part in value.split(",") if part.strip()}
    return set() if value.startswith(("data:", "#")) else found


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # such as half an IPv6 address, which leads nowhere
        return SplitResult("", "", address, "", "")


def faults(page: Rendered, reading: Reading | None, around: Around) -> list[str]:
    """Name everything that keeps a page from being baked; `reading` is None for what is no HTML.

    No word of the page is named: at most an address inside the site.
    """
    found = [name for name, is_wrong in _OF_ALL.items() if is_wrong(page)]
    if reading is not None:
        found += [name for name, is_wrong in _OF_HTML.items() if is_wrong(page, reading)]
        found += [_OUR_HOST] if reading.hosts & around.hosts else []
        found += astray(reading.links, around)
    return found


def astray(links: AbstractSet[str], around: Around) -> list[str]:
    """Name what is not there of what a page leads to or loads."""
    lost = sorted(each for each in links if not around.holds(each))
    named = [f"{_NOWHERE}: {each}" for each in lost if is_path(each)]
    return named if len(named) == len(lost) else [*named, _NO_ADDRESS]


def said_reason(reason: str) -> str:
    """Return why a page was not baked, in the member's language."""
    parts = (each.partition(": ") for each in reason.split(", "))
    return ", ".join(f"{_(said)}{colon}{path}" for said, colon, path in parts)


def _holds(body: bytes, words: tuple[bytes, ...]) -> bool:
    return any(each in body for each in words)


_OF_ALL: dict[str, Callable[[Rendered], bool]] = {
    gettext_noop("sets a cookie"): lambda page: page.sets_cookie,
    gettext_noop("holds a token of a session"): lambda page: _holds(page.body, _TOKENS),
    gettext_noop("holds something of the workbench"): lambda page: _holds(page.body, _WORKBENCH),
    gettext_noop("is too large"): lambda page: (
        page.type.startswith("text/html") and len(page.body) > LARGEST_PAGE
    ),
    _SAYS_MORE: lambda page: page.type.startswith("image/") and not is_silent(page.body, page.type),
    _IS_MARKED: lambda page: page.type == "application/pdf" and not is_clean(page.body),
    gettext_noop("is empty"): lambda page: not page.body and not page.to,
}
_OF_HTML: dict[str, Callable[[Rendered, Reading], bool]] = {
    gettext_noop("is in another language than its address"): lambda page, read: (
        read.language != page.language
    ),
    gettext_noop("loads something from elsewhere"): lambda _page, read: any(
        not each.startswith("/") or each.startswith("//") for each in read.loads
    ),
    gettext_noop("holds a form"): lambda _page, read: read.has_form,
    gettext_noop("holds code between its lines"): lambda _page, read: read.has_inline_code,
    gettext_noop("leads into the admin"): lambda _page, read: any(
        each.startswith(_ADMIN_PATHS) for each in read.links
    ),
}
